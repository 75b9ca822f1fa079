package sheets

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Kinds of the documents kept in the store, beside store.KindIntent.
const (
	kindRow      = "row"      // by invoice: BaseRow
	kindPayment  = "payment"  // by payment id: BasePayment
	kindPutBack  = "putback"  // by token and number: PutBack
	kindConflict = "conflict" // by id: Conflict
	kindQuestion = "question" // by invoice: Question
	kindStray    = "stray"    // by invoice and field: Stray
	kindPerson   = "person"   // by person: ledger.Person
	kindAccount  = "account"  // by customer: ledger.Account
	kindFollow   = "follow"   // by invoice: BaseRow of its row in Follow-up
	kindPresumed = "presumed" // by batch: PresumedBatch
	kindPast     = "past"     // by invoice: Past
	kindStuck    = "stuck"    // by cell: Stuck
	kindUndone   = "undone"   // by put-back: Undone
	kindTyping   = "typing"   // "rows": since when rows with problems stand as they are
	kindMark     = "mark"     // "sheet": Mark
)

// BaseRow is what was last observed of an invoice's row, or proven written.
type BaseRow struct {
	Hash   uint64                        `json:"h,omitempty"` // of the row's raw bytes; 0: decode it
	Header uint64                        `json:"c,omitempty"` // of the header that Hash was read under
	Tab    tabRole                       `json:"t,omitempty"` // where the row stood
	Values map[ledger.Field]ledger.Value `json:"v"`
	Back   map[ledger.Field]Back         `json:"b,omitempty"`   // cells that are being given their value back
	Asked  bool                          `json:"ask,omitempty"` // which is right, its balance or its amounts
	Over   map[ledger.Field]ledger.Value `json:"o,omitempty"`   // what stood in cells that were written since the row was last read alone under its number
	Twin   bool                          `json:"2,omitempty"`   // since those writes its number stood in two rows, and not in both of them what was written

	Left    ledger.Date `json:"left,omitzero"`     // the day it left a list of open items
	Crooked []any       `json:"crooked,omitempty"` // the row as we wrote it, under moved columns
	// Recalled is what the row was given of its past where it was blank: nobody has
	// said it anew, and it is no reason to bring the row back.
	Recalled map[ledger.Field]ledger.Value `json:"recalled,omitempty"`
	Copied   []ledger.Field                `json:"copied,omitempty"` // of a crooked row: what it has formulas for

	Shown map[ledger.Field]bool `json:"shown,omitempty"` // of a crooked row: what has stood under its header for people to see
}

// BasePayment is what was last observed of a row of Payments, or proven
// written.
type BasePayment struct {
	Payment ledger.Payment `json:"p"`
	Hash    uint64         `json:"h,omitempty"`
	NoID    bool           `json:"n,omitempty"`       // a person's row that doesn't bear its id yet; known by Hash
	Same    string         `json:"same,omitempty"`    // not counted: asked whether it is that payment
	Crooked []any          `json:"crooked,omitempty"` // the row as we wrote it, under moved columns
	Copied  []ledger.Field `json:"copied,omitempty"`  // of a crooked row: what it has formulas for
	Gone    bool           `json:"gone,omitempty"`    // its row was removed by a person: asked, never inserted again
	Rowless bool           `json:"rowless,omitempty"` // what a formula in Paid said: has no row
	Two     []string       `json:"two,omitempty"`     // payments that a person said are others
	To      ledger.Key     `json:"to,omitempty"`      // not counted: the invoice that it is on since numbers were exchanged
}

// PutBack is a cell that holds a value of ours and should hold a person's. It
// is undone by a guarded write of its own, from the copy in the hidden tab.
type PutBack struct {
	Seq     int64        `json:"seq"` // of its origin; undone in reverse order
	Tab     tabRole      `json:"tab"`
	Key     ledger.Key   `json:"key,omitempty"` // by the pre-image, under the header
	Header  string       `json:"header"`        // above the cell then
	Texts   []string     `json:"texts"`         // above the whole row then
	Col     int          `json:"col"`
	Row     []any        `json:"row"`   // the whole pre-image, to know a row without a key
	Hit     []int        `json:"hit"`   // columns of that row that the batch wrote
	Stray   Literal      `json:"stray"` // what we wrote
	Was     any          `json:"was"`   // the pre-image's value
	Formula string       `json:"formula,omitempty"`
	AtRow   int          `json:"at"` // where the copy with formula and format lies in the hidden tab
	Tries   int          `json:"tries,omitempty"`
	Field   ledger.Field `json:"field,omitempty"`   // what the column stood for
	Asked   bool         `json:"asked,omitempty"`   // given up: a person was asked, nothing waits for it
	Twice   bool         `json:"twice,omitempty"`   // given up because its number stood there twice
	Emptied bool         `json:"emptied,omitempty"` // Was is written as it is, there is no copy of it: of a row that we inserted, or that may have been a copy
	Revived bool         `json:"revived,omitempty"` // it had ended, and what strayed came back with an older version

	Presumed bool `json:"presumed,omitempty"` // its header had moved away: number and column are as read before; see presumption

	// What strayed may be an earlier put-back's pre-image, copied with formula
	// and format: from there, in the block of that write.
	StrayFormula string `json:"stray_formula,omitempty"`
	StraySeq     int64  `json:"stray_seq,omitempty"`
	StrayRow     int    `json:"stray_row,omitempty"`
	StrayCol     int    `json:"stray_col,omitempty"`
}

