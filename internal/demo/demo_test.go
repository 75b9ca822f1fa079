package demo_test

import (
	"encoding/csv"
	"net/mail"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/internal/demo"
)

var monday = time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC)

func rowsOn(t *testing.T, opts demo.Options) demo.Dataset {
	t.Helper()
	d, err := demo.Rows(opts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sampleRow is what the test reads from the file by itself: amount and the
// three gaps between dates that no move may change.
type sampleRow struct {
	Customer, Amount         string
	DaysToDue, DaysToSettled int
}

func readSample(t *testing.T) map[string]sampleRow {
	t.Helper()
	f, err := os.Open("ibm-late-payments.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // only read
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) time.Time {
		d, err := time.Parse("1/2/2006", s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	days := func(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }
	sample := map[string]sampleRow{}
	for _, r := range records[1:] {
		issued := day(r[4])
		sample[r[3]] = sampleRow{r[1], r[6], days(issued, day(r[5])), days(issued, day(r[8]))}
	}
	return sample
}

func TestEveryInvoiceOfTheSampleAppearsOnceWithItsAmountAndDelays(t *testing.T) {
	d := rowsOn(t, demo.Options{Today: monday, Lang: "fr"})
	payments := map[string]demo.PaymentRow{}
	for _, p := range slices.Concat(d.Payments, d.FuturePayments, d.Withheld) {
		if _, twice := payments[p.Invoice]; twice {
			t.Errorf("invoice %s is paid twice", p.Invoice)
		}
		payments[p.Invoice] = p
	}
	got, sum := map[string]sampleRow{}, decimal.Zero
	for _, inv := range slices.Concat(d.Invoices, d.Future) {
		if _, twice := got[inv.Number]; twice {
			t.Errorf("invoice %s appears twice", inv.Number)
		}
		p := payments[inv.Number]
		if p.Amount != inv.Amount || p.Currency != inv.Currency || p.CustomerCode != inv.CustomerCode {
			t.Errorf("payment %+v does not settle invoice %+v", p, inv)
		}
		got[inv.Number] = sampleRow{
			inv.CustomerCode, inv.Amount,
			int(inv.Due.Sub(inv.Issued) / (24 * time.Hour)),
			int(p.Date.Sub(inv.Issued) / (24 * time.Hour)),
		}
		sum = sum.Add(decimal.RequireFromString(inv.Amount))
	}
	if diff := cmp.Diff(readSample(t), got); diff != "" {
		t.Errorf("the rows differ from the sample (-sample +rows):\n%s", diff)
	}
	if want := "147703.18"; sum.StringFixed(2) != want {
		t.Errorf("the rows add up to %s, the sample to %s", sum.StringFixed(2), want)
	}
	if len(payments) != len(got) {
		t.Errorf("%d payments for %d invoices", len(payments), len(got))
	}
}

func TestNothingHappensAfterToday(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for name, now := range map[string]time.Time{
		"on a Monday":                             monday,
		"on a leap day":                           time.Date(2028, time.February, 29, 0, 0, 0, 0, time.UTC),
		"in an evening that is tomorrow in UTC":   time.Date(2026, time.November, 23, 22, 0, 0, 0, newYork),
		"on the day before the sample was issued": time.Date(2012, time.January, 2, 0, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			y, m, day := now.Date()
			today := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
			d := rowsOn(t, demo.Options{Today: now, Lang: "en"})
			for _, inv := range d.Invoices {
				if inv.Issued.After(today) || inv.PaidOn.After(today) {
					t.Errorf("invoice %+v lies ahead", inv)
				}
				if (inv.Paid == "") != inv.PaidOn.IsZero() {
					t.Errorf("invoice %+v has an amount paid without a day, or a day without an amount", inv)
				}
				if inv.Dispute != "" && inv.Paid != "" {
					t.Errorf("invoice %+v is paid and disputed", inv)
				}
			}
			for _, p := range d.Payments {
				if p.Date.After(today) {
					t.Errorf("payment %+v lies ahead", p)
				}
			}
			for _, inv := range d.Future {
				if !inv.Issued.After(today) || inv.Paid != "" || inv.Dispute != "" {
					t.Errorf("future invoice %+v has already happened", inv)
				}
			}
			for _, p := range d.FuturePayments {
				if !p.Date.After(today) {
					t.Errorf("future payment %+v has already happened", p)
				}
			}
		})
	}
}

func TestTheBookIsAliveToday(t *testing.T) {
	d := rowsOn(t, demo.Options{Today: monday, Lang: "fr"})
	today := time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)
	stages := []struct {
		name  string
		after int // days late from which on the default ladder reaches it
		count int
	}{{"+1", 1, 0}, {"+3", 3, 0}, {"+10", 10, 0}, {"+20", 20, 0}, {"+30", 30, 0}, {"+45", 45, 0}, {"+60", 60, 0}}
	open, overdue, disputed := 0, 0, 0
	perSeller := map[string]int{}
	for _, inv := range d.Invoices {
		if inv.Paid != "" {
			continue
		}
		open++
		if inv.Dispute != "" {
			disputed++
		}
		late := int(today.Sub(inv.Due) / (24 * time.Hour))
		if late <= 0 {
			continue
		}
		overdue++
		perSeller[inv.Salesperson]++
		for i := len(stages) - 1; i >= 0; i-- {
			if late >= stages[i].after {
				stages[i].count++
				break
			}
		}
	}
	t.Logf("%d invoices, %d open, %d overdue, %d disputed; %d to come; payments: %d made, %d to come, %d withheld",
		len(d.Invoices), open, overdue, disputed, len(d.Future), len(d.Payments), len(d.FuturePayments), len(d.Withheld))
	t.Logf("overdue by days late: %v; by salesperson: %v", stages, perSeller)

	if open < 60 || open > 130 {
		t.Errorf("%d invoices are open, expected 60 to 130", open)
	}
	if overdue < 35 || overdue > 60 {
		t.Errorf("%d invoices are overdue, expected 35 to 60", overdue)
	}
	for _, s := range stages {
		if s.count == 0 {
			t.Errorf("no invoice is late by %s days", s.name)
		}
	}
	if disputed == 0 || disputed*5 > open {
		t.Errorf("%d of %d open invoices are disputed, expected a few", disputed, open)
	}
	for _, p := range d.People {
		if p.Role == "salesperson" && perSeller[p.Name] == 0 {
			t.Errorf("%s has nobody to chase", p.Name)
		}
	}
}

func TestACustomerHasOneNameOneCurrencyOneSalesperson(t *testing.T) {
	d := rowsOn(t, demo.Options{Today: monday, Lang: "fr"})
	people := map[string]demo.Person{}
	roles := map[string]int{}
	ids := map[string]bool{}
	for _, p := range d.People {
		people[p.Name] = p
		roles[p.Role]++
		ids[p.SlackID] = true
		if _, err := time.LoadLocation(p.TimeZone); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if !strings.HasPrefix(p.SlackID, "U0") || len(p.SlackID) != 10 {
			t.Errorf("%s has the Slack id %q", p.Name, p.SlackID)
		}
	}
	want := map[string]int{"salesperson": 8, "finance": 2, "manager": 1, "admin": 1}
	if diff := cmp.Diff(want, roles); diff != "" || len(ids) != len(d.People) {
		t.Errorf("the team has %d Slack ids and the roles (-want +got):\n%s", len(ids), diff)
	}

	silent := map[string]bool{}
	for _, p := range d.Withheld {
		silent[p.CustomerCode] = true
	}
	if len(silent) != 6 {
		t.Errorf("%d customers stopped paying, expected 6", len(silent))
	}

	byCode := map[string]demo.Customer{}
	names, emails, currencies := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, c := range d.Customers {
		byCode[c.Code] = c
		names[c.Name], emails[c.Email] = true, true
		currencies[c.Currency]++
		if _, err := mail.ParseAddress(c.Email); err != nil || strings.Contains(c.Email, "--") {
			t.Errorf("%s has the address %q: %v", c.Name, c.Email, err)
		}
		if people[c.Salesperson].Role != "salesperson" {
			t.Errorf("%s is looked after by %q, who sells nothing", c.Name, c.Salesperson)
		}
	}
	if len(byCode) != 100 || len(names) != 100 || len(emails) != 100 {
		t.Errorf("100 customers, but %d codes, %d names, %d addresses", len(byCode), len(names), len(emails))
	}
	if diff := cmp.Diff(map[string]int{"EUR": 41, "USD": 43, "GBP": 16}, currencies); diff != "" {
		t.Errorf("customers by currency (-want +got):\n%s", diff)
	}
	for _, inv := range slices.Concat(d.Invoices, d.Future) {
		c := byCode[inv.CustomerCode]
		if inv.Customer != c.Name || inv.Currency != c.Currency || inv.Salesperson != c.Salesperson {
			t.Errorf("invoice %+v disagrees with its customer %+v", inv, c)
		}
	}
}

func TestTheSameDayGivesTheSameBook(t *testing.T) {
	first := rowsOn(t, demo.Options{Today: monday, Lang: "en"})
	first.People[0].Name = "somebody else" // must not reach the next caller
	later := rowsOn(t, demo.Options{Today: monday.Add(8 * time.Hour), Lang: "en"})
	first.People[0].Name = later.People[0].Name
	if diff := cmp.Diff(first, later); diff != "" {
		t.Errorf("two calls on one day differ:\n%s", diff)
	}
	tomorrow := rowsOn(t, demo.Options{Today: monday.AddDate(0, 0, 1), Lang: "en"})
	for i, inv := range tomorrow.Invoices {
		if want := later.Invoices[i].Due.AddDate(0, 0, 1); !inv.Due.Equal(want) {
			t.Fatalf("a day later invoice %s is due on %s, expected %s", inv.Number, inv.Due, want)
		}
	}
}

func TestAnUnknownLanguageIsRefused(t *testing.T) {
	if _, err := demo.Rows(demo.Options{Today: monday, Lang: "de"}); err == nil {
		t.Error("German was accepted, though nothing is written in it")
	}
}
