package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// acmeCase is the channel's message about Acme, which lists its invoices as
// the reminders do: the oldest first.
func acmeCase(t *testing.T, lines ...bot.Line) bot.Message {
	t.Helper()
	for i := range lines {
		lines[i].Number, lines[i].Customer, lines[i].CustomerKey = strings.ToUpper(string(lines[i].Invoice)), "Acme", "acme"
	}
	m, err := bot.Compose(bot.Content{Kind: "case", Book: "main", Language: "en", Case: &bot.Case{Customer: "acme", Name: "Acme", Lines: lines}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// inDispute notes that INV-1 is disputed.
func inDispute() []ledger.Change {
	return append(smallBook(), ledger.Change{ID: "dispute", At: start, Source: ledger.SourceSheet, Invoice: "inv-1", Field: ledger.FieldDispute, New: ledger.Text("wrong price")})
}

func TestAClickOnACustomersMessageActsOnAllThatIsChased(t *testing.T) {
	for _, tt := range []struct {
		story string
		book  []ledger.Change
		who   string
		taken []string
		says  []string
	}{
		{
			"both invoices are chased, both are taken", smallBook(), sophie,
			[]string{"INV-1", "INV-2"},
			[]string{"Sophie Marchand is on it until 26 November 2026: *INV-1*, *INV-2*"},
		},
		{
			"the disputed one, listed first, is left as it is", inDispute(), camille,
			[]string{"INV-2"},
			[]string{"Camille Laurent s’en occupe jusqu’au 26 novembre 2026\u00a0: *INV-2*", "Laissée telle quelle\u00a0:\n• *INV-1* · En litige\u00a0: wrong price"},
		},
		{"who looks after neither may not", smallBook(), marcus, nil, []string{"Camille Laurent"}},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t, tt.book...)
			m := acmeCase(t, bot.Line{Invoice: "inv-1"}, bot.Line{Invoice: "inv-2"})
			got := r.click(tt.who, m, "take").Text
			for _, want := range tt.says {
				if !strings.Contains(got, want) {
					t.Errorf("it says %q, without %q", got, want)
				}
			}
			var taken []string
			for _, number := range []string{"INV-1", "INV-2", "INV-3"} {
				if r.invoice(number).TakenBy != "" {
					taken = append(taken, number)
				}
			}
			if !slices.Equal(taken, tt.taken) {
				t.Errorf("taken: %v, not %v", taken, tt.taken)
			}
			r.sound()
		})
	}
}

func TestASecondClickOnACustomersMessageSaysWhoIsOnIt(t *testing.T) {
	r := newRig(t)
	m := acmeCase(t, bot.Line{Invoice: "inv-1"}, bot.Line{Invoice: "inv-2"})
	r.click(sophie, m, "take")
	before := len(r.journal.changes)
	got := r.click(helene, m, "take").Text
	if !strings.Contains(got, "Nothing changed") || !strings.Contains(got, "*INV-2* · Sophie Marchand is on it until") {
		t.Errorf("the second reads %q", got)
	}
	if len(r.journal.changes) != before {
		t.Error("the second click recorded something")
	}
	r.sound()
}

func TestAPromiseOfSeveralInvoices(t *testing.T) {
	for _, tt := range []struct {
		story    string
		chosen   []string
		promised []string
		says     string
	}{
		{"what is chased is ticked; the disputed one isn't", nil, []string{"INV-2"}, "noted a promise by 4 December 2026: *INV-2*, €500.00 in all"},
		{"the disputed one may be added", []string{"inv-1", "inv-2"}, []string{"INV-1", "INV-2"}, "*INV-1*, *INV-2*, €1,700.00 in all"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t, inDispute()...)
			m := acmeCase(t, bot.Line{Invoice: "inv-1"}, bot.Line{Invoice: "inv-2"})
			r.click(sophie, m, "promise")
			ticked := tt.chosen
			if ticked == nil {
				ticked = tickedAtFirst(t, r.slack.view(t))
			}
			reply := r.fill(sophie, "V1", map[string]bot.Input{"which": {Ticked: ticked}, "day": {Date: "2026-12-04"}})
			if len(reply.Errors) > 0 {
				t.Fatal(reply.Errors)
			}
			if got := r.slack.last().m.Text; !strings.Contains(got, tt.says) {
				t.Errorf("it says %q", got)
			}
			var promised []string
			for _, number := range []string{"INV-1", "INV-2"} {
				if !r.invoice(number).PromisedOn.IsZero() {
					promised = append(promised, number)
				}
			}
			if !slices.Equal(promised, tt.promised) {
				t.Errorf("promised: %v", promised)
			}
			r.sound()
		})
	}
}

func TestAPromiseOfSeveralInvoicesSaysWhatIsWrong(t *testing.T) {
	r := newRig(t)
	r.click(sophie, acmeCase(t, bot.Line{Invoice: "inv-1"}, bot.Line{Invoice: "inv-2"}), "promise")
	if got := r.fill(sophie, "V1", map[string]bot.Input{"which": {}, "day": {Date: "2026-12-04"}}).Errors["which"]; got != "Choose at least one invoice." {
		t.Errorf("without any: %q", got)
	}
	if got := r.fill(sophie, "V1", map[string]bot.Input{"which": {Ticked: []string{"inv-1"}}, "day": {Date: "2026-11-01"}}).Errors["day"]; !strings.Contains(got, "too early") {
		t.Errorf("a day gone by: %q", got)
	}
	if got := r.fill(marcus, "V1", map[string]bot.Input{"which": {Ticked: []string{"inv-1"}}, "day": {Date: "2026-12-04"}}).Errors; len(got) == 0 || !r.invoice("INV-1").PromisedOn.IsZero() {
		t.Error("somebody else's invoice was promised")
	}
	r.sound()
}

// A button holds some fifty invoices, a list of boxes ten.
func TestACustomerWithManyInvoicesStaysWithinSlacksLimits(t *testing.T) {
	changes := []ledger.Change{person("Camille Laurent", "camille@example.com")}
	var lines []bot.Line
	for i := range 300 {
		number := fmt.Sprintf("INV-%04d", i)
		changes = append(changes, invoice(number, "Acme", "Camille Laurent", 1000, "EUR", "2026-09-01", "2026-10-01"))
		lines = append(lines, bot.Line{Invoice: ledger.KeyOf(number)})
	}
	r := newRig(t, changes...)
	m := acmeCase(t, lines...)
	r.click(sophie, m, "promise")
	if list := tickedAtFirst(t, r.slack.view(t)); len(list) < 40 {
		t.Errorf("%d invoices in the form", len(list))
	}
	r.click(sophie, m, "take")
	if r.invoice("INV-0039").TakenBy == "" {
		t.Error("the fortieth wasn't taken")
	}
	r.sound()
}

// tickedAtFirst are the invoices chosen when the form opens.
func tickedAtFirst(t *testing.T, v slack.ModalViewRequest) []string {
	t.Helper()
	for _, block := range v.Blocks.BlockSet {
		input, ok := block.(*slack.InputBlock)
		if !ok || input.BlockID != "which" {
			continue
		}
		var options []*slack.OptionBlockObject
		switch e := input.Element.(type) {
		case *slack.CheckboxGroupsBlockElement:
			options = e.InitialOptions
		case *slack.MultiSelectBlockElement:
			options = e.InitialOptions
		}
		var list []string
		for _, o := range options {
			list = append(list, o.Value)
		}
		return list
	}
	t.Fatal("the form has no list of invoices")
	return nil
}
