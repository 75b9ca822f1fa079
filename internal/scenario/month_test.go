package scenario

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// The month that the report is about.
const (
	monthInvoices    = 200
	monthCustomers   = 60
	monthSalespeople = 8
	monthDays        = 31
)

const monthPage = "../../docs/messages.md"

// TestAMonthOfMessages: two hundred late invoices are adopted on a Monday,
// finance starts chasing, and a month passes in which customers pay, promise
// and contest. What each person got stands in docs/messages.md, written by
// -update.
func TestAMonthOfMessages(t *testing.T) {
	if oneIn > 1 {
		t.Skip("runs without the race detector")
	}
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, script{name: "a month"})
		h.moveInForAMonth()
		h.open()
		h.sentence("advance 1h")
		h.sentence("expect nothing")
		h.sentence("Fiona types /relance status")
		h.sentence(`Fiona clicks "Start chasing" on the answer`)
		begun := ledger.DateOf(h.clock.Now().In(h.paris))
		for day := range monthDays {
			h.sentence("advance to " + begun.AddDays(day+1).String() + " 07:00")
			h.whatPeopleDo(day)
		}
		h.check()
		h.checkFirstDay(begun)
		h.checkMonthPage(begun)
	})
}

// sentence carries out one line of a script.
func (h *house) sentence(text string) {
	h.at = line{text: text, words: splitWords(text)}
	if !h.prepare(h.at.words) {
		h.do(h.at)
	}
}

// moveInForAMonth fills the sheet: amounts and ages spread as in a book that
// nobody has chased for long, one salesperson per customer.
func (h *house) moveInForAMonth() {
	h.adopted = true
	h.start = ledger.NewDate(2026, 3, 2).At(9, 0, h.paris)
	h.members = slices.DeleteFunc(h.members, func(m member) bool { return m.role == "salesperson" })
	for i := range monthSalespeople {
		h.members = append(h.members, member{name: fmt.Sprintf("Seller%d", i+1), role: "salesperson"})
	}
	today := ledger.DateOf(h.start)
	for i := range monthInvoices {
		customer := i * 7 % monthCustomers
		late := 1 + i*i%97 // 1 to 97 days
		h.addRow(tabInvoices, map[string]string{
			"Number": fmt.Sprintf("INV-%03d", i+1), "Customer": fmt.Sprintf("Customer %02d", customer+1), "Currency": "EUR",
			"Due": today.AddDays(-late).String(), "Amount": fmt.Sprintf("%d.50", 100+i*137%9000),
			"Salesperson": fmt.Sprintf("Seller%d", customer%monthSalespeople+1),
		})
	}
}

// whatPeopleDo on a day: two invoices are paid, every third day one is
// promised, every fifth one is contested.
func (h *house) whatPeopleDo(day int) {
	if w := ledger.DateOf(h.clock.Now().In(h.paris)).Weekday(); w == 0 || w == 6 {
		return
	}
	number := func(n int) string { return fmt.Sprintf("INV-%03d", n%monthInvoices+1) }
	for i := range 2 {
		row := h.rowOf(number(day*31 + i*57))
		amount := h.cell(number(day*31+i*57), "Amount")
		h.must(h.hand().Type(tabInvoices, fmt.Sprintf("%s%d", letter(h.columnOf(tabInvoices, "Paid")), row), amount))
		h.edited = true
	}
	if day%3 == 0 {
		h.sentence("Fiona types /relance promise " + number(day*17+5) + " +7")
	}
	if day%5 == 0 {
		h.sentence("Fiona types /relance dispute " + number(day*13+9) + " wrong price")
	}
}

// checkFirstDay: Start chasing brings one digest each, and nothing to a customer.
func (h *house) checkFirstDay(begun ledger.Date) {
	digests := map[string]int{}
	for _, m := range h.said {
		if ledger.DateOf(m.at) > begun {
			break
		}
		switch m.kind {
		case store.KindDigest:
			if digests[m.to]++; digests[m.to] > 1 {
				h.failf("%s got two digests on the first day", m.to)
			}
		case store.KindLetter:
			h.failf("a letter left by itself: %s", m)
		}
	}
	if len(digests) != monthSalespeople+2 {
		h.failf("on the first day %d people had a digest, want the %d salespeople, finance and the manager", len(digests), monthSalespeople)
	}
}

// got is what one person was sent in the month.
type got struct {
	who              string
	digests, directs int
	lines            int // new or escalated invoices, in all digests
	most, firstDay   int
	perDay           map[ledger.Date]int
}

func (h *house) checkMonthPage(begun ledger.Date) {
	byWho := map[string]*got{}
	posts, cases := 0, 0
	for _, m := range h.said {
		if m.kind == "post" {
			posts++
		}
		if m.kind == store.KindCase {
			cases++
		}
		if !toPeople(m) {
			continue
		}
		g := byWho[m.to]
		if g == nil {
			g = &got{who: m.to, perDay: map[ledger.Date]int{}}
			byWho[m.to] = g
		}
		day := ledger.DateOf(m.at)
		g.perDay[day]++
		g.most = max(g.most, g.perDay[day])
		if day == begun {
			g.firstDay++
		}
		switch m.kind {
		case store.KindDigest:
			g.digests++
			g.lines += len(m.items)
		default:
			g.directs++
		}
	}
	want := monthTable(byWho, h.businessDays(begun), posts, cases)
	if *update {
		h.must(os.WriteFile(monthPage, []byte(want), 0o644)) //nolint:gosec // a page of the documentation
	}
	text, err := os.ReadFile(monthPage)
	h.must(err)
	if string(text) != want {
		h.t.Errorf("docs/messages.md is out of date; run this test with -update. It would say:\n%s", want)
	}
	h.t.Log(want)
}

// businessDays counts those of the month.
func (h *house) businessDays(begun ledger.Date) int {
	n, calendar := 0, reminders.NewCalendar(h.policy)
	for day := range monthDays + 1 {
		if calendar.IsBusinessDay(begun.AddDays(day)) {
			n++
		}
	}
	return n
}

const monthHead = `# How many messages a person gets

%d late invoices of %d customers, looked after by %d salespeople, are adopted on a
Monday; finance starts chasing that morning, and a month of %d days passes in which
customers pay (two a day), promise and contest. Nobody gets more than one digest a
day, nor more than three other direct messages; on the first day everybody gets one
digest, however many invoices are late, and nothing leaves the house by itself.

| who | digests | other direct messages | days with a message, of %d business days | most on one day | on the first day | new lines per digest |
|---|---|---|---|---|---|---|
`

func monthTable(byWho map[string]*got, business, posts, cases int) string {
	var b strings.Builder
	fmt.Fprintf(&b, monthHead, monthInvoices, monthCustomers, monthSalespeople, monthDays, business)
	list := make([]*got, 0, len(byWho))
	for _, g := range byWho {
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b *got) int { return cmp.Compare(a.who, b.who) })
	for _, g := range list {
		perDigest := "–"
		if g.digests > 0 {
			perDigest = fmt.Sprintf("%.1f", float64(g.lines)/float64(g.digests))
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %s |\n", g.who, g.digests, g.directs, len(g.perDay), g.most, g.firstDay, perDigest)
	}
	fmt.Fprintf(&b, "\nThe reminders channel had %d posts of the day and %d messages of late customers,\neach updated in place.\n", posts, cases)
	b.WriteString("\n*Written by `go test ./internal/scenario -run TestAMonthOfMessages -update`, which also checks it.*\n")
	return b.String()
}
