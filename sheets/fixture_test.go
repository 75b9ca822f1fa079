package sheets_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// memory is a State and a Journal in memory, as strict as the contract.
type memory struct {
	mu      sync.Mutex
	journal []ledger.Change
	docs    map[string]map[string][]byte
	opened  map[string]bool
	writes  map[string]int // documents put, by kind
	term    uint64         // of the lease; 0: nobody asked for one
}

func (m *memory) setTerm(term uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.term = term
}

func newMemory() *memory {
	return &memory{docs: map[string]map[string][]byte{}, opened: map[string]bool{}, writes: map[string]int{}}
}

func (m *memory) Append(_ context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.append(changes), nil
}

func (m *memory) append(changes []ledger.Change) []ledger.Change {
	out := slices.Clone(changes)
	for i := range out {
		out[i].Seq = uint64(len(m.journal) + 1)
		m.journal = append(m.journal, out[i])
	}
	return out
}

func (m *memory) Since(_ context.Context, after uint64, limit int) ([]ledger.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rest := m.journal[min(int(after), len(m.journal)):]
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

func (m *memory) Docs(_ context.Context, _, kind string) ([]store.Doc, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []store.Doc
	for key, data := range m.docs[kind] {
		list = append(list, store.Doc{Kind: kind, Key: key, Data: bytes.Clone(data)})
	}
	slices.SortFunc(list, func(a, b store.Doc) int { return strings.Compare(a.Key, b.Key) })
	return list, nil
}

func (m *memory) Commit(_ context.Context, _ string, c store.Commit) ([]ledger.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.term != 0 && c.Term != 0 && c.Term != m.term {
		return nil, store.ErrStaleTerm
	}
	for _, d := range c.Open {
		if m.opened[d.Key] {
			return nil, store.ErrAlreadyOpen
		}
	}
	for _, token := range c.Close {
		if m.docs[store.KindIntent][token] == nil {
			return nil, store.ErrNotOpen
		}
	}
	put := func(d store.Doc) {
		if m.docs[d.Kind] == nil {
			m.docs[d.Kind] = map[string][]byte{}
		}
		m.docs[d.Kind][d.Key] = bytes.Clone(d.Data)
		m.writes[d.Kind]++
	}
	for _, d := range c.Open {
		m.opened[d.Key] = true
		put(d)
	}
	for _, token := range c.Close {
		delete(m.docs[store.KindIntent], token)
	}
	for _, d := range c.Put {
		put(d)
	}
	for _, d := range c.Delete {
		delete(m.docs[d.Kind], d.Key)
	}
	return m.append(c.Append), nil
}

// office is a simulated spreadsheet, the people who edit it, and the bot.
type office struct {
	t      testing.TB
	sim    *sheetsim.Sim
	id     string
	hand   *sheetsim.Hand
	state  *memory
	desk   *ledger.Bookkeeper
	syncer *sheets.Syncer
	now    time.Time
	clock  func() time.Time // nil: now
	ids    int
	opt    func(*sheets.Options)
}

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

var invoiceHeader = []any{
	"Number", "Customer", "Issued", "Due", "Amount", "Currency", "Paid", "Paid on", "Balance", "Days late", "Salesperson",
	"Promised on", "Dispute", "Snoozed until", "Notes", "Stage", "Last reminder", "Next reminder", "Check", "Mood",
}

var paymentHeader = []any{"Id", "Date", "Invoice", "Customer", "Amount", "Currency", "Source", "Bank reference", "By", "Note"}

func day(n int) sheetsim.Date {
	y, m, d := start.AddDate(0, 0, n).Date()
	return sheetsim.Date{Year: y, Month: m, Day: d}
}

// invoice is a row as a person would have typed it: due in n days.
func invoice(number, customer string, due int, amount float64) []any {
	return []any{number, customer, day(due - 30), day(due), amount, "EUR"}
}

func usualRows() [][]any {
	return [][]any{
		invoice("INV-1", "Acme", 10, 100), invoice("INV-2", "Bolt", -5, 200.5), invoice("INV-3", "Cora", -40, 300),
		invoice("INV-4", "Dune", 3, 400), invoice("INV-5", "Etna", 20, 500), invoice("INV-6", "Faro", 25, 600),
	}
}

func newOffice(tb testing.TB, options sheetsim.Options, rows [][]any, opt func(*sheets.Options)) *office {
	tb.Helper()
	o := &office{t: tb, now: start, state: newMemory(), opt: opt}
	options.Now = o.time
	o.sim = sheetsim.New(options)
	o.id = o.sim.CreateSpreadsheet("Ledger", "en_US", "Etc/GMT")
	o.hand = o.sim.Human(o.id, "claire@example.com")
	o.must(o.hand.AddTab("Invoices"))
	o.must(o.hand.AddTab("Payments"))
	o.must(o.hand.SetValues("Invoices", "A1", append([][]any{invoiceHeader}, rows...)))
	o.must(o.hand.SetValues("Payments", "A1", [][]any{paymentHeader}))
	o.restart()
	return o
}

func usual(tb testing.TB) *office {
	tb.Helper()
	return newOffice(tb, sheetsim.Options{}, usualRows(), nil)
}

// time is o.now, or what a clock of its own says.
func (o *office) time() time.Time {
	if o.clock != nil {
		return o.clock()
	}
	return o.now
}

// restart is a new process on the same store.
func (o *office) restart() {
	o.t.Helper()
	o.desk = ledger.NewBookkeeper(o.state)
	o.must(o.desk.CatchUp(context.Background()))
	g, err := google.Open(context.Background(), google.Options{SpreadsheetID: o.id, Endpoint: "http://sheets.invalid", HTTPClient: o.sim.Client()})
	o.must(err)
	options := sheets.Options{
		Book: "main", Desk: o.desk, State: o.state, Spreadsheet: g, Language: "en", Currency: "EUR",
		Now: o.time,
		NewID: func() string {
			o.ids++
			return fmt.Sprintf("%08dabcdefgh", o.ids)
		},
	}
	if o.opt != nil {
		o.opt(&options)
	}
	o.syncer = sheets.NewSyncer(options)
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// sync runs a cycle a minute later.
func (o *office) sync() sheets.Report {
	o.t.Helper()
	r, err := o.try()
	o.must(err)
	return r
}

func (o *office) try() (sheets.Report, error) {
	o.now = o.now.Add(time.Minute)
	return o.syncer.Sync(context.Background(), sheets.SyncAsk{})
}

// losesReply syncs while the reply to a write that was carried out is lost.
func (o *office) losesReply() {
	o.t.Helper()
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: "spreadsheets.batchUpdate"})
	if _, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) {
		o.t.Fatalf("got %v", err)
	}
}

