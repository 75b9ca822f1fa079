package sheets

import (
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// takeRows merges the known rows three ways.
func (p *planner) takeRows() {
	start := len(p.out.Changes)
	for _, r := range p.sortedRows() {
		if _, known := p.Rows[r.Key]; !known && p.out.Rows[r.Key] == nil {
			continue
		}
		inv, ok := p.book.Invoice(r.Key)
		if !ok {
			continue // the book lost it: added again as new
		}
		if r.same && p.Rows[r.Key].Tab == r.tab.Role {
			continue
		}
		p.takeRow(r, inv)
	}
	p.settle(start)
}

func (p *planner) takeRow(r *sheetRow, inv *ledger.Invoice) {
	base := p.base(r.Key)
	if base.Tab != r.tab.Role {
		p.arrive(r, base)
	}
	if base.Asked {
		base.Asked = p.checkBalance(r)
	}
	p.merge(r, inv, base)
}

// merge takes what a person moved in a row, and advances its baseline.
func (p *planner) merge(r *sheetRow, inv *ledger.Invoice, base *BaseRow) {
	clean := len(r.Bad) == 0
	for _, f := range r.fields() {
		at, mapped := r.tab.Columns.Index(f)
		if _, bad := r.Bad[f]; bad || mapped && p.protected(r.Key, f, cellAt(r.cells(), at)) {
			clean = false
			continue // quarantined: baseline untouched
		}
		delete(base.Over, f)
		sheet, ok := r.Values[f]
		if !ok || f == ledger.FieldPaid && r.tab.Role != tabFollow { // see plan_payments.go
			continue
		}
		was, mine := base.Values[f], inv.Value(f)
		if sheet == was {
			continue
		}
		if f == ledger.FieldNumber && r.tab.Role == tabFollow {
			base.Values[f] = sheet // the same number, written another way
			continue
		}
		if ownerIn(r.tab.Role, f) == OwnerBot {
			p.takeBotCell(r, inv, f, sheet, was)
			base.Values[f] = sheet
			continue
		}
		base.Values[f] = sheet
		if sheet == mine {
			continue // both moved to the same value
		}
		// What was said in Slack never reached a tab that is only read: who moved
		// its cell did not type over it.
		if (mine != was || p.missed[cellID{r.Key, f}]) && !r.tab.ReadOnly && !(was.IsEmpty() && saysNothing(mine)) {
			p.conflict(r.Key, f, sheet, mine)
		}
		p.change(ledger.Change{Invoice: r.Key, Field: f, Old: mine, New: sheet})
	}
	base.Twin = base.Twin && len(base.Over) > 0
	maps.DeleteFunc(base.Back, func(f ledger.Field, _ Back) bool {
		_, waits := r.back[f]
		return r.tab.Columns.Has(f) && !waits // a person typed there
	})
	base.Hash, base.Header = 0, 0
	if clean && len(r.back) == 0 {
		base.Hash, base.Header = r.Hash, r.tab.Hash
	}
}

// arrive notes that a row was moved here from another tab. What this tab has no
// column for was not cleared: the book keeps it, and writes it where there is a
// column again.
func (p *planner) arrive(r *sheetRow, base *BaseRow) {
	fields := r.fields()
	maps.DeleteFunc(base.Values, func(f ledger.Field, _ ledger.Value) bool { return !slices.Contains(fields, f) })
	base.Tab = r.tab.Role
}

// fields are the mapped fields, with the currency, which every row has.
func (r *sheetRow) fields() []ledger.Field {
	fields := r.tab.Columns.Fields()
	if !slices.Contains(fields, ledger.FieldCurrency) {
		fields = append(fields, ledger.FieldCurrency)
	}
	for _, f := range []ledger.Field{ledger.FieldAmount, ledger.FieldDue} {
		// Not columns, and yet read: a balance stands for the amount, terms give
		// the due date.
		if _, read := r.Values[f]; read && !r.tab.Columns.Has(f) {
			fields = append(fields, f)
		}
	}
	return fields
}

// saysNothing tells the value that the book has for a cell nobody could read
// yet: an amount there is zero, of no currency, and nobody said so.
func saysNothing(v ledger.Value) bool {
	return v.IsEmpty() || v.Kind() == ledger.KindMoney && v.Money().IsZero()
}

func (p *planner) conflict(k ledger.Key, f ledger.Field, sheet, mine ledger.Value) {
	author := ""
	if p.Author != nil {
		author = p.Author(k, f)
	}
	p.out.Conflicts = append(p.out.Conflicts, Conflict{
		ID: p.Cycle + "/" + string(k) + "/" + string(f), At: p.Now, Invoice: k, Field: f, Sheet: sheet, Mine: mine, Author: author,
	})
}

// stopWords opt an invoice out when typed into its stage.
var stopWords = []string{"stop", "stoppé", "arrêt", "arrêter", "never", "jamais"}

const stopWord = "stop"

func isStop(v ledger.Value) bool {
	return slices.Contains(stopWords, strings.ToLower(strings.TrimSpace(v.Text())))
}

// takeBotCell hears what a person typed into a cell of the bot: "stop" in
// stage opts out, a date in next reminder is a snooze. Anything else is put
// back by writeRows and reported there.
func (p *planner) takeBotCell(r *sheetRow, inv *ledger.Invoice, f ledger.Field, sheet, was ledger.Value) {
	switch f {
	case ledger.FieldStage:
		stopped := isStop(sheet)
		wasStop := isStop(was)
		if stopped && !inv.OptOut || wasStop && !stopped && inv.OptOut {
			p.change(ledger.Change{Invoice: r.Key, Field: ledger.FieldOptOut, Old: ledger.Bool(inv.OptOut), New: ledger.Bool(stopped)})
		}
	case ledger.FieldNextReminder:
		if day := sheet.Date(); !day.IsZero() && day != inv.NextReminder {
			p.change(ledger.Change{Invoice: r.Key, Field: ledger.FieldSnoozedUntil, Old: ledger.Day(inv.SnoozedUntil), New: sheet})
			p.change(ledger.Change{Invoice: r.Key, Field: ledger.FieldNextReminder, Old: ledger.Day(inv.NextReminder), New: sheet})
		}
	}
}

// takeDeleted forgets invoices whose row is gone, unless someone in Slack has
// edited them since: edit beats delete, and the row is inserted again. What
// only the bot wrote never brings a row back.
func (p *planner) takeDeleted(vanished []ledger.Key) {
	if p.OpenItems {
		p.takeLeft(vanished)
		p.takeReturned()
		return
	}
	start := len(p.out.Changes)
	for _, k := range vanished {
		inv, ok := p.book.Invoice(k)
		if ok && !p.FollowUp && p.editedInSlack(k, inv) {
			p.resurrect(k, inv)
			continue
		}
		p.out.Rows[k] = nil
		if q, asked := p.Questions[k]; asked && len(q.Doubts) == 0 {
			p.out.Questions[k] = nil // what is asked of its payments waits with them
		}
		if ok {
			p.leave(inv, p.Sheet.Archived[k])
		}
	}
	p.forgetPast()
	p.settle(start)
}

func (p *planner) editedInSlack(k ledger.Key, inv *ledger.Invoice) bool {
	base := p.Rows[k]
	for f, was := range base.Values {
		recalled := was.IsEmpty() && inv.Value(f) == base.Recalled[f]
		if OwnerOf(f) != OwnerBot && f != ledger.FieldNumber && f != ledger.FieldPaid && inv.Value(f) != was && !recalled {
			return true
		}
	}
	for _, pay := range inv.Payments {
		if _, known := p.Payments[pay.ID]; !known && isSlackPayment(pay) {
			return true
		}
	}
	return false
}

func isSlackPayment(p ledger.Payment) bool {
	return p.Source == ledger.PaymentFromSlack || p.Source == ledger.PaymentFromBank || p.Source == ledger.PaymentReversal
}

func (p *planner) resurrect(k ledger.Key, inv *ledger.Invoice) {
	tab := p.Sheet.tab(p.Rows[k].Tab)
	if tab == nil || !tab.OK {
		tab = p.Sheet.newest()
	}
	p.insertInvoice(tab, inv)
	// The baseline stays until the row has been proven written; until then it
	// is missing in each read and this is planned again.
}

func invoiceRecord(inv *ledger.Invoice) ledger.Value {
	fields := ledger.Fields{}
	for _, f := range ledger.RowFields {
		if v := inv.Value(f); !v.IsEmpty() {
			fields[f] = v
		}
	}
	return ledger.Record(fields)
}

// addRows takes invoices that are new. What they carry in the cells of the bot
// (stage, last reminder) is history from before the store was lost, or typed
// by hand, and is believed.
func (p *planner) addRows(fresh []*sheetRow) {
	start := len(p.out.Changes)
	var late []ledger.Key
	isFresh := make(map[*sheetRow]bool, len(fresh))
	for _, r := range fresh {
		isFresh[r] = true
	}
	for _, r := range p.sortedRows() {
		inv, inBook := p.book.Invoice(r.Key)
		isNew := isFresh[r] || !inBook
		if !isNew {
			continue
		}
		if p.strayUnderNewKey(r) {
			p.setAside(r.Key, r)
			continue
		}
		base := p.base(r.Key)
		base.Values, base.Tab = cloneValues(r.Values), r.tab.Role
		if len(r.Bad) == 0 {
			base.Hash, base.Header = r.Hash, r.tab.Hash
		}
		delete(base.Values, ledger.FieldPaid) // opened by plan_payments.go
		if inBook {                           // the baseline was lost, the journal was not
			p.meetBook(r, inv)
			continue
		}
		if base.Asked = p.First && p.checkBalance(r); base.Asked {
			base.Hash, base.Header = 0, 0
		}
		fields := newFields(r)
		p.followed(r.Key, fields)
		payments := p.remember(r, fields)
		p.change(ledger.Change{Invoice: r.Key, Field: ledger.FieldInvoice, New: ledger.Record(fields)})
		for _, pay := range payments {
			p.paymentChange(nil, &pay)
		}
		if p.lateWhenSeen(r) {
			late = append(late, r.Key)
		}
	}
	// What is late when first seen waits for Start chasing: an adopted sheet,
	// a paste of three hundred rows.
	if p.First || len(late) > lateAtOnce {
		p.out.Waiting = len(late)
		for _, k := range late {
			p.change(ledger.Change{Invoice: k, Field: ledger.FieldWaiting, New: ledger.Bool(true), Source: ledger.SourceBot})
		}
	}
	p.settle(start)
}

// lateAtOnce is how many new late invoices in one cycle are still everyday work.
const lateAtOnce = 10

// meetBook merges a row whose baseline is gone with what the book knows: the
// sheet wins where it says something.
func (p *planner) meetBook(r *sheetRow, inv *ledger.Invoice) {
	for _, f := range r.fields() {
		sheet, ok := r.Values[f]
		if _, bad := r.Bad[f]; bad || !ok || f == ledger.FieldPaid || OwnerOf(f) == OwnerBot || sheet == inv.Value(f) {
			continue
		}
		if sheet.IsEmpty() {
			continue // the bot's word has not reached the sheet
		}
		if addedElsewhere(inv) {
			p.conflict(r.Key, f, sheet, inv.Value(f)) // two people added it, and differ
		}
		p.change(ledger.Change{Invoice: r.Key, Field: f, Old: inv.Value(f), New: sheet})
	}
}

func newFields(r *sheetRow) ledger.Fields {
	fields := ledger.Fields{}
	for f, v := range r.Values {
		if _, bad := r.Bad[f]; bad || v.IsEmpty() {
			continue
		}
		switch f {
		case ledger.FieldPaid, ledger.FieldBalance, ledger.FieldDaysLate, ledger.FieldCheck:
		case ledger.FieldStage:
			if isStop(v) {
				fields[ledger.FieldOptOut] = ledger.Bool(true)
			} else if _, err := ledger.ParseStage(v.Text()); err == nil {
				fields[f] = v
			}
		case ledger.FieldLastReminder, ledger.FieldNextReminder:
			if !v.Date().IsZero() {
				fields[f] = v
			}
		default:
			fields[f] = v
		}
	}
	r.History.into(fields)
	return fields
}

func (p *planner) lateWhenSeen(r *sheetRow) bool {
	due, amount := r.Values[ledger.FieldDue].Date(), r.Values[ledger.FieldAmount].Money()
	if _, bad := r.Bad[ledger.FieldDue]; bad || due.IsZero() || !due.Before(p.Today) || !amount.IsPositive() {
		return false
	}
	paid := r.openedWith(p.First).Money()
	if !r.tab.showsPaid() && !r.Values[ledger.FieldPaidOn].IsEmpty() {
		return false
	}
	return paid.Currency != amount.Currency || paid.Minor < amount.Minor
}
