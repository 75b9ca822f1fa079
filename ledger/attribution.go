package ledger

import (
	"slices"
	"time"
)

// Attribution is who last said something of an invoice, and when, as the journal
// tells: somebody in Slack, or in the sheet, which seldom says who.
type Attribution struct {
	Field Field
	By    string // a Slack user id, SourceSheet, or what Google tells of an editor
	At    time.Time
}

// attributedFields are those of which an invoice remembers who said them: what
// holds its reminders back. Who recorded a payment is remembered as well.
var attributedFields = []Field{
	FieldPromisedOn, FieldDispute, FieldSnoozedUntil, FieldTakenUntil, FieldSaysPaidUntil, FieldOptOut,
	FieldPlan, FieldRepliedUntil, FieldCallAgain, FieldStanding,
}

// Attribution is who said a field's value, where one stands; FieldPayment is the
// last payment.
func (inv *Invoice) Attribution(f Field) (Attribution, bool) {
	i := slices.IndexFunc(inv.Attributions, func(a Attribution) bool { return a.Field == f })
	if i < 0 {
		return Attribution{}, false
	}
	return inv.Attributions[i], true
}

// heard notes who said a field, of which a change was just set; what was taken
// back is nobody's word any more. Invoices are shared, so the list is new.
func (inv *Invoice) heard(f Field, v Value, c Change) {
	if c.IsBookkeeping() || f != FieldPayment && !slices.Contains(attributedFields, f) {
		return
	}
	list := slices.DeleteFunc(slices.Clone(inv.Attributions), func(a Attribution) bool { return a.Field == f })
	if !v.IsEmpty() {
		list = append(list, Attribution{f, c.Actor, c.At})
	}
	inv.Attributions = list
}

// heardAll is heard of a whole record, which replaces old's; old may be nil.
func (inv *Invoice) heardAll(old *Invoice, c Change) {
	if old != nil {
		inv.Attributions = old.Attributions
	}
	for _, f := range attributedFields {
		var was Value
		if old != nil {
			was = old.Value(f)
		}
		if now := inv.Value(f); now != was {
			inv.heard(f, now, c)
		}
	}
}
