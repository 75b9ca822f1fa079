package sheets

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// tabTitles are the titles by which tabs are found, as squeezed words.
var tabTitles = map[tabRole][]string{
	tabInvoices:  {"invoices", "factures", "invoice", "facture", "receivables", "creances"},
	tabFollow:    {"followup", "suivi", "suivis", "suividesrelances"},
	tabPayments:  {"payments", "paiements", "reglements", "encaissements"},
	tabCustomers: {"customers", "clients", "accounts", "comptes"},
	tabLadder:    {"ladder", "ladders", "scenario", "scenarios", "scenariosderelance"},
	tabPeople:    {"people", "personnes", "equipe", "team", "commerciaux"},
}

const hiddenTitle = "_relance"

// hiddenID is the id we give the hidden tab: a tab of one id can't be made twice.
const hiddenID = 1_372_900_417

// tabs finds the tab of each role, and of each invoice tab: by its id once
// known, else by its title.
func (c *cycle) tabs() map[tabRole]TabInfo {
	found := map[tabRole]TabInfo{}
	for _, t := range c.outline.Tabs {
		if t.Title == hiddenTitle {
			found[tabHidden] = t
		}
	}
	names := map[tabRole]string{tabPayments: c.Tabs.Payments, tabCustomers: c.Tabs.Customers, tabPeople: c.Tabs.People, tabFollow: c.Tabs.FollowUp}
	roles := []tabRole{tabPayments, tabCustomers, tabPeople, tabLadder}
	if c.FollowUp {
		roles = append(roles, tabFollow)
	}
	for _, role := range roles {
		if t, ok := c.findTab(c.state.mark.Tabs[role], names[role], role); ok {
			found[role] = t
		}
	}
	invoices, _ := c.invoiceTabs()
	for _, t := range invoices {
		found[invoicesTab(t.ID)] = t
	}
	return found
}

// findTab finds a tab by its id if it is known and still there, else by its
// configured title, else by the words for its role.
func (c *cycle) findTab(id int64, title string, role tabRole) (TabInfo, bool) {
	_, known := c.state.mark.Tabs[role]
	if role == tabInvoices {
		_, known = c.state.mark.Titles[title]
	}
	if known {
		if i := slices.IndexFunc(c.outline.Tabs, func(t TabInfo) bool { return t.ID == id }); i >= 0 {
			return c.outline.Tabs[i], true
		}
	}
	for _, t := range c.outline.Tabs {
		if title != "" && t.Title == title || title == "" && slices.Contains(tabTitles[role], squeeze(t.Title)) {
			return t, true
		}
	}
	return TabInfo{}, false
}

// invoiceTabs finds the tabs of invoices in the order of the configuration, and
// the configured titles of those that aren't there. Where none is configured,
// it is the one with a usual title, or at first the first that can be seen.
func (c *cycle) invoiceTabs() (found []TabInfo, missing []string) {
	titles := c.Tabs.Invoices
	if len(titles) == 0 {
		titles = []string{""}
	}
	for _, title := range titles {
		t, ok := c.findTab(c.state.mark.Titles[title], title, tabInvoices)
		if !ok && title == "" && !c.state.mark.Synced {
			if i := slices.IndexFunc(c.outline.Tabs, func(t TabInfo) bool { return !t.Hidden }); i >= 0 {
				t, ok = c.outline.Tabs[i], true
			}
		}
		switch {
		case !ok:
			missing = append(missing, title)
		case !slices.ContainsFunc(found, func(f TabInfo) bool { return f.ID == t.ID }):
			found = append(found, t)
		}
	}
	return found, missing
}

func (c *cycle) fetchOutline(ctx context.Context) error {
	o, err := c.Spreadsheet.Outline(ctx)
	c.called("outline")
	if err != nil {
		return err
	}
	c.outline, c.outlined = &o, c.now
	return nil
}

// rereads is how often the sheet is read again because columns moved meanwhile.
const rereads = 2

// read reads everything at one moment and types it. With formulas, cells that
// hold one give its text, which tells the columns that a person owns.
func (c *cycle) read(ctx context.Context, formulas bool) (*sheetRead, error) {
	read, err := c.readOnce(ctx, formulas)
	for n := 0; n < rereads && errors.Is(err, errColumnsMoved); n++ {
		read, err = c.readOnce(ctx, formulas)
	}
	return read, err
}

