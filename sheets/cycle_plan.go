package sheets

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// reconcile plans what was read and carries the plan out. It answers whether
// nothing was left to do.
func (c *cycle) reconcile(ctx context.Context, read *sheetRead) (bool, error) {
	first := !c.state.mark.Synced
	if len(read.Holds) == 0 {
		changed := slices.DeleteFunc(slices.Clone(read.marked()), func(t *tabRead) bool {
			return !t.OK || !first && c.state.mark.Watched[t.Role].Header == t.Hash
		})
		if err := c.findFormulas(ctx, changed); err != nil {
			return false, err
		}
	}
	if err := c.findArchived(ctx, read); err != nil {
		return false, err
	}
	c.learnPaid(read)
	c.planned = c.Desk.Book()
	defer func() { c.planned = nil }()
	plan := c.plan(c.input(read, nil))
	if len(plan.PaidAlone) > 0 && len(plan.Hold) == 0 {
		var err error
		if read, plan, err = c.readAgain(ctx, read, plan.PaidAlone); err != nil {
			return false, err
		}
	}
	c.report.First, c.report.Read, c.report.Decoded = first, len(read.Rows), c.report.Decoded+read.Decoded
	c.report.Problems, c.report.Conflicts = plan.Problems, plan.Conflicts
	c.report.Waiting, c.report.Duplicates = plan.Waiting, plan.Duplicate
	if first {
		for _, t := range read.Invoices {
			for _, f := range t.Columns.Fields() {
				line := string(f) + ": " + t.Columns.Header(f)
				if len(read.Invoices) > 1 {
					line = t.Tab.Title + " " + line
				}
				c.report.Columns = append(c.report.Columns, line)
			}
		}
	}
	if c.ask.DryRun {
		c.report.count(plan.Changes)
		for _, w := range plan.Writes {
			c.report.Planned = append(c.report.Planned, w.String())
		}
		if c.report.HeldBy = plan.Hold; c.foreseen {
			c.report.HeldBy = c.remaining
		}
		return false, c.foreseeBook(read, plan)
	}
	if len(plan.Hold) > 0 {
		return false, c.holdFor(ctx, plan.Hold)
	}
	return c.carryOut(ctx, read, plan)
}

func (c *cycle) input(read *sheetRead, seen map[ledger.Key]ledger.Value) PlanInput {
	st := c.state
	in := PlanInput{
		Book: c.planned, Rows: st.rows, Crooked: st.tally.crooked, Lasting: c.seen.lastingBy(st), Follow: st.follow, Payments: st.payments, Questions: st.questions, Past: st.past,
		Open: map[cellID]bool{}, OpenKeys: map[ledger.Key]bool{}, Owned: map[tabRole]map[ledger.Field]bool{}, Paid: map[tabRole]paidStyle{},
		Sheet: read, PaidSeen: seen, FollowUp: c.FollowUp, OpenItems: c.OpenItems, Presumed: st.presumed, First: !st.mark.Synced, Force: c.ask.Force,
		Quiet: c.Quiet, Typing: st.typing,
		Now: c.now, Today: c.today, Cycle: c.id, Language: c.Language, Author: c.Author,
		NewID: func() string { return "P-" + c.NewID()[:10] },
	}
	for role, t := range st.mark.Watched {
		in.Owned[role], in.Paid[role] = t.Formulas, t.Paid
	}
	for _, b := range st.putBacks {
		if b.Asked {
			in.Asked = append(in.Asked, b) // kept as a stray
			continue
		}
		in.Open[cellID{b.Key, b.Field}] = true
		in.OpenKeys[b.Key] = true
	}
	for _, s := range st.strays {
		in.Strays = append(in.Strays, s)
	}
	return in
}

