package reminders_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

const severalLadders = `
ladders:
  default: {stages: [{day: 3, tone: friendly, tell: [salesperson]}, {day: 10, tone: firm, tell: [salesperson]}]}
  Public sector: {stages: [{day: 15, tone: friendly, tell: [salesperson]}, {day: 45, tone: firm, tell: [manager]}]}
  large: {stages: [{day: 1, tone: friendly, tell: [salesperson]}, {day: 5, tone: firm, tell: [manager, finance]}]}
  gentle: {stages: [{day: 20, tone: friendly, tell: [salesperson]}]}
assign:
  - {ladder: gentle, customer: [Acme Group, C-042]}
  - {ladder: public sector, public: true}
  - {ladder: gentle, segment: Partner, country: [DE, Suisse]}
  - {ladder: large, amount: {EUR: {from: 10000}, GBP: {from: 9000, below: 50000}}}
`

func readPolicy(t *testing.T, text string) reminders.Policy {
	t.Helper()
	p, err := reminders.ReadPolicy([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhichLadder(t *testing.T) {
	policy := readPolicy(t, severalLadders)
	for _, c := range []struct {
		name     string
		customer string
		account  ledger.Account
		cell     string
		minor    int64
		currency ledger.Currency
		want     string
		by       reminders.AssignedBy
		rule     int
	}{
		{name: "nothing said: the default", customer: "Beta", minor: 100_00, want: "default", by: reminders.ByDefault},
		{name: "by the customer's name", customer: "ACME  group", minor: 100_00, want: "gentle", by: reminders.ByRule, rule: 1},
		{name: "by the customer's code", customer: "c-042", account: ledger.Account{Name: "Zeta", Code: "C-042"}, minor: 100_00, want: "gentle", by: reminders.ByRule, rule: 1},
		{name: "by an alias", customer: "zeta", account: ledger.Account{Name: "Zeta", Aliases: []string{"Acme Group"}}, minor: 100_00, want: "gentle", by: reminders.ByRule, rule: 1},
		{name: "the public sector", customer: "Mairie", account: ledger.Account{Name: "Mairie", Public: true}, minor: 20_000_00, want: "Public sector", by: reminders.ByRule, rule: 2},
		{name: "segment and country must both fit", customer: "Beta", account: ledger.Account{Name: "Beta", Segment: "partner", Country: "FR"}, minor: 1_00, want: "default", by: reminders.ByDefault},
		{name: "segment and country both fit, the country by its name", customer: "Beta", account: ledger.Account{Name: "Beta", Segment: "partner", Country: "Switzerland"}, minor: 1_00, want: "gentle", by: reminders.ByRule, rule: 3},
		{name: "the amount's lower end is within", customer: "Beta", minor: 10_000_00, want: "large", by: reminders.ByRule, rule: 4},
		{name: "a cent below it isn't", customer: "Beta", minor: 9_999_99, want: "default", by: reminders.ByDefault},
		{name: "its upper end is outside", customer: "Beta", minor: 50_000_00, currency: "GBP", want: "default", by: reminders.ByDefault},
		{name: "a cent below that is within", customer: "Beta", minor: 49_999_99, currency: "GBP", want: "large", by: reminders.ByRule, rule: 4},
		{name: "a currency that the rule doesn't name", customer: "Beta", minor: 900_000_00, currency: "USD", want: "default", by: reminders.ByDefault},
		{name: "the customer's ladder goes before the rules", customer: "Mairie", account: ledger.Account{Name: "Mairie", Public: true, Ladder: "Large"}, minor: 1_00, want: "large", by: reminders.ByCustomer},
		{name: "the invoice's own goes before the customer's", customer: "Mairie", account: ledger.Account{Name: "Mairie", Public: true, Ladder: "large"}, cell: " gentle ", minor: 1_00, want: "gentle", by: reminders.ByInvoice},
		{name: "an invoice may be put back onto the default", customer: "Mairie", account: ledger.Account{Name: "Mairie", Public: true}, cell: "par défaut", minor: 1_00, want: "default", by: reminders.ByInvoice},
		{name: "a ladder that nobody defined, in the invoice's cell: the default, and not the customer's", customer: "Mairie", account: ledger.Account{Name: "Mairie", Public: true, Ladder: "large"}, cell: "lenient", minor: 1_00, want: "default", by: reminders.ByMistake},
		{name: "a ladder that nobody defined, in the customer's cell: the default, and not the rules'", customer: "Mairie", account: ledger.Account{Name: "Mairie", Public: true, Ladder: "lenient"}, minor: 1_00, want: "default", by: reminders.ByMistake},
		{name: "a blank cell says nothing", customer: "Beta", cell: "  ", minor: 1_00, want: "default", by: reminders.ByDefault},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.currency == "" {
				c.currency = "EUR"
			}
			inv := &ledger.Invoice{CustomerKey: ledger.KeyOf(c.customer), Ladder: c.cell, Amount: ledger.Money{Minor: c.minor, Currency: c.currency}}
			got := policy.Assign(inv, c.account)
			if got.Ladder.Name != c.want || got.By != c.by || got.Rule != c.rule {
				t.Errorf("%s, by %s %d; want %s, by %s %d", got.Ladder.Name, got.By, got.Rule, c.want, c.by, c.rule)
			}
			if (got.By == reminders.ByMistake) != (got.Unknown != "") {
				t.Errorf("unknown: %q", got.Unknown)
			}
		})
	}
}

func TestReadPolicyRefusesRules(t *testing.T) {
	for _, c := range []struct {
		name, rules string
		line        int
		says        string
	}{
		{"a ladder that isn't there", "  - {ladder: nice, public: true}\n", 7, "expected one of default, Public sector, gentle, large"},
		{"a rule after one that takes everything", "  - {ladder: gentle}\n  - {ladder: large, public: true}\n", 8, "rule 2 is never asked"},
		{"a country that doesn't exist", "  - {ladder: gentle, country: Atlantis}\n", 7, "expected a code such as FR or DE"},
		{"a currency that doesn't exist", "  - {ladder: gentle, amount: {EURO: {from: 1}}}\n", 7, "ISO 4217"},
		{"a range upside down", "  - {ladder: gentle, amount: {EUR: {from: 10, below: 5}}}\n", 7, "no amount in EUR fits"},
		{"a range without an end", "  - {ladder: gentle, amount: {EUR: {}}}\n", 7, "no amount in EUR fits"},
		{"a word for an amount", "  - {ladder: gentle, amount: {EUR: {from: lots}}}\n", 7, "is no amount in EUR"},
		{"a condition that it doesn't know", "  - {ladder: gentle, region: north}\n", 7, `no key "region"`},
		{"yes and no that are neither", "  - {ladder: gentle, public: maybe}\n", 7, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			head, _, _ := strings.Cut(severalLadders, "assign:")
			_, err := reminders.ReadPolicy([]byte(strings.TrimPrefix(head, "\n") + "assign:\n" + c.rules))
			bad, ok := errors.AsType[*reminders.PolicyError](err)
			if !ok {
				t.Fatalf("error %v", err)
			}
			if bad.Line != c.line || !strings.Contains(bad.Message, c.says) {
				t.Errorf("line %d: %s; want line %d: …%s…", bad.Line, bad.Message, c.line, c.says)
			}
		})
	}
}
