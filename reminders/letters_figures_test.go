package reminders_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/letter"
)

// body is today's letter to Acme, with every figure.
func (r *rig) body() letter.Letter {
	r.t.Helper()
	text, ok, err := r.service.LetterText(r.t.Context(), r.letterTo("Acme").ID)
	if err != nil || !ok {
		r.t.Fatalf("no letter to Acme: %v, %v", ok, err)
	}
	return text.Mailing.Body
}

func shown(lines []letter.Line) string {
	var list []string
	for _, l := range lines {
		asked, _ := l.Asked()
		text := l.Number
		if l.Parts > 0 {
			text += " (" + string(rune('0'+l.Part)) + "/" + string(rune('0'+l.Parts)) + ")"
		}
		list = append(list, text+" "+asked.String())
	}
	return strings.Join(list, ", ")
}

// A letter about an invoice that is paid in instalments asks for those that
// are due, and shows the others apart.
func TestALetterAsksForTheInstalmentsThatAreDue(t *testing.T) {
	for _, c := range []struct {
		story, plan          string
		dispute              int64
		chased, later, other string
	}{
		{"the first of two is late", "40.00 on 2026-02-26; 60.00 on 2026-04-01", 0, "INV-1 (1/2) 40.00", "INV-1 (2/2) 60.00", ""},
		{"two of three are", "30.00 on 2026-02-26; 30.00 on 2026-02-27; 40.00 on 2026-04-01", 0, "INV-1 (1/3) 30.00, INV-1 (2/3) 30.00", "INV-1 (3/3) 40.00", ""},
		{"a dispute over more than what comes later lowers what is asked for", "40.00 on 2026-02-26; 60.00 on 2026-04-01", 75_00, "INV-1 (1/2) 25.00", "INV-1 (2/2) 60.00", ""},
		{"a missed one breaks the plan: all of it", "40.00 on 2026-02-10; 60.00 on 2026-04-01", 0, "INV-1 100.00", "", ""},
	} {
		t.Run(c.story, func(t *testing.T) {
			r, _ := newLetterRig(t)
			more := fields(ledger.FieldPlan, ledger.Text(c.plan))
			if c.dispute > 0 {
				more[ledger.FieldDispute] = ledger.Text("price")
				more[ledger.FieldDisputedAmount] = ledger.Amount(ledger.Money{Minor: c.dispute, Currency: "EUR"})
			}
			r.add(row{number: "INV-1", due: "2026-02-02", sales: "ann", more: more})
			b := r.body()
			if got := shown(b.Chased); got != c.chased {
				t.Errorf("it asks for %s, want %s", got, c.chased)
			}
			if got := shown(b.NotDue); got != c.later {
				t.Errorf("not due: %s, want %s", got, c.later)
			}
			if got := shown(b.OtherOverdue); got != c.other {
				t.Errorf("late as well: %s, want %s", got, c.other)
			}
		})
	}
}

// A part that is disputed is not asked for, and no interest is claimed on it.
func TestALetterClaimsNoInterestOnTheDisputedPart(t *testing.T) {
	for _, c := range []struct {
		story    string
		dispute  int64
		interest string
	}{{"all is asked for", 0, "0.72"}, {"a quarter is disputed", 25_00, "0.54"}} {
		t.Run(c.story, func(t *testing.T) {
			r, _ := newLetterRig(t, func(o *reminders.Options) {
				contract := ledger.PenaltyPolicy{Regime: ledger.RegimeContract, Rate: decimal.NewNullDecimal(decimal.RequireFromString("12.5"))}
				o.Letterhead = reminders.Letterhead{Sender: letter.Sender{Company: "Atelier Dubreuil SARL"}, Penalties: contract}
			})
			more := lettered("2", "2026-02-20")
			if c.dispute > 0 {
				more[ledger.FieldDispute] = ledger.Text("price")
				more[ledger.FieldDisputedAmount] = ledger.Amount(ledger.Money{Minor: c.dispute, Currency: "EUR"})
			}
			r.add(row{number: "INV-1", due: "2026-02-09", sales: "ann", more: more})
			if got := r.body().Chased[0].Interest.String(); !strings.HasPrefix(got, c.interest) {
				t.Errorf("it claims %s, want %s", got, c.interest)
			}
		})
	}
}