// findFormulas reads the FORMULA rendering: a column with a formula anywhere,
// its header included, is a person's and never written. It runs before the
// first write and after the header changed.
func (c *cycle) findFormulas(ctx context.Context, tabs []*tabRead) error {
	if len(tabs) == 0 {
		return nil
	}
	ask := ReadAsk{Formulas: true}
	for _, t := range tabs {
		ask.Areas = append(ask.Areas, Area{Tab: t.Tab, FullHeight: true})
	}
	grids, err := c.Spreadsheet.Read(ctx, ask)
	c.called("read")
	if err != nil {
		return err
	}
	found := make([]tabFormulas, len(tabs))
	for i, t := range tabs {
		if there, err := t.standsIn(grids[i]); err != nil || !there {
			return cmp.Or(err, errColumnsMoved)
		}
		if found[i], err = t.formulas(grids[i], t.skipped); err != nil {
			return err
		}
	}
	if err := c.inspectColumns(ctx, tabs, found); err != nil {
		return err
	}
	for i, t := range tabs {
		mark := c.state.mark.Watched[t.Role]
		mark.Formulas, mark.Dated = found[i].owned, found[i].dated
		c.state.mark.setTab(t.Role, mark)
	}
	return nil
}

// tabFormulas is what was entered into a tab's columns.
type tabFormulas struct {
	owned  map[ledger.Field]bool // columns with a formula or in its spill
	dated  map[ledger.Field]bool // columns of dates, formatted as such
	spills bool                  // a formula may fill more than its own cell
}

// standsIn tells that the header stands as it was read in a read of formulas,
// which is another read, perhaps of an older state: else a formula would be found
// in the wrong column, and that column never written again. A header that is a
// formula says nothing, nor a blank one, which may be another's spill.
func (t *tabRead) standsIn(grid Grid) (bool, error) {
	if t.HeaderRow >= len(grid.Rows) {
		return false, nil
	}
	cells, err := decodeRow(grid.Rows[t.HeaderRow])
	if err != nil {
		return false, err
	}
	if t.Above && t.HeaderRow > 0 {
		above, err := decodeRow(grid.Rows[t.HeaderRow-1])
		if err != nil {
			return false, err
		}
		cells = headerOf(true, above, cells)
	}
	return t.headed(headerTexts(cells), max(len(cells), t.width())), nil
}

// headed tells that the first n columns have the headers that were read, as far
// as they are texts.
func (t *tabRead) headed(texts []string, n int) bool {
	read := headerTexts(t.header)
	for i := range n {
		if text := textAt(texts, i); text != "" && !strings.Contains(text, "=") && text != textAt(read, i) {
			return false
		}
	}
	return true
}

func (t *tabRead) formulas(grid Grid, skipped map[int]bool) (tabFormulas, error) {
	found := tabFormulas{owned: map[ledger.Field]bool{}, dated: map[ledger.Field]bool{}}
	for row, raw := range grid.Rows {
		cells, err := decodeRow(raw)
		if err != nil {
			return found, err
		}
		// What sums the column up below it, or stands above the header, says
		// nothing of the invoices' own cells.
		apart := row < t.headerArea().Row || skipped[row]
		for i, v := range cells {
			s, ok := v.(string)
			if !ok || !strings.HasPrefix(s, "=") {
				continue
			}
			found.spills = found.spills || maySpill(s)
			if apart {
				continue
			}
			if f := fieldAt(t.Columns, i); f != "" {
				found.owned[f] = true
			}
		}
	}
	return found, nil
}

// spillSigns stand in formulas that may fill more than their own cell. Too many
// cost one larger look, too few a broken spill.
var spillSigns = []string{
	":", "{", "ARRAY", "QUERY", "IMPORT", "FILTER", "UNIQUE", "SORT", "SEQUENCE", "SPLIT", "TRANSPOSE", "STACK", "MAP(", "BYROW", "BYCOL", "LET(", "WRAP",
}

func maySpill(formula string) bool {
	upper := strings.ToUpper(formula)
	return slices.ContainsFunc(spillSigns, func(f string) bool { return strings.Contains(upper, f) })
}

// inspected is how many rows below the header tell how a date column is
// formatted.
const inspected = 20

