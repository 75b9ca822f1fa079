package bot_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// newInvoice is the form as a person fills it.
func newInvoice(change map[string]bot.Input) map[string]bot.Input {
	values := map[string]bot.Input{
		"number": {Text: "INV-9"}, "customer": {Text: "Acme"}, "sure": {}, "amount": {Text: "1 234,50"}, "day": {Date: "2026-11-20"},
		"due": {Date: "2026-12-20"}, "salesperson": {Option: "Marcus Reed"}, "text": {Text: "by post"},
	}
	maps.Copy(values, change)
	return values
}

func TestAnInvoiceIsAdded(t *testing.T) {
	for _, tt := range []struct {
		story string
		who   string
		said  map[string]bot.Input
		field string // under which it is refused
		says  string
	}{
		{"with all there is to say", sophie, nil, "", ""},
		{"by a manager", helene, nil, "", ""},
		{"by a salesperson: not theirs to do", camille, nil, "number", "finance"},
		{"under a number that is taken", sophie, map[string]bot.Input{"number": {Text: "inv-1"}}, "number", "There is an invoice INV-1 already"},
		{"without a customer", sophie, map[string]bot.Input{"customer": {}}, "customer", "needs a customer"},
		{"of a customer who is nearly another", sophie, map[string]bot.Input{"customer": {Text: "Initec"}}, "customer", "“Initech”"},
		{"who is another, on a person's word", sophie, map[string]bot.Input{"customer": {Text: "Initec"}, "sure": {Ticked: []string{"sure"}}}, "", ""},
		{"over an amount that could be two", sophie, map[string]bot.Input{"amount": {Text: "1,23,4"}}, "amount", "is not an amount"},
		{"in dollars", sophie, map[string]bot.Input{"amount": {Text: "$1,234.50"}}, "", ""},
		{"issued in another century", sophie, map[string]bot.Input{"day": {Date: "2126-11-20"}}, "day", "too far away"},
		{"due before it was issued", sophie, map[string]bot.Input{"due": {Date: "2026-11-01"}}, "due", "before it was issued"},
		{"due in ten years", sophie, map[string]bot.Input{"due": {Date: "2036-11-01"}}, "due", "too far away"},
		{"without a due date", sophie, map[string]bot.Input{"due": {}}, "", ""},
		{"for nobody", sophie, map[string]bot.Input{"salesperson": {Option: "-"}}, "", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			r.command(sophie, "/relance add INV-9 Acme")
			values := newInvoice(tt.said)
			reply := r.fill(tt.who, "V1", values)
			if tt.field != "" {
				if !strings.Contains(reply.Errors[tt.field], tt.says) {
					t.Fatalf("refused with %v, want %q under %s", reply.Errors, tt.says, tt.field)
				}
				if _, there := r.keeper.Book().Invoice("inv-9"); there {
					t.Error("it was added all the same")
				}
				return
			}
			if len(reply.Errors) > 0 {
				t.Fatal(reply.Errors)
			}
			inv := r.invoice("INV-9")
			if inv.Amount.Minor != 123450 || inv.Notes != "by post" || inv.Customer != values["customer"].Text {
				t.Errorf("added as %+v", inv)
			}
			if last := r.slack.last(); !strings.Contains(last.m.Text, "Added by") || !strings.Contains(last.m.Text, "INV-9") {
				t.Errorf("answered %q", last.m.Text)
			}
			seq := r.keeper.Book().Seq()
			if again := r.fill(tt.who, "V1", values); len(again.Errors) > 0 || r.keeper.Book().Seq() != seq {
				t.Errorf("handed in twice: %v, %d changes more", again.Errors, r.keeper.Book().Seq()-seq)
			}
			r.sound()
		})
	}
}

func TestOnlyWhoMayIsOfferedTheFormOfANewInvoice(t *testing.T) {
	r := newRig(t)
	m := r.command(camille, "/relance ajouter")
	if len(r.slack.views) > 0 || !strings.Contains(m.Text, "finance") {
		t.Errorf("a salesperson is shown %q", m.Text)
	}
}