// British practice gives a debtor fourteen days after a letter before claim,
// French eight after a formal notice.
func TestAFormalNoticeGivesTheDaysOfItsCountry(t *testing.T) {
	for country, days := range map[string]int{"FR": 8, "GB": 14} {
		r, _ := newLetterRig(t)
		r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Country = country })
		more := lettered("4", "2026-02-16")
		more[ledger.FieldWaived] = ledger.Text("no rates are at hand")
		r.add(row{number: "INV-1", due: "2026-01-10", sales: "ann", more: more})
		if b := r.body(); b.Kind != letter.Formal || b.Deadline.DaysSince(b.Date) != days {
			t.Errorf("%s: a %s letter gives %d days, want %d", country, b.Kind, b.Deadline.DaysSince(b.Date), days)
		}
	}
}

// Letters claim what the book claims: by the customer's country, or by the
// operator's contract.
func TestLettersClaimByTheBooksPolicy(t *testing.T) {
	contract := ledger.PenaltyPolicy{Regime: ledger.RegimeContract, Rate: decimal.NewNullDecimal(decimal.RequireFromString("12.5"))}
	for _, c := range []struct {
		story   string
		policy  ledger.PenaltyPolicy
		country string
		waived  bool
		regime  letter.Regime
		rate    string
		claims  bool
	}{
		{"the contract's rate holds for everybody", contract, "US", false, letter.Contract, "12.5", true},
		{"what was waived isn't claimed", contract, "US", true, letter.Contract, "12.5", false},
		{"nothing is claimed in a country without a regime", ledger.PenaltyPolicy{}, "US", false, letter.NoRegime, "", false},
		{"off is off", ledger.PenaltyPolicy{Regime: ledger.RegimeOff}, "FR", false, letter.NoRegime, "", false},
	} {
		t.Run(c.story, func(t *testing.T) {
			r, _ := newLetterRig(t, func(o *reminders.Options) {
				o.Letterhead = reminders.Letterhead{Sender: letter.Sender{Company: "Atelier Dubreuil SARL"}, Penalties: c.policy}
			})
			r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Country = c.country })
			more := lettered("2", "2026-02-20")
			if c.waived {
				more[ledger.FieldWaived] = ledger.Text("goodwill")
			}
			r.add(row{number: "INV-1", due: "2026-02-09", sales: "ann", more: more})
			b := r.body()
			if b.Regime != c.regime || b.Rate != c.rate || b.Chased[0].Interest.IsPositive() != c.claims {
				t.Errorf("regime %q, rate %q, interest %s", b.Regime, b.Rate, b.Chased[0].Interest)
			}
		})
	}
}

// A country's law without the half-year's rate is no ground to guess: the
// letter waits, and says why.
func TestALetterThatWouldGuessARateWaits(t *testing.T) {
	r, _ := newLetterRig(t)
	r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Country = "FR" })
	r.add(row{number: "INV-1", due: "2026-02-09", sales: "ann", more: lettered("2", "2026-02-20")})
	r.approve("U-FIN", "Acme")
	d := r.letterTo("Acme")
	if _, ok := errors.AsType[*ledger.Error](d.Trouble); d.Reason != reminders.SkipUnwritable || !ok {
		t.Errorf("%s: %v", d.Reason, d.Trouble)
	}
}

// The Customers tab names one of the operator's accounts; what it says beside
// never reaches a letter.
func TestTheSheetPicksABankAccountByName(t *testing.T) {
	r, _ := newLetterRig(t, func(o *reminders.Options) {
		o.Letterhead = reminders.Letterhead{Sender: letter.Sender{Company: "Atelier Dubreuil SARL"}, Account: func(name string, _ ledger.Currency) letter.Account {
			if name == "Sterling" {
				return letter.Account{IBAN: "GB82WEST12345698765432"}
			}
			return letter.Account{IBAN: "FR7630006000011234567890189"}
		}}
	})
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	for named, want := range map[string]string{"": "FR7630006000011234567890189", "Sterling": "GB82WEST12345698765432", "DE89370400440532013000": "FR7630006000011234567890189"} {
		r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.BankAccount = named })
		if got := r.body().Sender.Account.IBAN; got != want {
			t.Errorf("the sheet says %q: paid to %s, want %s", named, got, want)
		}
	}
}

// While the owner is away, the letter is for whoever stands in.
func TestALettersApproverIsWhoStandsIn(t *testing.T) {
	r, _ := newLetterRig(t)
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	if got := r.letterTo("Acme").Approver; got != "U-ANN" {
		t.Errorf("approved by %q", got)
	}
	r.away("U-ANN", "bob", "2026-03-02", "2026-03-06")
	if got := r.letterTo("Acme").Approver; got != "U-BOB" {
		t.Errorf("while Ann is away, approved by %q", got)
	}
}