// inspectColumns tells the date columns that are formatted as such and, where a
// formula may spill, the columns that lie in its spill: a cell that shows
// something and had nothing entered.
func (c *cycle) inspectColumns(ctx context.Context, tabs []*tabRead, found []tabFormulas) error {
	var areas []Area
	var of []int
	for i, t := range tabs {
		rows := t.end() - t.HeaderRow
		if rows <= 1 {
			continue
		}
		if !found[i].spills {
			rows = min(rows, inspected)
		}
		areas, of = append(areas, Area{Tab: t.Tab, Row: t.HeaderRow, Rows: rows, Cols: t.Columns.width()}), append(of, i)
	}
	if len(areas) == 0 {
		return nil
	}
	grids, err := c.Spreadsheet.Inspect(ctx, areas)
	c.called("inspect")
	if err != nil {
		return err
	}
	for n, grid := range grids {
		t := tabs[of[n]]
		if !t.Above && !t.headed(headerTexts(shownCells(grid.row(0))), t.Columns.width()) {
			return errColumnsMoved
		}
		found[of[n]].look(t.Columns, grid)
	}
	return nil
}

func (found *tabFormulas) look(columns Columns, grid Inspection) {
	for _, f := range columns.Fields() {
		at, _ := columns.Index(f)
		// One formatted cell may be what we wrote ourselves: it says nothing of
		// its neighbours, where a bare number would show.
		all := len(grid.Rows) > 1
		for i := range grid.Rows {
			cell := grid.cell(i, at)
			all = all && (i == 0 || cell.IsDate)
			if cell.Blank && cell.Value != nil {
				found.owned[f] = true
			}
		}
		if all {
			found.dated[f] = true
		}
	}
}

// readAgain reads a second time where Paid moved without a row: half of an
// edit is not believed. This read shows formulas, so that a Paid that became
// one is seen.
func (c *cycle) readAgain(ctx context.Context, read *sheetRead, alone []ledger.Key) (*sheetRead, Planned, error) {
	seen := map[ledger.Key]ledger.Value{}
	var tabs []*tabRead
	for _, r := range read.Rows {
		if slices.Contains(alone, r.Key) {
			seen[r.Key] = r.Values[ledger.FieldPaid]
			if !slices.Contains(tabs, r.tab) {
				tabs = append(tabs, r.tab)
			}
		}
	}
	if err := c.findFormulas(ctx, tabs); err != nil {
		return nil, Planned{}, err
	}
	again, err := c.read(ctx, false)
	if err != nil {
		return nil, Planned{}, err
	}
	if err := c.findArchived(ctx, again); err != nil {
		return nil, Planned{}, err
	}
	return again, c.plan(c.input(again, seen)), nil
}

// holdFor holds the book: nothing is taken, nothing written, and no reminder
// goes out until the sheet is right again or a person says go on.
func (c *cycle) holdFor(ctx context.Context, why []Problem) error {
	c.report.HeldBy = why
	c.report.Held = c.holdText(why)
	book := c.Desk.Book()
	if book.Hold() == c.report.Held && c.state.mark.Hold == c.report.Held {
		return nil
	}
	mark := c.state.mark
	mark.Hold = c.report.Held
	return c.commit(ctx, []ledger.Change{c.holdChange(book, mark.Hold)}, store.Commit{Put: []store.Doc{doc(kindMark, markKey, mark)}}, func() { c.state.mark = mark })
}

// holdText says why the book is held, with the tab where there are several.
func (c *cycle) holdText(why []Problem) string {
	if len(c.Tabs.Invoices) < 2 {
		return problemText(why, c.Language)
	}
	parts := make([]string, len(why))
	for i, p := range why {
		if parts[i] = p.Text(c.Language); p.Tab != "" {
			parts[i] = p.Tab + ": " + parts[i]
		}
	}
	return strings.Join(parts, "; ")
}

func (c *cycle) holdChange(book *ledger.Book, text string) ledger.Change {
	ch := ledger.Change{
		ID: "sync/" + c.id + "/hold", At: c.now, Source: ledger.SourceBot, Actor: "bot", Cause: "sync/" + c.id,
		Field: ledger.FieldHold, Old: ledger.Text(book.Hold()), New: ledger.Text(text),
	}
	if text == "" && c.ask.decides() && c.ask.By != "" {
		ch.Source, ch.Actor = ledger.SourceSlack, c.ask.By
	}
	return ch
}

func (c *cycle) putMark(ctx context.Context) error {
	return c.commit(ctx, nil, store.Commit{Put: []store.Doc{doc(kindMark, markKey, c.state.mark)}}, func() {})
}

