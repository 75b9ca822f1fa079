package reminders_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

func TestTheDefaultLadder(t *testing.T) {
	want := []reminders.Step{
		{Day: -5, Tone: "courtesy", Tell: []reminders.Role{reminders.RoleSalesperson}},
		{Day: 3, Tone: "friendly", Tell: []reminders.Role{reminders.RoleSalesperson}},
		{Day: 10, Tone: "firm", Tell: []reminders.Role{reminders.RoleSalesperson}},
		{Day: 20, Tone: "penalties", Tell: []reminders.Role{reminders.RoleSalesperson, reminders.RoleManager}},
		{Day: 30, Tone: "last amicable", Tell: []reminders.Role{reminders.RoleManager, reminders.RoleFinance}},
		{Day: 45, Tone: "formal notice", Tell: []reminders.Role{reminders.RoleFinance}, Approval: true},
		{Day: 60, Tone: "handover", Tell: []reminders.Role{reminders.RoleFinance, reminders.RoleDirection}},
	}
	p := reminders.Default()
	if diff := cmp.Diff(want, p.Ladders[reminders.DefaultLadder].Stages); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
	if p.ContactGap != 7 || p.OnItDays != 3 || p.PromiseGrace != 2 || p.PromisesInRow != 2 || p.SaysPaidDays != 5 || p.DirectPerDay != 3 {
		t.Errorf("defaults: %+v", p)
	}
	if p.Hours.Digest.String() != "08:30" || p.Hours.From.String() != "08:30" || p.Hours.To.String() != "18:30" {
		t.Errorf("hours: %+v", p.Hours)
	}
}

func TestReadPolicyKeepsDefaultsAndTakesWhatIsSaid(t *testing.T) {
	p, err := reminders.ReadPolicy([]byte("contact_gap_days: 0\nminimum: {EUR: 10, JPY: 1000}\npromise:\n  grace_days: 0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p.ContactGap != 0 || p.PromiseGrace != 0 || p.PromisesInRow != 2 || len(p.Ladders[reminders.DefaultLadder].Stages) != 7 {
		t.Errorf("%+v", p)
	}
	want := map[ledger.Currency]ledger.Money{"EUR": {Minor: 10_00, Currency: "EUR"}, "JPY": {Minor: 1000, Currency: "JPY"}}
	if diff := cmp.Diff(want, p.Minimum); diff != "" {
		t.Errorf("minimum (-want +got):\n%s", diff)
	}
	if p, err = reminders.ReadPolicy(nil); err != nil || len(p.Countries) != 1 {
		t.Errorf("an empty policy is the default: %+v, %v", p, err)
	}
}

func TestReadPolicyRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		says       string
	}{
		{"a key that it doesn't know", "contact_gap_days: 7\ncontact_gap: 7\n", 2, "unknown field"},
		{"a key within a stage that it doesn't know", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: x}\n", 4, "unknown field"},
		{"a word for a number", "on_it_days: three\n", 1, "cannot unmarshal"},
		{"a key given twice", "on_it_days: 3\non_it_days: 4\n", 2, "already defined"},
		{"days that don't rise", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance]}\n      - {day: 3, tone: b, tell: [finance]}\n", 5, "expected rising days"},
		{"a stage without a day", "ladders:\n  default:\n    stages:\n      - {tone: a, tell: [finance]}\n", 4, "has no day"},
		{"a stage that tells nobody", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a}\n", 4, "tells nobody"},
		{"a stage that tells a stranger", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [boss]}\n", 4, "expected salesperson, manager, finance or direction"},
		{"ladders without a default", "ladders:\n  big:\n    stages:\n      - {day: 3, tone: a, tell: [finance]}\n", 2, `called "default"`},
		{"a ladder without stages", "ladders:\n  default: {stages: []}\n", 2, "expected 1 to 30"},
		{"a negative number of days", "contact_gap_days: -1\n", 1, "from 0 to 366"},
		{"an hour that no clock shows", "hours: {digest: \"25:00\"}\n", 1, "expected something like 08:30"},
		{"a digest outside of the sending hours", "hours: {digest: \"07:00\"}\n", 1, "outside the sending hours"},
		{"hours that end before they begin", "hours: {from: \"08:30\", to: \"08:00\"}\n", 1, "not after it begins"},
		{"a minimum that is no amount", "minimum: {EUR: ten}\n", 1, "expected something like 10"},
		{"a currency that doesn't exist", "minimum: {EURO: 10}\n", 1, "ISO 4217"},
		{"a country without a calendar", "holidays: {countries: [XX]}\n", 1, "expected some of AT"},
		{"a day off that doesn't exist", "holidays:\n  days_off: [2026-02-30]\n", 2, "not a date"},
		{"text that is no YAML", "ladders: [\n", 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := reminders.ReadPolicy([]byte(c.text))
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