func (c *cycle) readOnce(ctx context.Context, formulas bool) (*sheetRead, error) {
	fresh := c.outline == nil
	if !fresh {
		_, missing := c.invoiceTabs()
		fresh = slices.ContainsFunc(missing, func(title string) bool { return !c.state.mark.Without[title] }) // it may be there by now
	}
	if fresh || c.seeksLadder() {
		if err := c.fetchOutline(ctx); err != nil {
			return nil, err
		}
	}
	grids, tabs, err := c.readGrids(ctx, formulas)
	if callCode(err) == CallRefused && err != nil && !fresh {
		// A tab was renamed or deleted.
		if err = c.fetchOutline(ctx); err == nil {
			grids, tabs, err = c.readGrids(ctx, formulas)
		}
	}
	switch {
	case err == nil:
	case callCode(err) == CallTooLarge:
		return &sheetRead{Holds: []Problem{problem(ProblemTooManyRows, itoa(MaxRows), itoa(MaxBytes>>20))}}, nil
	default:
		return nil, err
	}
	return c.parse(ctx, grids, tabs)
}

func (c *cycle) readGrids(ctx context.Context, formulas bool) (map[tabRole]Grid, map[tabRole]TabInfo, error) {
	tabs := c.tabs()
	ask := ReadAsk{Formulas: formulas}
	var roles []tabRole
	list, _ := c.invoiceTabs()
	wanted := make([]tabRole, 0, len(list)+4)
	for _, t := range list {
		wanted = append(wanted, invoicesTab(t.ID))
	}
	for _, role := range append(wanted, tabFollow, tabPayments, tabCustomers, tabPeople, tabLadder, tabHidden) {
		t, ok := tabs[role]
		if !ok {
			continue
		}
		a := Area{Tab: t, FullHeight: true}
		if role == tabHidden {
			a = Area{Tab: t, Rows: logLines + 1, Cols: beatColumn + 1}
		}
		roles, ask.Areas = append(roles, role), append(ask.Areas, a)
	}
	if len(roles) == 0 {
		return nil, tabs, nil
	}
	read, err := c.Spreadsheet.Read(ctx, ask)
	c.called("read")
	if err != nil {
		return nil, nil, err
	}
	grids := map[tabRole]Grid{}
	for i, role := range roles {
		grids[role] = read[i]
	}
	return grids, tabs, nil
}

func (c *cycle) options() ParseOptions { return OptionsFor(c.outline.Locale, c.Currency) }

func (c *cycle) parse(ctx context.Context, grids map[tabRole]Grid, tabs map[tabRole]TabInfo) (*sheetRead, error) {
	s := &sheetRead{ordinals: c.seen.ordinals}
	log, err := readLog(grids[tabHidden])
	if err != nil {
		return nil, err
	}
	s.Log = log
	if c.beats, err = showsBeat(grids[tabHidden]); err != nil {
		return nil, err
	}
	if s.Holds, err = c.checkStale(ctx, log); err != nil || len(s.Holds) > 0 {
		return s, err
	}
	if err := c.parseInvoiceTabs(ctx, s, grids); err != nil || len(s.Invoices) == 0 {
		return s, err
	}
	if err := c.parseFollowTab(ctx, s, grids, tabs); err != nil {
		return nil, err
	}
	for role, into := range map[tabRole]*tabRead{tabPayments: &s.Payments, tabCustomers: &s.Customers, tabPeople: &s.People, tabLadder: &s.Ladder} {
		t, ok := tabs[role]
		if !ok {
			continue
		}
		dictionary := map[tabRole][]column{tabPayments: paymentColumns, tabCustomers: customerColumns, tabPeople: peopleColumns, tabLadder: ladderColumns}[role]
		var found []Problem
		if *into, found, err = readHeader(role, t, grids[role], nil, dictionary); err != nil {
			return nil, err
		}
		for _, p := range found {
			p.Tab = t.Title
			s.Problems = append(s.Problems, p)
			into.OK = false // nothing is taken from columns that can't be told apart
		}
	}
	opt := c.options()
	for _, t := range s.Invoices {
		t.Hash = headerHash(*t, opt)
		if !t.OK {
			continue
		}
		if err := s.readRows(t, c.state, c.seen.tabs[t.Role], opt); err != nil {
			return nil, err
		}
	}
	if s.Follow != nil {
		s.Follow.Hash = headerHash(*s.Follow, opt)
	}
	if err := s.readFollow(c.state.follow, opt); err != nil {
		return nil, err
	}
	return s, s.readPayments(opt)
}