func TestAnInvoiceIsEdited(t *testing.T) {
	for _, tt := range []struct {
		story  string
		who    string
		values map[string]bot.Input
		says   string
		check  func(inv *ledger.Invoice) bool
	}{
		{
			"finance moves the due date", sophie,
			map[string]bot.Input{"due": {Date: "2026-12-31"}, "salesperson": {Option: "Camille Laurent"}, "text": {}},
			"due 31 Dec", func(inv *ledger.Invoice) bool { return inv.Due == day("2026-12-31") },
		},
		{
			"a manager hands it to a colleague", helene,
			map[string]bot.Input{"due": {Date: "2026-10-14"}, "salesperson": {Option: "Marcus Reed"}, "text": {}},
			"salesperson Marcus Reed", func(inv *ledger.Invoice) bool { return inv.Salesperson == "Marcus Reed" },
		},
		{
			"to nobody", helene,
			map[string]bot.Input{"due": {Date: "2026-10-14"}, "salesperson": {Option: "-"}, "text": {}},
			"salesperson –", func(inv *ledger.Invoice) bool { return inv.Salesperson == "" },
		},
		{
			"its salesperson notes something", camille,
			map[string]bot.Input{"text": {Text: "rappeler lundi"}},
			"notes", func(inv *ledger.Invoice) bool { return inv.Notes == "rappeler lundi" },
		},
		{
			"and can't move the due date by a forged form", camille,
			map[string]bot.Input{"due": {Date: "2027-01-31"}, "text": {}},
			"", func(inv *ledger.Invoice) bool { return inv.Due == day("2026-10-14") },
		},
		{
			"nothing was changed", sophie,
			map[string]bot.Input{"due": {Date: "2026-10-14"}, "salesperson": {Option: "Camille Laurent"}, "text": {}},
			"", func(inv *ledger.Invoice) bool { return inv.Due == day("2026-10-14") && inv.Notes == "" },
		},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r := newRig(t)
			r.click(tt.who, r.command(tt.who, "/relance INV-1"), "edit")
			if reply := r.fill(tt.who, "V1", tt.values); len(reply.Errors) > 0 {
				t.Fatal(reply.Errors)
			}
			if inv := r.invoice("INV-1"); !tt.check(inv) {
				t.Errorf("it is %+v", inv)
			}
			if got := r.slack.last().m.Text; !strings.Contains(got, tt.says) {
				t.Errorf("answered %q, want %q", got, tt.says)
			}
			r.sound()
		})
	}
}

func TestNotesTooLongForTheFormAreLeftAlone(t *testing.T) {
	r := newRig(t)
	long := strings.Repeat("note ", 400)
	if _, err := r.keeper.Record(t.Context(), ledger.Change{
		ID: "n", At: start, Source: ledger.SourceSheet, Invoice: "inv-1", Field: ledger.FieldNotes, New: ledger.Text(long),
	}); err != nil {
		t.Fatal(err)
	}
	r.click(sophie, r.command(sophie, "/relance INV-1"), "edit")
	if reply := r.fill(sophie, "V1", map[string]bot.Input{"due": {Date: "2026-12-31"}, "text": {Text: "cut"}}); len(reply.Errors) > 0 {
		t.Fatal(reply.Errors)
	}
	if inv := r.invoice("INV-1"); inv.Notes != long || inv.Due != day("2026-12-31") {
		t.Errorf("it is %+v", inv)
	}
}

func TestAListThatIsOnlyReadIsNotAddedTo(t *testing.T) {
	r := newRigWith(t, func(o *bot.BookOptions) { o.Listed = true })
	if m := r.command(sophie, "/relance add INV-9"); len(r.slack.views) > 0 || !strings.Contains(m.Text, "comes from your accounting") {
		t.Errorf("answered %q", m.Text)
	}
	r.click(sophie, r.command(sophie, "/relance INV-1"), "edit")
	reply := r.fill(sophie, "V1", map[string]bot.Input{"due": {Date: "2026-12-31"}, "salesperson": {Option: "Marcus Reed"}, "text": {}})
	if inv := r.invoice("INV-1"); len(reply.Errors) > 0 || inv.Due != day("2026-10-14") || inv.Salesperson != "Marcus Reed" {
		t.Errorf("%v; it is %+v", reply.Errors, inv)
	}
	r.sound()
}