// carryOut journals what was taken, with the baseline, in one transaction, and
// then writes.
func (c *cycle) carryOut(ctx context.Context, read *sheetRead, plan Planned) (bool, error) {
	book := c.Desk.Book()
	changes := plan.Changes
	c.nameEditors(read, changes)
	var directory directoryDocs
	if err := c.readDirectory(read, &changes, &directory); err != nil {
		return false, err
	}
	mark := c.markAfter(read)
	if c.state.mark.Hold != "" && book.Hold() == c.state.mark.Hold {
		changes = append(changes, c.holdChange(book, "")) // the sheet is right again, or a person said go on
	}
	held := book.Hold() != "" && book.Hold() != c.state.mark.Hold
	mark.Hold = ""
	t := store.Commit{}
	if string(encode(mark)) != string(encode(c.state.mark)) || !c.markStored(mark) {
		t.Put = append(t.Put, doc(kindMark, markKey, mark))
	}
	c.planDocs(&t, plan, directory)
	if !maps.Equal(c.state.typing, plan.Typing) {
		t.Put = append(t.Put, doc(kindTyping, typingKey, plan.Typing))
	}
	err := c.commit(ctx, changes, t, func() { c.remember(plan, directory, mark) })
	if err == nil {
		c.sight(plan)
	}
	c.planned = nil
	if err != nil {
		return false, err
	}
	c.report.count(changes)
	for _, b := range c.state.presumed {
		c.report.Presumed += len(stillPresumed(c.Desk.Book(), b))
	}
	c.report.Held = c.Desk.Book().Hold()
	if held {
		return false, nil
	}
	if err := c.setUp(ctx, read); err != nil {
		return false, err
	}
	writes, err := c.unstuck(ctx, plan.Writes)
	if err != nil || len(writes) == 0 {
		return true, err
	}
	return false, c.writeAll(ctx, read, writes)
}

// markStored is false until the mark was stored once.
func (c *cycle) markStored(mark Mark) bool { return mark.Synced && c.state.mark.Synced }

func (c *cycle) markAfter(read *sheetRead) Mark {
	m := c.state.mark
	m.Synced, m.Tabs = true, map[tabRole]int64{}
	for _, t := range read.marked() {
		mark := m.Watched[t.Role]
		mark.Header, mark.Columns = t.Hash, map[ledger.Field]string{}
		for _, f := range t.Columns.Fields() {
			if t.OK {
				mark.Columns[f] = t.Columns.Header(f)
			}
		}
		m.setTab(t.Role, mark)
	}
	maps.DeleteFunc(m.Watched, func(role tabRole, _ TabMark) bool { return read.tab(role) == nil }) // setTab copied it
	m.Titles, m.Without = c.titles(read)
	for role, t := range map[tabRole]tabRead{tabPayments: read.Payments, tabCustomers: read.Customers, tabPeople: read.People} {
		if t.Tab.Title != "" {
			m.Tabs[role] = t.Tab.ID
		}
	}
	if read.Follow != nil {
		m.Tabs[tabFollow] = read.Follow.Tab.ID
	}
	return m
}

// titles are the ids of the invoice tabs by their configured titles, and the
// titles that a person said to go on without.
func (c *cycle) titles(read *sheetRead) (ids map[string]int64, without map[string]bool) {
	ids, without = map[string]int64{}, map[string]bool{}
	_, missing := c.invoiceTabs()
	for _, title := range missing {
		if _, known := c.state.mark.Titles[title]; known && c.ask.Force || c.state.mark.Without[title] {
			without[title] = true
		}
	}
	configured := c.Tabs.Invoices
	if len(configured) == 0 {
		configured = []string{""}
	}
	for _, title := range configured {
		t, ok := c.findTab(c.state.mark.Titles[title], title, tabInvoices)
		if !ok && title == "" {
			t, ok = read.Invoices[0].Tab, true
		}
		if ok {
			ids[title] = t.ID
		}
	}
	return ids, without
}

