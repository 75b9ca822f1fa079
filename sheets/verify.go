package sheets

import (
	"maps"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// verified is what an applied write turned out to have done, told by the
// copies that the same batch made.
type verified struct {
	Done    []op  // right cell, over the value we had read
	Third   []hit // right cell, over a value that a person typed meanwhile
	Stray   []hit // another cell: the sheet was sorted, or a column moved
	Crooked []op  // inserted rows whose columns had moved
	Owned   []op  // of Third: a person typed a formula
	Same    []op  // of Done: a person typed our very value meanwhile
}

// hit is a cell that holds our value and should hold a person's.
type hit struct {
	op   op
	back PutBack
}

// verify says for each op which cell it hit. A row is known by the key under
// the header, both as copied at that moment; one without a key by the rest of
// the pre-image. Nothing is concluded from where a row stood.
func (in *intent) verify(block Inspection, overrides func(tabRole) map[string]string, headers map[tabRole]int, presume presumption) verified {
	var v verified
	hits := map[tabRole]map[int]map[int]bool{}
	for _, o := range in.Ops {
		if o.Insert {
			continue
		}
		if hits[o.Tab] == nil {
			hits[o.Tab] = map[int]map[int]bool{}
		}
		if hits[o.Tab][o.Row] == nil {
			hits[o.Tab][o.Row] = map[int]bool{}
		}
		hits[o.Tab][o.Row][o.Col] = true
	}
	tops := map[tabRole][]string{}
	matched := map[tabRole]Columns{}
	for _, o := range in.Ops {
		if tops[o.Tab] == nil {
			tops[o.Tab] = headerTexts(in.header(block, o.Tab, headers[o.Tab]))
			matched[o.Tab] = columnsOf(o.Tab, tops[o.Tab], overrides(o.Tab))
		}
		texts, columns := tops[o.Tab], matched[o.Tab]
		if o.Insert {
			_, originals, _ := in.pre(block, o.Tab, o.Beside)
			var pasted []int
			if o.Cells, pasted = o.inserted(originals); !straight(o, columns, texts, in.Texts[o.Tab]) {
				v.Crooked = append(v.Crooked, o)
				continue
			}
			v.Done = append(v.Done, o)
			for _, i := range pasted {
				v.Stray = append(v.Stray, hit{op: o, back: PutBack{
					Seq: in.Seq, Tab: o.Tab, Key: keyIn(o.Tab, columns, o.Cells), Header: textAt(texts, i), Col: i, Row: o.Cells, Hit: []int{i},
					Stray: Literal{Value: o.Cells[i]}, Emptied: true, AtRow: in.Row, Field: fieldAt(columns, i), Texts: texts,
				}})
			}
			continue
		}
		values, original, at := in.pre(block, o.Tab, o.Row)
		pre := shownCells(values)
		was, formula := cellAt(pre, o.Col), ""
		if o.Col < len(original) {
			formula = original[o.Col].Formula
		}
		if formula == "" && sameCell(was, o.New.Value) && !rightPlace(o, texts, columns, pre, hits[o.Tab][o.Row]) {
			continue // it held the same
		}
		above, under, presumed := texts, columns, false
		if !columns.Has(keyField(o.Tab)) {
			if t, c, ok := presume(o.Tab, pre, hits[o.Tab][o.Row]); ok {
				above, under, presumed = t, c, true
			}
		}
		h := hit{op: o, back: PutBack{
			Seq: in.Seq, Tab: o.Tab, Key: keyIn(o.Tab, under, pre), Header: textAt(above, o.Col), Col: o.Col,
			Row: pre, Hit: slices.Sorted(maps.Keys(hits[o.Tab][o.Row])), Stray: o.New, Was: was, Formula: formula, AtRow: at,
			Field: fieldAt(under, o.Col), Presumed: presumed, Texts: above,
		}}
		if o.PutBack != "" {
			h.back.StrayFormula, h.back.StraySeq, h.back.StrayRow, h.back.StrayCol = o.Formula, o.FromSeq, o.FromRow, o.FromCol
		}
		switch {
		case !rightPlace(o, texts, columns, pre, hits[o.Tab][o.Row]):
			v.Stray = append(v.Stray, h)
		case formula == "" && o.Over == "" && (sameCell(was, o.Old) || sameCell(was, o.New.Value)),
			o.Over != "" && sameFormula(formula, o.Over):
			v.Done = append(v.Done, o)
			if !sameCell(was, o.Old) && o.Over == "" {
				v.Same = append(v.Same, o)
			}
		default:
			if formula != "" {
				v.Owned = append(v.Owned, o)
			}
			v.Third = append(v.Third, h)
		}
	}
	return v
}

func columnsOf(tab tabRole, texts []string, overrides map[string]string) Columns {
	dictionary := paymentColumns
	if tab.holdsInvoices() {
		dictionary = invoiceColumns
	}
	c, _ := matchColumns(texts, overrides, dictionary)
	return c
}

// holdsInvoices tells the tabs whose rows are known by an invoice's number.
func (r tabRole) holdsInvoices() bool { return r.kind() == tabInvoices || r == tabFollow }

func keyField(tab tabRole) ledger.Field {
	if tab.holdsInvoices() {
		return ledger.FieldNumber
	}
	return colPayID
}

// keyIn is the key that stands in a row under its header.
func keyIn(tab tabRole, columns Columns, cells []any) ledger.Key {
	at, ok := columns.Index(keyField(tab))
	if !ok {
		return ""
	}
	text, err := parseText(cellAt(cells, at), maxShortText)
	if err != nil {
		return ""
	}
	return ledger.KeyOf(text)
}

func rightPlace(o op, texts []string, columns Columns, pre []any, hit map[int]bool) bool {
	if at, ok := columns.Index(o.Field); o.Field != "" && ok {
		if at != o.Col {
			return false
		}
	} else if textAt(texts, o.Col) != o.Header {
		return false
	}
	if o.Whole {
		return sameRow(pre, o.Cells, nil)
	}
	if o.Ident != "" {
		return keyIn(o.Tab, columns, pre) == ledger.KeyOf(o.Ident)
	}
	if o.PutBack != "" && o.Over == "" && !sameCell(cellAt(pre, o.Col), o.Old) {
		return false // one blank row is like another: it is the one that holds what strayed
	}
	return sameRow(pre, o.Cells, hit)
}

func textAt(texts []string, i int) string {
	if i < len(texts) {
		return texts[i]
	}
	return ""
}

func fieldAt(columns Columns, i int) ledger.Field {
	for f, at := range columns.index {
		if at == i {
			return f
		}
	}
	return ""
}

// straight tells that every cell of an inserted row stands in its column. A column
// that was renamed between the read and the write is where it was: its old header
// is gone, and one that is new stands in its place.
func straight(o op, columns Columns, texts, read []string) bool {
	for i, f := range o.Fields {
		if f == "" || cellAt(o.Cells, i) == nil {
			continue
		}
		at, ok := columns.Index(f)
		renamed := !ok && !slices.Contains(texts, textAt(read, i)) && !slices.Contains(read, textAt(texts, i))
		if !renamed && (!ok || at != i) {
			return false
		}
	}
	return true
}