// parseFollowTab finds the header of Follow-up. Before the tab is made there is
// none; a known one that is gone holds the book.
func (c *cycle) parseFollowTab(ctx context.Context, s *sheetRead, grids map[tabRole]Grid, tabs map[tabRole]TabInfo) error {
	if !c.FollowUp {
		return nil
	}
	tab, ok := tabs[tabFollow]
	if !ok {
		if _, known := c.state.mark.Watched[tabFollow]; known && !c.ask.Force {
			s.Holds = append(s.Holds, problem(ProblemNoTab, c.followTitle()))
		}
		return nil
	}
	t, problems, err := readHeader(tabFollow, tab, grids[tabFollow], c.overrides(tabFollow), invoiceColumns)
	if err != nil {
		return err
	}
	s.Follow = &t
	return c.checkHeader(ctx, s, &t, problems)
}

func (c *cycle) followTitle() string {
	if c.Tabs.FollowUp != "" {
		return c.Tabs.FollowUp
	}
	return titleFor(tabFollow, c.Language)
}

// parseInvoiceTabs finds the header of each invoice tab. A configured tab that
// isn't there holds the book where its invoices are known or about to be met.
func (c *cycle) parseInvoiceTabs(ctx context.Context, s *sheetRead, grids map[tabRole]Grid) error {
	list, missing := c.invoiceTabs()
	for _, title := range missing {
		pr := problem(ProblemNoTab, c.tabName(title))
		_, known := c.state.mark.Titles[title]
		switch {
		case c.state.mark.Without[title]:
		case len(list) == 0 || !c.state.mark.Synced || known && !c.ask.Force:
			s.Holds = append(s.Holds, pr)
		default:
			s.Problems = append(s.Problems, pr)
		}
	}
	for i, tab := range list {
		role := invoicesTab(tab.ID)
		t, problems, err := readHeader(role, tab, grids[role], c.overrides(role), invoiceColumns)
		if err != nil {
			return err
		}
		if t.Pos = i; c.FollowUp {
			t.ReadOnly = true
			if c.OpenItems || t.Columns.keepsBalance() {
				t.Balance, t.Listed = t.Columns.Index(ledger.FieldBalance)
			}
			t.Columns.drop(func(f ledger.Field) bool { return OwnerOf(f) == OwnerBot })
		}
		s.Invoices = append(s.Invoices, &t)
		if err := c.checkHeader(ctx, s, &t, problems); err != nil {
			return err
		}
	}
	return nil
}

// What one read may hold; beyond it the book is held and a person told. Invoices
// take 11 bytes a cell (docs/benchmarks.md): so many rows of 30 columns are half
// of that size.
const (
	MaxRows  = 200_000 // of one tab
	MaxBytes = 128 << 20
)

func (c *cycle) tabName(title string) string {
	if title == "" {
		return titleFor(tabInvoices, c.Language)
	}
	return title
}

// overrides are the configured headers and those learnt from our marks on a
// tab's columns. Only invoices are configured.
func (c *cycle) overrides(role tabRole) map[string]string {
	if !role.holdsInvoices() {
		return nil
	}
	all := map[string]string{}
	if role != tabFollow {
		maps.Copy(all, c.Columns)
	}
	maps.Copy(all, c.state.mark.Watched[role].Renamed)
	return all
}