// planDocs turns what the plan learnt into documents.
func (c *cycle) planDocs(t *store.Commit, plan Planned, directory directoryDocs) {
	for _, k := range slices.Sorted(maps.Keys(plan.Rows)) {
		// A row that is decoded each time, for a bad cell in it, is not written
		// each time.
		if old, had := c.state.rows[k]; had && plan.Rows[k] != nil && string(encode(old)) == string(encode(plan.Rows[k])) {
			continue
		}
		putOrDelete(t, kindRow, string(k), plan.Rows[k])
	}
	for _, k := range slices.Sorted(maps.Keys(plan.Follow)) {
		if old, had := c.state.follow[k]; had && plan.Follow[k] != nil && string(encode(old)) == string(encode(plan.Follow[k])) {
			continue
		}
		putOrDelete(t, kindFollow, string(k), plan.Follow[k])
	}
	for _, id := range slices.Sorted(maps.Keys(plan.Payments)) {
		if old, had := c.state.payments[id]; had && plan.Payments[id] != nil && string(encode(old)) == string(encode(plan.Payments[id])) {
			continue // a row that is merged each time, until its write has landed
		}
		putOrDelete(t, kindPayment, id, plan.Payments[id])
	}
	for _, k := range slices.Sorted(maps.Keys(plan.Questions)) {
		putOrDelete(t, kindQuestion, string(k), plan.Questions[k])
	}
	for _, k := range slices.Sorted(maps.Keys(plan.Past)) {
		putOrDelete(t, kindPast, string(k), plan.Past[k])
	}
	for _, id := range slices.Sorted(maps.Keys(plan.Presumed)) {
		putOrDelete(t, kindPresumed, id, plan.Presumed[id])
	}
	for _, id := range slices.Sorted(maps.Keys(plan.PutBacks)) {
		putOrDelete(t, kindPutBack, id, plan.PutBacks[id])
		putOrDelete(t, kindStray, id, plan.Strays[id])
	}
	for _, conflict := range plan.Conflicts {
		t.Put = append(t.Put, doc(kindConflict, conflict.ID, conflict))
	}
	if directory.persons != nil {
		diffDocs(t, kindPerson, c.state.persons, directory.persons)
	}
	if directory.accounts != nil {
		diffDocs(t, kindAccount, c.state.accounts, directory.accounts)
	}
}

func putOrDelete[V any](t *store.Commit, kind, key string, v *V) {
	if v == nil {
		t.Delete = append(t.Delete, store.Doc{Kind: kind, Key: key})
		return
	}
	t.Put = append(t.Put, doc(kind, key, v))
}

func diffDocs[V any](t *store.Commit, kind string, was, now map[ledger.Key]V) {
	for _, k := range unionKeys(was, now) {
		old, had := was[k]
		v, has := now[k]
		switch {
		case !has:
			t.Delete = append(t.Delete, store.Doc{Kind: kind, Key: string(k)})
		case !had || string(encode(old)) != string(encode(v)):
			t.Put = append(t.Put, doc(kind, string(k), v))
		}
	}
}

func (c *cycle) remember(plan Planned, directory directoryDocs, mark Mark) {
	st := c.state
	st.mark = mark
	st.typing = plan.Typing
	st.rememberRows(plan.Rows)
	rememberAll(st.follow, plan.Follow)
	st.rememberPayments(plan.Payments)
	c.asked(plan.Questions)
	rememberAll(st.questions, plan.Questions)
	rememberAll(st.past, plan.Past)
	rememberAll(st.presumed, plan.Presumed)
	rememberAll(st.putBacks, plan.PutBacks)
	rememberAll(st.strays, plan.Strays)
	if directory.persons != nil {
		st.persons = directory.persons
	}
	if directory.accounts != nil {
		st.accounts = directory.accounts
	}
}

func rememberAll[K comparable, V any](m map[K]V, changed map[K]*V) {
	for k, v := range changed {
		if v == nil {
			delete(m, k)
			continue
		}
		m[k] = *v
	}
}

// foreseeBook tells what the book would be after a cycle that is only planned.
func (c *cycle) foreseeBook(read *sheetRead, plan Planned) error {
	if len(plan.Hold) > 0 {
		return nil
	}
	changes := slices.Clone(plan.Changes)
	if err := c.readDirectory(read, &changes, &directoryDocs{}); err != nil {
		return err
	}
	for i := range changes {
		changes[i].Seq = 0 // not of the journal
	}
	c.report.Book = c.planned.Replay(changes...)
	return nil
}