// Stray is a value of ours that could not be taken back: it is not taken for a
// person's word while it stands there.
type Stray struct {
	Key   ledger.Key   `json:"key"`
	Field ledger.Field `json:"field"`
	Value any          `json:"value"`
}

// Conflict is a value that lost and is kept: the bot's where the sheet won, or
// a person's that could not be put back.
type Conflict struct {
	ID      string       `json:"id"`
	At      time.Time    `json:"at"`
	Invoice ledger.Key   `json:"invoice"`
	Field   ledger.Field `json:"field"`
	Sheet   ledger.Value `json:"sheet"` // what stands
	Mine    ledger.Value `json:"mine"`  // what was kept
	Author  string       `json:"author,omitempty"`
	Note    string       `json:"note,omitempty"`
	Raw     bool         `json:"raw,omitempty"`   // Mine is what a person's cell showed, as text
	Again   bool         `json:"again,omitempty"` // Mine could not be put back, and TryAgain may
}

// Question is what is open about an invoice's payments: where it Blocks, Paid
// is not written until it is answered.
type Question struct {
	Problem Problem   `json:"problem"` // the first of what is asked; see Asked
	At      time.Time `json:"at"`
	Blocks  bool      `json:"blocks"` // Paid isn't written
	Doubts  []Doubt   `json:"doubts,omitempty"`

	With ledger.Key `json:"with,omitempty"` // of two numbers that were exchanged: the other
}

// Mark is what is remembered of the sheet as a whole.
type Mark struct {
	Synced    bool                `json:"synced"`            // a first sync was carried through
	Tabs      map[tabRole]int64   `json:"tabs,omitempty"`    // ids of the tabs that each role has one of
	Titles    map[string]int64    `json:"titles,omitempty"`  // ids of the invoice tabs, by their titles in the configuration
	Without   map[string]bool     `json:"without,omitempty"` // of those, gone with a person's word
	Watched   map[tabRole]TabMark `json:"watched,omitempty"` // by invoice tab
	Tokens    []Token             `json:"tokens,omitempty"`  // oldest first
	Seq       int64               `json:"seq"`               // of guarded writes
	Hold      string              `json:"hold,omitempty"`    // ours
	StaleFrom time.Time           `json:"stale_from,omitzero"`
	Sorting   bool                `json:"sorting,omitempty"` // numbers are being put back to their rows
}

// TabMark is what is remembered of one invoice tab.
type TabMark struct {
	Header   uint64                  `json:"header,omitempty"`
	Columns  map[ledger.Field]string `json:"columns,omitempty"`  // headers, as last seen
	Renamed  map[string]string       `json:"renamed,omitempty"`  // header to field, learnt from tags
	Formulas map[ledger.Field]bool   `json:"formulas,omitempty"` // columns that hold formulas
	Dated    map[ledger.Field]bool   `json:"dated,omitempty"`    // date columns formatted as such
	Tagged   map[ledger.Field]bool   `json:"tagged,omitempty"`
	Paid     paidStyle               `json:"paid,omitzero"` // how people say there that an invoice is paid
}

// setTab remembers of a tab. Marks are copied by value: none may see another's
// change.
func (m *Mark) setTab(role tabRole, t TabMark) {
	m.Watched = maps.Clone(m.Watched)
	if m.Watched == nil {
		m.Watched = map[tabRole]TabMark{}
	}
	m.Watched[role] = t
}

// Token is a guarded write that has ended.
type Token struct {
	Name    string    `json:"name"`
	Seq     int64     `json:"seq"`
	At      time.Time `json:"at"`
	Applied bool      `json:"applied"`
	Row     int       `json:"row"` // of its block in the hidden tab
	Rows    int       `json:"rows"`
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil { // our own plain structs
		panic("sheets: encode document: " + err.Error())
	}
	return b
}

// tabRole is what a tab is for. A book may have several tabs of invoices: their
// roles end in "#" and the tab's id.
type tabRole string

func invoicesTab(id int64) tabRole {
	return tabInvoices + "#" + tabRole(strconv.FormatInt(id, 10))
}

// kind is the role without the id.
func (r tabRole) kind() tabRole {
	kind, _, _ := strings.Cut(string(r), "#")
	return tabRole(kind)
}

const (
	tabInvoices  tabRole = "invoices"
	tabPayments  tabRole = "payments"
	tabFollow    tabRole = "follow_up"
	tabCustomers tabRole = "customers"
	tabPeople    tabRole = "people"
	tabHidden    tabRole = "relance"
)
