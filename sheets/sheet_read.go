package sheets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/relance-bot/relance/ledger"
)

// sheetRead is one read of the spreadsheet, parsed.
type sheetRead struct {
	Invoices   []*tabRead // in the order of the configuration: the last is the newest
	Follow     *tabRead   // nil where the state stands beside the invoices
	Payments   tabRead
	Customers  tabRead
	People     tabRead
	Ladder     tabRead
	Rows       []*sheetRow
	Skipped    []*sheetRow // totals and the like: no invoices
	FollowRows []*sheetRow
	PayRows    []*payRow
	Archived   map[ledger.Key]string // of vanished invoices: the unwatched tab that holds them now
	Problems   []Problem
	Holds      []Problem
	Log        []logLine // what the hidden tab says of the last writes
	Decoded    int

	ordinals ordinals  // of the read before
	index    *rowIndex // made when it is first asked for
}

// tab is a tab that the bot writes into, as read; nil if it was not there.
func (s *sheetRead) tab(role tabRole) *tabRead {
	if role == tabPayments {
		return &s.Payments
	}
	if role == tabFollow {
		return s.Follow
	}
	for _, t := range s.Invoices {
		if t.Role == role {
			return t
		}
	}
	return nil
}

// marked are the tabs of which headers and formulas are remembered.
func (s *sheetRead) marked() []*tabRead {
	if s.Follow == nil {
		return s.Invoices
	}
	return append(slices.Clone(s.Invoices), s.Follow)
}

// newest is the tab for an invoice that stands in none: the last of which the
// header can be used.
func (s *sheetRead) newest() *tabRead {
	for _, t := range slices.Backward(s.Invoices) {
		if t.OK {
			return t
		}
	}
	return s.Invoices[len(s.Invoices)-1]
}

// tabRead is one tab as read.
type tabRead struct {
	Role      tabRole
	Pos       int // among the invoice tabs
	Tab       TabInfo
	Listed    bool // what was paid is told by the balance of each row
	Balance   int  // where that stands
	ReadOnly  bool // never written into: the state stands in Follow-up
	OK        bool // there, with a header that can be used
	Columns   Columns
	HeaderRow int    // the lower one, of a header of two lines
	Above     bool   // the header has a line above HeaderRow
	Hash      uint64 // of the header and how cells are read
	header    []any
	grid      Grid
	skipped   map[int]bool // rows that are totals and the like
}

func (t *tabRead) skip(row int) {
	if t.skipped == nil {
		t.skipped = map[int]bool{}
	}
	t.skipped[row] = true
}

// end is the row behind the last one that shows anything. Formulas that show
// nothing wait below it for new rows.
func (t tabRead) end() int {
	for n := len(t.grid.Rows); n > 0; n-- {
		if cells, err := decodeRow(t.grid.Rows[n-1]); err != nil || len(cells) > 0 {
			return n
		}
	}
	return 0
}

// width is how many columns a row can have there.
func (t tabRead) width() int { return max(t.Tab.Columns, len(t.header)) }

func (c Columns) width() int {
	last := 0
	for _, i := range c.index {
		last = max(last, i+1)
	}
	return last
}

func headerTexts(cells []any) []string {
	texts := make([]string, len(cells))
	for i, v := range cells {
		if s, ok := v.(string); ok {
			texts[i] = strings.TrimSpace(s)
		}
	}
	return texts
}

// headerHash changes when a row must be decoded anew: another header, other
// conventions.
func headerHash(t tabRead, opt ParseOptions) uint64 {
	return xxhash.Sum64String(fmt.Sprintf("%q %v %d %v", headerTexts(t.header), opt, t.HeaderRow, t.Above)) | 1
}

// knownByHash finds the rows that were read under a header by their bytes; two
// of the same bytes are told apart by nothing.
func knownByHash(known map[ledger.Key]BaseRow, header uint64) map[uint64]ledger.Key {
	byHash := make(map[uint64]ledger.Key, len(known))
	for k, b := range known {
		if b.Hash == 0 || b.Header != header {
			continue
		}
		if _, twice := byHash[b.Hash]; twice {
			byHash[b.Hash] = ""
			continue
		}
		byHash[b.Hash] = k
	}
	return byHash
}

// currencyOf tells an invoice's currency. The table is made when it is first
// asked for: often nothing asks.
func (s *sheetRead) currencyOf() func(ledger.Key) ledger.Currency {
	var currencies map[ledger.Key]ledger.Currency
	return func(k ledger.Key) ledger.Currency {
		if currencies == nil {
			currencies = make(map[ledger.Key]ledger.Currency, len(s.Rows))
			for _, r := range s.Rows {
				currencies[r.Key] = ledger.Currency(r.Values[ledger.FieldCurrency].Text())
			}
		}
		return currencies[k]
	}
}

func (s *sheetRead) readPayments(opt ParseOptions) error {
	if !s.Payments.OK {
		return nil
	}
	currencyOf := s.currencyOf()
	for i, raw := range s.Payments.grid.Rows {
		if i <= s.Payments.HeaderRow {
			continue
		}
		cells, err := decodeRow(raw)
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			continue
		}
		r := parsePayment(cells, s.Payments.Columns, opt, currencyOf)
		r.Index, r.Hash = i, s.Payments.grid.Hashes[i]
		s.PayRows = append(s.PayRows, r)
	}
	return nil
}
