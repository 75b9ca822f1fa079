package sheets

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Limits of one guarded write. The service recommends payloads of at most 2 MB
// (Google's usage limits); the reply says each touched row twice, as values and
// as it was entered, so it may be twice that.
const (
	maxRequestBytes = 2 << 20
	maxReplyBytes   = 4 << 20
)

// What the service's JSON costs: one request around its cells, one cell within
// a request, one cell of a reply with its value, its effect and its format.
const (
	requestBytes   = 260
	cellBytes      = 60
	replyCellBytes = 110
)

// batchLength is how many ops fit one batch, never parting those of one
// invoice: a payment's row and its Paid go together. It sorts the ops so.
func batchLength(ops []op) int {
	slices.SortStableFunc(ops, func(a, b op) int { return compareText(groupOf(a), groupOf(b)) })
	type line struct {
		tab tabRole
		row int
	}
	seen := map[line]bool{}
	request, reply := 0, 0
	for i, o := range ops {
		request += requestBytes + cellBytes + sizeOf(o.New.Value)
		if at := (line{o.Tab, o.Row}); o.Insert {
			for _, v := range o.Cells {
				request += cellBytes + sizeOf(v)
			}
		} else if !seen[at] {
			seen[at] = true
			request += 2 * requestBytes // its two copies
			for _, v := range o.Cells {
				reply += 2 * (replyCellBytes + 2*sizeOf(v))
			}
		}
		if i > 0 && (request > maxRequestBytes || reply > maxReplyBytes) && groupOf(o) != groupOf(ops[i-1]) {
			return i
		}
	}
	return len(ops)
}

func groupOf(o op) string {
	if o.Group != "" {
		return o.Group
	}
	if o.Payment != nil {
		return string(o.Payment.Invoice)
	}
	return string(ledger.KeyOf(o.Ident))
}

// sizeOf is about how many bytes a cell's value takes.
func sizeOf(v any) int {
	switch x := v.(type) {
	case string:
		return len(x)
	case json.Number:
		return len(x)
	}
	return 4
}

// setRequests writes the ops' cells by as few requests as they allow: cells
// side by side in one, rows of the same columns below each other in one. Dates
// bear a number format and are written apart.
func setRequests(ops []op, tabs map[tabRole]TabInfo) []Request {
	list := slices.DeleteFunc(slices.Clone(ops), func(o op) bool { return o.Insert || o.PutBack != "" && !o.Emptied })
	slices.SortStableFunc(list, func(a, b op) int {
		return cmp.Or(compareText(string(a.Tab), string(b.Tab)), a.Row-b.Row, a.Col-b.Col)
	})
	type block struct {
		tab     tabRole
		formats bool
		set     SetBlock
	}
	var runs []block // of one row each
	for _, o := range list {
		if n := len(runs); n > 0 {
			last := &runs[n-1]
			cells := last.set.Rows[0]
			if last.tab == o.Tab && last.formats == o.New.Formats() && last.set.Row == o.Row && last.set.Col+len(cells) == o.Col {
				last.set.Rows[0] = append(cells, o.New)
				continue
			}
		}
		runs = append(runs, block{o.Tab, o.New.Formats(), SetBlock{Tab: tabs[o.Tab], Row: o.Row, Col: o.Col, Rows: [][]Literal{{o.New}}}})
	}
	slices.SortStableFunc(runs, func(a, b block) int {
		return cmp.Or(compareText(string(a.tab), string(b.tab)), a.set.Col-b.set.Col, len(a.set.Rows[0])-len(b.set.Rows[0]), a.set.Row-b.set.Row)
	})
	var requests []Request
	for i := 0; i < len(runs); {
		set := runs[i].set
		n := 1
		for i+n < len(runs) && runs[i+n].tab == runs[i].tab && runs[i+n].formats == runs[i].formats &&
			runs[i+n].set.Col == set.Col && len(runs[i+n].set.Rows[0]) == len(set.Rows[0]) && runs[i+n].set.Row == set.Row+n {
			set.Rows = append(set.Rows, runs[i+n].set.Rows[0])
			n++
		}
		requests, i = append(requests, set), i+n
	}
	return requests
}
