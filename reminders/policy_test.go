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
		{Day: 3, Tone: "friendly", Tell: []reminders.Role{reminders.RoleSalesperson}, Letter: reminders.LetterFriendly, Mail: reminders.MailApprove},
		{Day: 10, Tone: "firm", Tell: []reminders.Role{reminders.RoleSalesperson}, Letter: reminders.LetterFirm, Mail: reminders.MailApprove},
		{Day: 20, Tone: "penalties", Tell: []reminders.Role{reminders.RoleSalesperson, reminders.RoleManager}, Letter: reminders.LetterPenalties, Mail: reminders.MailApprove},
		{Day: 30, Tone: "last amicable", Tell: []reminders.Role{reminders.RoleManager, reminders.RoleFinance}, Letter: reminders.LetterLast, Mail: reminders.MailApprove},
		{Day: 45, Tone: "formal notice", Tell: []reminders.Role{reminders.RoleFinance}, Approval: true, Letter: reminders.LetterFormal, Mail: reminders.MailApprove},
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
	if p.Letters != (reminders.Letters{ImportDays: 3, DowntimeOKHours: 24, RepliedDays: 5, FormalGapDays: 8, LargestInternalOnly: 10, ThankYou: reminders.MailOff, ThankYouFor: reminders.ThanksChased}) {
		t.Errorf("letters: %+v", p.Letters)
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
		{"a key that it doesn't know", "contact_gap_days: 7\ncontact_gap: 7\n", 2, "did you mean contact_gap_days?"},
		{"a key within a stage that it doesn't know", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letters: x}\n", 4, "did you mean letter?"},
		{"a word for a number", "on_it_days: three\n", 1, "cannot unmarshal"},
		{"a key given twice", "on_it_days: 3\non_it_days: 4\n", 2, "already defined"},
		{"days that don't rise", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance]}\n      - {day: 3, tone: b, tell: [finance]}\n", 5, "expected rising days"},
		{"a stage without a day", "ladders:\n  default:\n    stages:\n      - {tone: a, tell: [finance]}\n", 4, "has no day"},
		{"a stage that tells nobody", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a}\n", 4, "tells nobody"},
		{"a stage that tells a stranger", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [boss]}\n", 4, "expected salesperson, manager, finance or direction"},
		{"ladders without a default", "ladders:\n  big:\n    stages:\n      - {day: 3, tone: a, tell: [finance]}\n", 2, `called "default"`},
		{"a word that is no letter", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: nice}\n", 4, "expected courtesy, friendly, firm, penalties, last or formal"},
		{"a word that is no way to send", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: firm, mail: pigeon}\n", 4, "expected off, draft, approve or auto"},
		{"a way to send and nothing to send", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], mail: auto}\n", 4, "has no letter"},
		{"a sign that was turned round", "ladders:\n  default:\n    stages:\n      - {day: -10, tone: firm, tell: [finance]}\n      - {day: 20, tone: last, tell: [finance]}\n", 4, "did you mean 10?"},
		{"a courtesy after the due date", "ladders:\n  default:\n    stages:\n      - {day: 5, tone: courtesy, tell: [finance]}\n", 4, "did you mean -5?"},
		{"nothing after the due date", "ladders:\n  default:\n    stages:\n      - {day: -10, tone: hello, tell: [finance]}\n", 4, "nobody hears of what is late"},
		{"letters that grow milder", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: firm}\n      - {day: 9, tone: b, tell: [finance], letter: friendly}\n", 5, "milder letter"},
		{"a formal notice out of the blue", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: friendly}\n      - {day: 40, tone: b, tell: [finance], letter: formal}\n", 5, "without a firm letter at least 8 days before"},
		{"a formal notice too soon after the firm letter", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: firm}\n      - {day: 10, tone: b, tell: [finance], letter: formal}\n", 5, "without a firm letter at least 8 days before"},
		{"a formal notice by itself", "ladders:\n  default:\n    stages:\n      - {day: 3, tone: a, tell: [finance], letter: firm}\n      - {day: 40, tone: b, tell: [finance], letter: formal, mail: auto}\n", 5, "two people approve each"},
		{"a thank-you note that goes nowhere", "letters: {thank_you: maybe}\n", 1, "expected off, draft, approve or auto"},
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

func TestReadPolicyTellsOfEverythingThatIsWrong(t *testing.T) {
	_, err := reminders.ReadPolicy([]byte("on_it_days: -1\nholidays: {countries: [XX, YY]}\ncontact_gap_days: 9999\n"))
	var lines []int
	for _, e := range reminders.PolicyErrors(err) {
		lines = append(lines, e.Line)
		if e.Text("fr") == e.Text("en") || e.Text("fr") == "" {
			t.Errorf("in French: %q", e.Text("fr"))
		}
	}
	if diff := cmp.Diff([]int{1, 2, 2, 3}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}
