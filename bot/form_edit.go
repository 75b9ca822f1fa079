package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// formEdit is the modal in which an invoice's salesperson, due date and notes
// are changed. Who only follows an invoice may change its notes.
const formEdit form = "form_edit"

func (v voice) editFields(q formView) []slack.Block {
	inv := q.Invoice
	var blocks []slack.Block
	if q.MayEdit && !q.Listed {
		blocks = append(blocks, v.dateField(fieldDue, "form_due", inv.Due))
	}
	if q.MayEdit {
		blocks = append(blocks, v.personField(q.People, q.Owner))
	}
	if notesFit(inv) {
		return append(blocks, v.textField("form_notes", inv.Notes, true))
	}
	// Longer than a field takes: to hand it in would cut them.
	return append(blocks, section(v.mark("form_notes_long")))
}

func notesFit(inv *ledger.Invoice) bool { return utf8.RuneCountInString(inv.Notes) <= maxTyped }

// edited is what was changed of an invoice; nil leaves a field as it is.
type edited struct {
	due   *ledger.Date
	sales *string
	notes *string
}

// readEdit takes what differs from what the form showed.
func (b *Bot) readEdit(v viewer, s Submission, inv *ledger.Invoice) (doing, error) {
	var d edited
	if v.may(edit, inv) {
		due, err := readDay(s, fieldDue)
		if err != nil {
			return nil, err
		}
		if !due.IsZero() && due != inv.Due && !v.book.Listed {
			d.due = &due
		}
		owner := ownerOption(v.book.Desk.Book(), inv)
		if name, picked := typedPerson(s.Values[fieldSales]); picked && name != owner {
			d.sales = &name
		}
	}
	if in, shown := s.Values[fieldText]; shown && notesFit(inv) && strings.TrimSpace(in.Text) != strings.TrimSpace(inv.Notes) {
		d.notes = &in.Text
	}
	return d, nil
}

// ownerOption is the salesperson as the form's list names them.
func ownerOption(b *ledger.Book, inv *ledger.Invoice) string {
	if p, ok := b.FindPerson(inv.Salesperson); ok && p.Name != "" {
		return p.Name
	}
	return inv.Salesperson
}

func (d edited) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	var all []ledger.Change
	add := func(changes []ledger.Change, err error) error {
		all = append(all, changes...)
		return err
	}
	if d.due != nil {
		if err := add(act.SetDue(b, inv.Key, *d.due, today)); err != nil {
			return nil, fieldError{fieldDue, err}
		}
	}
	if d.sales != nil {
		if err := add(act.Assign(b, inv.Key, *d.sales)); err != nil {
			return nil, fieldError{fieldSales, err}
		}
	}
	if d.notes != nil {
		if err := add(act.Note(b, inv.Key, *d.notes)); err != nil {
			return nil, fieldError{fieldText, err}
		}
	}
	return all, nil
}

func (d edited) done(v voice, actor string, _ *ledger.Invoice) string {
	var parts []string
	if d.due != nil {
		parts = append(parts, v.mark("done_edit_due", with{"Day": *d.due}))
	}
	if d.sales != nil {
		parts = append(parts, v.mark("done_edit_sales", with{"Owner": orDash(*d.sales)}))
	}
	if d.notes != nil {
		parts = append(parts, v.mark("done_edit_notes"))
	}
	return v.mark("done_edit", with{"Who": actor, "What": ready(strings.Join(parts, ", "))})
}
