package sheets

import (
	"encoding/json"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// paidStyle is how people say in a tab's column of payments that an invoice is
// paid. Where they say it in words, the bot says it in their word: a payment in
// full writes it, a part leaves the cell as it is, for the column can't say it.
// A cell that holds an amount goes on holding amounts.
type paidStyle struct {
	Amounts bool `json:"amounts,omitempty"` // some cell holds one: it is a column of amounts
	Words   bool `json:"words,omitempty"`
	Full    any  `json:"full,omitempty"` // what they write for paid: a text, or true in a tick box
	Open    any  `json:"open,omitempty"` // and for not paid; nil: nothing
}

func (s paidStyle) decided() bool { return s.Amounts || s.Words }

// paidStyleOf learns the style from rows that were decoded. A blank column is
// what its header says.
func paidStyleOf(t *tabRead, rows []*sheetRow, language string) paidStyle {
	if !t.Columns.Has(ledger.FieldPaid) {
		return paidStyle{}
	}
	counts, best := map[any]int{}, map[paidSays]any{}
	for _, r := range rows {
		if r.tab != t || r.same {
			continue
		}
		if r.Word.Says == "" && !r.Values[ledger.FieldPaid].IsEmpty() {
			return paidStyle{Amounts: true}
		}
		if r.Word.Says != saysPaid && r.Word.Says != saysOpen {
			continue
		}
		word := r.Word.cell()
		if counts[word]++; best[r.Word.Says] == nil || counts[word] > counts[best[r.Word.Says]] {
			best[r.Word.Says] = word
		}
	}
	if len(counts) == 0 && !saysStatus(t.Columns) {
		return paidStyle{}
	}
	style := paidStyle{Words: true, Full: best[saysPaid], Open: best[saysOpen]}
	if style.Full == nil {
		style.Full = fullWord(style.Open, language)
	}
	return style
}

// cell is what a person would put into a cell to say the word.
func (w paidWord) cell() any {
	if w.Tick {
		return w.Says == saysPaid
	}
	return w.Word
}

// fullWord says paid in a column where nobody has yet: as it says not paid.
func fullWord(open any, language string) any {
	switch word := open.(type) {
	case bool:
		return true
	case string:
		switch spokenWords(word) {
		case "non":
			return "oui"
		case "no":
			return "yes"
		case "n":
			if language == "fr" {
				return "o"
			}
			return "y"
		}
	}
	if language == "fr" {
		return "Payée"
	}
	return "Paid"
}

// saysStatus tells that the header of payments asks for a word: "Statut",
// "Payé ?", "Réglé (O/N)".
func saysStatus(columns Columns) bool {
	header := columns.Header(ledger.FieldPaid)
	if columns.Why(ledger.FieldPaid) == MatchStatus || strings.HasSuffix(strings.TrimSpace(header), "?") {
		return true
	}
	_, inside, _, ok := cutBrackets(header)
	return ok && headerUnits[squeeze(inside)] && squeeze(inside) != "ttc"
}

// learnPaid notes the style of each tab whose columns are new or had not shown
// it yet.
func (c *cycle) learnPaid(read *sheetRead) {
	for _, t := range read.Invoices {
		mark := c.state.mark.Watched[t.Role]
		if !t.OK || mark.Header == t.Hash && mark.Paid.decided() {
			continue
		}
		mark.Paid = paidStyleOf(t, read.Rows, c.Language)
		c.state.mark.setTab(t.Role, mark)
	}
}

// isPaidInFull tells whether a word for paid is true of an invoice.
func isPaidInFull(inv *ledger.Invoice) bool {
	if inv.IsCredit() {
		return !inv.Paid().IsZero() && inv.Unapplied().IsZero()
	}
	return !inv.Paid().IsZero() && inv.Open().IsZero()
}

// wordIn is the word in the row's cell of payments. An unchanged row is decoded
// for it.
func (p *planner) wordIn(r *sheetRow) paidWord {
	if !r.same {
		return r.Word
	}
	at, ok := r.tab.Columns.Index(ledger.FieldPaid)
	if !ok {
		return paidWord{}
	}
	word, _ := readPaidWord(cellAt(r.cells(), at), ParseOptions{}, 0)
	return word
}

// takePaidWord takes a word for paid: whatever is left was paid. It answers
// false where the cell holds none. A word that stood there before and is no
// longer true, for a payment was taken back, is the bot's to correct.
func (p *planner) takePaidWord(r *sheetRow, inv *ledger.Invoice, typed, was ledger.Value) bool {
	if !p.Paid[r.tab.Role].Words && r.Word.Says == "" {
		return false
	}
	if q := p.question(r.Key); q != nil && q.Blocks || p.wordIn(r).Says != saysPaid {
		return false
	}
	open := inv.Open()
	stood := !was.IsEmpty() && (r.same || p.Rows[r.Key].Values[ledger.FieldAmount] == r.Values[ledger.FieldAmount])
	switch {
	case !open.IsPositive() || stood:
		p.setPaid(r, typed)
		p.answered(r.Key)
	case !p.paidSeen(r.Key, typed):
		p.paidHeld[r.Key] = true
		p.base(r.Key).Hash = 0
		p.out.PaidAlone = append(p.out.PaidAlone, r.Key)
	default:
		p.setPaid(r, typed)
		p.adjust(r, inv, open)
	}
	return true
}

// writePaidWord plans the word of the column where it stands for an amount. It
// answers false where the cell is to hold an amount.
func (p *planner) writePaidWord(r *sheetRow, inv *ledger.Invoice) bool {
	style := p.Paid[r.tab.Role]
	if !style.Words {
		return false
	}
	full := isPaidInFull(inv)
	if r.Values[ledger.FieldPaid] == inv.Value(ledger.FieldPaid) && full == (!inv.Paid().IsZero()) {
		return true // it agrees, as most do
	}
	at, _ := r.tab.Columns.Index(ledger.FieldPaid)
	raw := cellAt(r.cells(), at)
	if _, amount := raw.(json.Number); amount {
		return false
	}
	says := p.wordIn(r).Says == saysPaid
	if full == says || p.protected(r.Key, ledger.FieldPaid, raw) {
		return true
	}
	w := Write{Tab: r.tab.Role, Key: r.Key, Field: ledger.FieldPaid, Row: r.Index, Col: at, Old: raw, New: Literal{Value: style.Open}, Cells: r.cells()}
	if full {
		w.New.Value, w.Value = style.Full, ledger.Amount(inv.Amount)
	}
	p.out.Writes = append(p.out.Writes, w)
	return true
}

// unshown is what a column of words can't show: a payment of a part.
func (p *planner) unshown(r *sheetRow, inv *ledger.Invoice) []Problem {
	if !p.Paid[r.tab.Role].Words || inv.Paid().IsZero() || isPaidInFull(inv) || p.owned(r, ledger.FieldPaid) {
		return nil
	}
	at, _ := r.tab.Columns.Index(ledger.FieldPaid)
	if _, amount := cellAt(r.cells(), at).(json.Number); amount || p.wordIn(r).Says == saysPart {
		return nil
	}
	return []Problem{problem(ProblemPaidUnshown, inv.Paid().String(), inv.Amount.String()).in(ledger.FieldPaid)}
}
