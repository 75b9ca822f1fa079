package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

func TestWhatPeopleTypeIsUnderstood(t *testing.T) {
	longer := append(smallBook(), person("Camille Martin", "cmartin@example.com"))
	for _, tt := range []struct {
		story, who, line, want string
		book                   []ledger.Change
	}{
		{"away takes no invoice", sophie, "/relance away", "Type it like this:", nil},
		{"a promise does", sophie, "/relance promise", "Say which invoice:", nil},
		{"managers hand over, too", camille, "/relance reassign a b", "Réservé à la finance et aux responsables", nil},
		{"a whole name with an @", sophie, "/relance reassign @Camille Laurent @Marcus Reed", "2 open invoices", nil},
		{"first names", sophie, "/relance reassign @Camille @Marcus", "2 open invoices", nil},
		{"a first name of two people", sophie, "/relance reassign Camille Marcus", "“Camille” may be Camille Laurent, Camille Martin", longer},
		{"to oneself", sophie, "/relance reassign Camille Camille", "can’t hand over to themselves", nil},
		{"a second day in the year after", sophie, "/relance away 21/12 02/01 <@" + marcus + ">", "from 21 December 2026 to 2 January 2027. `/relance away back`", nil},
		{"somebody else's absence ends with their name", sophie, "/relance away <@" + camille + "> 2026-12-01 2026-12-04 <@" + marcus + ">", "`/relance away Camille Laurent back` ends it", nil},
		{"late invoices of a whole name", sophie, "/overdue @Camille Laurent", "*Camille Laurent* has 2 late invoices", nil},
		{"and of one customer", sophie, "/overdue @Camille Laurent acme", "2 late invoices", nil},
		{"by age of a whole name", sophie, "/aging @Camille Laurent", "Camille Laurent: €1,700.00 outstanding", nil},
		{"nobody of that name", sophie, "/overdue @zoe", "Nobody in the People tab is called “zoe”. Use", nil},
		{"two of that name", sophie, "/overdue @camille", "“camille” may be Camille Laurent, Camille Martin", longer},
		{"days below none", sophie, "/overdue >-5", "“&gt;-5” is no number of days late", nil},
		{"a period of ages", sophie, "/dso 99999999", "is no period: 1 to", nil},
		{"a word in greeting", sophie, "/relance thanks", "I’m Relance", nil},
		{"no tracking number", sophie, "/relance tracking INV-1 zzz", "“zzz” is no number of a registered letter", nil},
		{"a tracking number before any letter", sophie, "/relance tracking INV-1 RK123456789FR", "Relance has sent no letter about this invoice yet", nil},
		{"who was mentioned has a name", sophie, "/relance dispute INV-1 ask <@" + camille + "|x> first", "noted a dispute: ask Camille Laurent first", nil},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t, tt.book...)
			if got := r.command(tt.who, tt.line).Text; !strings.Contains(got, tt.want) {
				t.Errorf("it says %q", got)
			}
			r.sound()
		})
	}
}

func TestSentencesAreNotCut(t *testing.T) {
	long := strings.Repeat("a sentence of the policy, ", 8) + "to its end"
	changes := append(smallBook(), ledger.Change{ID: "problem", At: start, Source: ledger.SourceSheet, Invoice: "inv-1", Field: ledger.FieldProblem, New: ledger.Text(long)})
	r := newRigWith(t, func(o *bot.BookOptions) { o.Ladders = &fakeLadders{rules: bot.Rules{Lines: []string{long}}} }, changes...)
	for _, line := range []string{"/relance ladders", "/relance INV-1"} {
		if got := shown(t, r.command(sophie, line)); !strings.Contains(got, "to its end") {
			t.Errorf("%s shows %s", line, got)
		}
	}
	r.sound()
}

func TestWhySaysWhatStandsOnTheInvoice(t *testing.T) {
	r := newRig(t, inDispute()...)
	r.command(sophie, "/relance snooze INV-1 2026-12-01")
	got := shown(t, r.command(sophie, "/relance why INV-1"))
	for _, want := range []string{"Disputed: wrong price", "Snoozed until 1 December 2026"} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q: %s", want, got)
		}
	}
}

func TestAConfirmationSaysWhatItDoes(t *testing.T) {
	r := newRig(t)
	for _, b := range buttons(r.command(sophie, "/relance INV-1")) {
		if b.ActionID == "says_paid" && (b.Confirm.Title.Text != "Customer says it’s paid?" || b.Confirm.Confirm.Text != "Customer says it’s paid") {
			t.Errorf("it asks %q and offers %q", b.Confirm.Title.Text, b.Confirm.Confirm.Text)
		}
	}
}

func TestAPlansCountIsANumber(t *testing.T) {
	r := newRig(t)
	r.command(sophie, "/relance plan INV-1")
	reply := r.fill(sophie, "V1", map[string]bot.Input{"parts": {Text: "3/"}, "day": {Date: "2026-12-01"}, "step": {Option: "month"}, "text": {}})
	if got := reply.Errors["parts"]; got != "“3/” is no number of instalments. Type a number such as 3." {
		t.Errorf("it says %q", got)
	}
}

func TestWhatToDoIsSaidOfWhatIsChasedAlone(t *testing.T) {
	for kind, want := range map[string]bool{"": true, "promise_broken": true, "promised": false, "disputed": false, "paid": false} {
		m, err := bot.Compose(bot.Content{Kind: "digest", Book: "main", Language: "en", Digest: &bot.Digest{Customers: []bot.Customer{{
			Key: "acme", Name: "Acme", Do: "friendly", Lines: []bot.Line{{Invoice: "inv-1", Number: "INV-1", Status: bot.Status{Kind: kind}}},
		}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(shown(t, m), "A friendly line"); got != want {
			t.Errorf("of what is %q it is said: %v", kind, got)
		}
	}
}

func TestAWordThatIsNoDayIsSaidInTheForm(t *testing.T) {
	r := newRig(t)
	r.command(sophie, "/relance promise INV-1 fryday")
	if got := shown(t, bot.Message{Blocks: r.slack.view(t).Blocks.BlockSet}); !strings.Contains(got, "“fryday” isn’t understood") {
		t.Errorf("the form reads %s", got)
	}
	r.sound()
}

func TestAStageSaidOnceMoreIsInWords(t *testing.T) {
	for language, want := range map[string]string{"en": "stage 6 again", "fr": "étape\u00a06, de nouveau"} {
		m, err := bot.Compose(bot.Content{Kind: "channel", Book: "main", Language: language, Post: &bot.Daily{Reached: []bot.Line{{Invoice: "inv-1", Number: "INV-1", Stage: 6, Repeat: 1}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := shown(t, m); !strings.Contains(got, want) {
			t.Errorf("it reads %s", got)
		}
	}
}