// checkHeader holds the book where a column that matters is missing or there
// twice. A renamed column is found by our mark on it: that is normal life.
func (c *cycle) checkHeader(ctx context.Context, s *sheetRead, t *tabRead, problems []Problem) error {
	mark := c.state.mark.Watched[t.Role]
	known, fine := len(mark.Columns) > 0, true
	hold := func(pr Problem) {
		pr.Tab = t.Tab.Title
		s.Holds, fine = append(s.Holds, pr), false
	}
	for _, p := range problems {
		if p.Code == ProblemTwoColumns {
			hold(p)
			continue
		}
		if p.Code == ProblemNoSuchHeader && mark.Renamed[p.Args[0]] != "" {
			continue // learnt once, gone since; checked below
		}
		p.Tab = t.Tab.Title
		s.Problems = append(s.Problems, p)
	}
	if fine && !t.OK && known && c.rowsOf(t.Role) > 0 && len(t.grid.Rows) > 0 {
		hold(problem(ProblemNoHeader, itoa(headerWithin))) // our marks would say where the columns are, and not where the rows begin
		return nil
	}
	var missing []ledger.Field
	for f := range mark.Columns {
		if !t.Columns.Has(f) {
			missing = append(missing, f)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 && len(t.grid.Rows) > 0 && fine {
		if err := c.fetchTags(ctx, t, missing); err != nil {
			return err
		}
		missing = slices.DeleteFunc(missing, func(f ledger.Field) bool { return c.foundByTag(t, f) })
	}
	if n := c.rowsOf(t.Role); len(t.grid.Rows) == 0 && n > 0 {
		hold(problem(ProblemEmptySheet, itoa(n)))
		return nil
	}
	if fine && !t.Columns.Has(ledger.FieldNumber) {
		pr := problem(ProblemNoColumn, HeaderFor(ledger.FieldNumber, c.Language))
		// A tab that is being prepared for next year holds nothing up.
		if t.OK = false; len(t.grid.Rows) == 0 && len(c.Tabs.Invoices) > 1 && t.Role != tabFollow || !known && c.state.mark.Synced && t.Role != tabFollow {
			pr.Tab = t.Tab.Title
			s.Problems = append(s.Problems, pr)
			return nil
		}
		hold(pr)
		return nil
	}
	if !fine {
		return nil // what is claimed twice is not missing
	}
	for _, f := range missing {
		if c.ask.Force || t.Columns.Has(f) {
			continue
		}
		hold(problem(ProblemColumnGone, mark.Columns[f]))
	}
	return nil
}

// rowsOf counts the known invoices that stood in a tab.
func (c *cycle) rowsOf(role tabRole) int {
	if role == tabFollow {
		return len(c.state.follow)
	}
	return c.state.tally.inTab[role]
}

// fetchTags fetches the outline for our marks on fields' columns. They are read
// after the rows: where a column moved in between, a mark would name another
// column, so that the header has to stand afterwards as it was read.
func (c *cycle) fetchTags(ctx context.Context, t *tabRead, fields []ledger.Field) error {
	if err := c.fetchOutline(ctx); err != nil {
		return err
	}
	if !slices.ContainsFunc(c.outline.Tags, func(tag ColumnTag) bool {
		return tag.Tab == t.Tab.ID && slices.Contains(fields, ledger.Field(tag.Field))
	}) {
		return nil
	}
	grids, err := c.Spreadsheet.Inspect(ctx, []Area{t.headerArea()})
	c.called("inspect")
	if err != nil {
		return err
	}
	if !t.isHeadedBy(grids[0]) {
		return errColumnsMoved
	}
	return nil
}

func (c *cycle) foundByTag(t *tabRead, f ledger.Field) bool {
	for _, tag := range c.outline.Tags {
		if tag.Tab != t.Tab.ID || tag.Field != string(f) || fieldAt(t.Columns, tag.Column) != "" {
			continue
		}
		t.Columns.index[f] = tag.Column
		for len(t.Columns.header) <= tag.Column {
			t.Columns.header = append(t.Columns.header, "")
		}
		if text := textAt(headerTexts(t.header), tag.Column); text != "" {
			mark := c.state.mark.Watched[t.Role]
			mark.Renamed = maps.Clone(mark.Renamed)
			if mark.Renamed == nil {
				mark.Renamed = map[string]string{}
			}
			maps.DeleteFunc(mark.Renamed, func(_, field string) bool { return field == string(f) })
			mark.Renamed[text] = string(f)
			c.state.mark.setTab(t.Role, mark)
		}
		return true
	}
	return false
}

// staleFor is how long reads may lack what we wrote before that means a
// restored version and not a lagging replica of the service.
const staleFor = 3 * time.Minute

// checkStale discards a read that lacks a write known to be applied. Where it
// is gone for good, someone restored an older version: the book is held.
func (c *cycle) checkStale(ctx context.Context, log []logLine) ([]Problem, error) {
	missing := false
	tokens := c.state.mark.Tokens
	for _, t := range tokens[max(0, len(tokens)-recentTokens):] {
		if t.Applied && !slices.ContainsFunc(log, func(l logLine) bool { return l.Token == t.Name }) {
			missing = true
		}
	}
	if !c.looked { // a later read of this cycle would show its own write
		for _, l := range log {
			c.report.HighWater = max(c.report.HighWater, l.Book)
		}
		c.looked = true
	}
	if !missing {
		c.state.mark.StaleFrom = time.Time{}
		return nil, nil
	}
	if c.state.mark.StaleFrom.IsZero() {
		c.state.mark.StaleFrom = c.now
		if c.ask.DryRun {
			return nil, ErrStale // who only looks has no say in what is kept
		}
		if err := c.putMark(ctx); err != nil {
			return nil, err
		}
	}
	if c.now.Sub(c.state.mark.StaleFrom) < staleFor {
		return nil, ErrStale
	}
	if c.ask.Force {
		return nil, c.acceptVersion(ctx, log)
	}
	return []Problem{problem(ProblemTokensGone)}, nil
}

// recentTokens is how many of the last writes every read must show.
const recentTokens = 2