// settle runs cycles until one is quiet, and fails when none is.
func (o *office) settle() {
	o.t.Helper()
	var last sheets.Report
	var err error
	for range 12 {
		if last, err = o.try(); err == nil && last.Quiet {
			return
		}
	}
	o.t.Fatalf("the sheet does not come to rest: %v, %v", last, err)
}

func (o *office) tab(title string) sheetsim.TabSnapshot {
	o.t.Helper()
	for _, tab := range o.sim.Snapshot(o.id).Tabs {
		if tab.Title == title {
			return tab
		}
	}
	o.t.Fatalf("no tab %s", title)
	return sheetsim.TabSnapshot{}
}

// find gives the A1 address of a cell and what it shows, by number and header
// as they stand now.
func (o *office) find(number, header string) (a1, shown string) {
	o.t.Helper()
	return o.findIn("Invoices", number, header)
}

func (o *office) findIn(title, number, header string) (a1, shown string) {
	o.t.Helper()
	tab := o.tab(title)
	col, key := -1, -1
	for i, c := range tab.Rows[0] {
		if c.Formatted == header {
			col = i
		}
		if c.Formatted == "Number" {
			key = i
		}
	}
	if col < 0 || key < 0 {
		o.t.Fatalf("no column %s in %v", header, tab.Rows[0])
	}
	for r, row := range tab.Rows {
		if r > 0 && key < len(row) && row[key].Formatted == number {
			if col < len(row) {
				shown = row[col].Formatted
			}
			return letters(col) + strconv.Itoa(r+1), shown
		}
	}
	o.t.Fatalf("no row %s in %s", number, title)
	return "", ""
}

func letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

func (o *office) cell(number, header string) string {
	o.t.Helper()
	_, shown := o.find(number, header)
	return shown
}

func (o *office) expect(number, header, want string) {
	o.t.Helper()
	if got := o.cell(number, header); got != want {
		o.t.Errorf("%s %s shows %q, want %q", number, header, got, want)
	}
}

func (o *office) types(number, header, text string) {
	o.t.Helper()
	a1, _ := o.find(number, header)
	o.must(o.hand.Type("Invoices", a1, text))
}

func (o *office) invoice(key string) *ledger.Invoice {
	o.t.Helper()
	inv, ok := o.desk.Book().Invoice(ledger.KeyOf(key))
	if !ok {
		o.t.Fatalf("no invoice %s in the book", key)
	}
	return inv
}

func (o *office) says(invoice string, f ledger.Field, v ledger.Value) {
	o.t.Helper()
	o.ids++
	_, err := o.desk.Record(context.Background(), ledger.Change{
		ID: "slack/" + strconv.Itoa(o.ids), At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: ledger.KeyOf(invoice),
		Field: f, Old: o.invoice(invoice).Value(f), New: v,
	})
	o.must(err)
}

func eur(minor int64) ledger.Money { return ledger.Money{Minor: minor, Currency: "EUR"} }

// pays records a payment in Slack and answers its id.
func (o *office) pays(invoice string, minor int64) string {
	o.t.Helper()
	o.ids++
	id := "PAY" + strconv.Itoa(o.ids)
	_, err := o.desk.Record(context.Background(), ledger.Change{
		ID: "slack/" + id, At: o.now, Actor: "U1", Source: ledger.SourceSlack, Invoice: ledger.KeyOf(invoice), Field: ledger.FieldPayment,
		New: ledger.Record(ledger.Payment{
			ID: id, Date: ledger.DateOf(o.now), Invoice: ledger.KeyOf(invoice), Amount: eur(minor), Source: ledger.PaymentFromSlack, By: "claire",
		}),
	})
	o.must(err)
	return id
}

func (o *office) paid(invoice string, minor int64) {
	o.t.Helper()
	if got := o.invoice(invoice).Paid().Minor; got != minor {
		o.t.Errorf("%s: the book counts %d paid, want %d", invoice, got, minor)
	}
}

// payments are the rows of Payments below the header, as shown.
func (o *office) payments() [][]string {
	var rows [][]string
	for _, row := range o.tab("Payments").Rows[1:] {
		var cells []string
		for _, c := range row {
			cells = append(cells, c.Formatted)
		}
		rows = append(rows, cells)
	}
	return rows
}

// between lets a person act once, between the bot's read and its next write of
// invoices.
func (o *office) between(act func()) {
	done := false
	o.sim.BeforeApply(func(method string) {
		if method != "spreadsheets.batchUpdate" || done {
			return
		}
		done = true
		act()
	})
}
