package sheets

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// tabTitles are the titles by which tabs are found, as squeezed words.
var tabTitles = map[tabRole][]string{
	tabInvoices:  {"invoices", "factures", "invoice", "facture", "receivables", "creances"},
	tabPayments:  {"payments", "paiements", "reglements", "encaissements"},
	tabCustomers: {"customers", "clients", "accounts", "comptes"},
	tabPeople:    {"people", "personnes", "equipe", "team", "commerciaux"},
}

const hiddenTitle = "_relance"

// hiddenID is the id we give the hidden tab: a tab of one id can't be made twice.
const hiddenID = 1_372_900_417

// tabs finds the tab of each role: by its id once known, else by its title.
func (c *cycle) tabs() map[tabRole]TabInfo {
	found := map[tabRole]TabInfo{}
	byID := map[int64]TabInfo{}
	for _, t := range c.outline.Tabs {
		byID[t.ID] = t
		if t.Title == hiddenTitle {
			found[tabHidden] = t
		}
	}
	names := map[tabRole]string{
		tabInvoices: c.Tabs.Invoices, tabPayments: c.Tabs.Payments, tabCustomers: c.Tabs.Customers, tabPeople: c.Tabs.People,
	}
	for _, role := range []tabRole{tabInvoices, tabPayments, tabCustomers, tabPeople} {
		if id, ok := c.state.mark.Tabs[role]; ok {
			if t, there := byID[id]; there {
				found[role] = t
				continue
			}
		}
		for _, t := range c.outline.Tabs {
			word := squeeze(t.Title)
			if names[role] != "" && t.Title == names[role] || names[role] == "" && slices.Contains(tabTitles[role], word) {
				found[role] = t
				break
			}
		}
	}
	if _, ok := found[tabInvoices]; !ok && c.Tabs.Invoices == "" && c.state.mark.Tabs[tabInvoices] == 0 && !c.state.mark.Synced {
		for _, t := range c.outline.Tabs {
			if !t.Hidden {
				found[tabInvoices] = t
				break
			}
		}
	}
	return found
}

func (c *cycle) fetchOutline(ctx context.Context) error {
	o, err := c.Spreadsheet.Outline(ctx)
	c.called("outline")
	if err != nil {
		return err
	}
	c.outline = &o
	return nil
}

// read reads everything at one moment and types it. With formulas, cells that
// hold one give its text, which tells the columns that a person owns.
func (c *cycle) read(ctx context.Context, formulas bool) (*sheetRead, error) {
	fresh := c.outline == nil
	if fresh {
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
	if err != nil {
		return nil, err
	}
	return c.parse(ctx, grids, tabs)
}

func (c *cycle) readGrids(ctx context.Context, formulas bool) (map[tabRole]Grid, map[tabRole]TabInfo, error) {
	tabs := c.tabs()
	ask := ReadAsk{Formulas: formulas}
	var roles []tabRole
	for _, role := range []tabRole{tabInvoices, tabPayments, tabCustomers, tabPeople, tabHidden} {
		t, ok := tabs[role]
		if !ok {
			continue
		}
		a := Area{Tab: t, FullHeight: true}
		if role == tabHidden {
			a = Area{Tab: t, Rows: logLines + 1, Cols: 4}
		}
		roles, ask.Areas = append(roles, role), append(ask.Areas, a)
	}
	if len(roles) == 0 {
		return nil, tabs, nil
	}
	list, err := c.Spreadsheet.Read(ctx, ask)
	c.called("read")
	if err != nil {
		return nil, nil, err
	}
	grids := map[tabRole]Grid{}
	for i, role := range roles {
		grids[role] = list[i]
	}
	return grids, tabs, nil
}

func (c *cycle) options() ParseOptions { return OptionsFor(c.outline.Locale, c.Currency) }

func (c *cycle) parse(ctx context.Context, grids map[tabRole]Grid, tabs map[tabRole]TabInfo) (*sheetRead, error) {
	s := &sheetRead{}
	log, err := readLog(grids[tabHidden])
	if err != nil {
		return nil, err
	}
	s.Log = log
	if s.Holds, err = c.checkStale(ctx, log); err != nil || len(s.Holds) > 0 {
		return s, err
	}
	if _, ok := tabs[tabInvoices]; !ok {
		s.Holds = append(s.Holds, problem(ProblemNoTab, c.tabName()))
		return s, nil
	}
	if n := len(grids[tabInvoices].Rows); n > maxRows {
		s.Holds = append(s.Holds, problem(ProblemTooManyRows, itoa(n), itoa(maxRows)))
		return s, nil
	}
	var problems []Problem
	if s.Invoices, problems, err = readHeader(tabs[tabInvoices], grids[tabInvoices], c.overrides(), invoiceColumns); err != nil {
		return nil, err
	}
	if err := c.checkHeader(ctx, s, problems); err != nil {
		return nil, err
	}
	for role, into := range map[tabRole]*tabRead{tabPayments: &s.Payments, tabCustomers: &s.Customers, tabPeople: &s.People} {
		t, ok := tabs[role]
		if !ok {
			continue
		}
		dictionary := map[tabRole][]column{tabPayments: paymentColumns, tabCustomers: customerColumns, tabPeople: peopleColumns}[role]
		var found []Problem
		if *into, found, err = readHeader(t, grids[role], nil, dictionary); err != nil {
			return nil, err
		}
		for _, p := range found {
			p.Tab = t.Title
			s.Problems = append(s.Problems, p)
			into.OK = false // nothing is taken from columns that can't be told apart
		}
	}
	opt := c.options()
	s.Header = headerHash(s.Invoices, opt)
	if err := s.readRows(c.state.rows, opt); err != nil {
		return nil, err
	}
	return s, s.readPayments(opt)
}

// maxRows is the most rows of one tab that are read: some 100,000 rows of 20
// columns are 15 MB of JSON.
const maxRows = 200_000

func (c *cycle) tabName() string {
	if c.Tabs.Invoices != "" {
		return c.Tabs.Invoices
	}
	return "Invoices"
}

// overrides are the configured headers and those learnt from our marks on
// columns.
func (c *cycle) overrides() map[string]string {
	all := maps.Clone(c.Columns)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, c.state.mark.Renamed)
	return all
}

// checkHeader holds the book where a column that matters is missing or there
// twice. A renamed column is found by our mark on it: that is normal life.
func (c *cycle) checkHeader(ctx context.Context, s *sheetRead, problems []Problem) error {
	t := &s.Invoices
	for _, p := range problems {
		if p.Code == ProblemTwoColumns {
			s.Holds = append(s.Holds, p)
			continue
		}
		if p.Code == ProblemNoSuchHeader && c.state.mark.Renamed[p.Args[0]] != "" {
			continue // learnt once, gone since; checked below
		}
		p.Tab = t.Tab.Title
		s.Problems = append(s.Problems, p)
	}
	var missing []ledger.Field
	for f := range c.state.mark.Columns {
		if !t.Columns.Has(f) {
			missing = append(missing, f)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 && len(t.grid.Rows) > 0 && len(s.Holds) == 0 {
		if err := c.fetchOutline(ctx); err != nil {
			return err
		}
		missing = slices.DeleteFunc(missing, func(f ledger.Field) bool { return c.foundByTag(t, f) })
	}
	if len(t.grid.Rows) == 0 && len(c.state.rows) > 0 {
		s.Holds = append(s.Holds, problem(ProblemEmptySheet, itoa(len(c.state.rows))))
		return nil
	}
	if len(s.Holds) == 0 && !t.Columns.Has(ledger.FieldNumber) {
		s.Holds = append(s.Holds, problem(ProblemNoColumn, HeaderFor(ledger.FieldNumber, c.Language)))
		return nil
	}
	if len(s.Holds) > 0 {
		return nil // what is claimed twice is not missing
	}
	for _, f := range missing {
		if c.ask.Force || t.Columns.Has(f) {
			continue
		}
		s.Holds = append(s.Holds, problem(ProblemColumnGone, c.state.mark.Columns[f]))
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
			if c.state.mark.Renamed == nil {
				c.state.mark.Renamed = map[string]string{}
			}
			for old, field := range c.state.mark.Renamed {
				if field == string(f) {
					delete(c.state.mark.Renamed, old)
				}
			}
			c.state.mark.Renamed[text] = string(f)
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
		if err := c.putMark(ctx); err != nil {
			return nil, err
		}
	}
	if c.now.Sub(c.state.mark.StaleFrom) < staleFor {
		return nil, ErrStale
	}
	if c.ask.Force {
		c.state.mark.Tokens = nil // a person says that this version counts
		return nil, nil
	}
	return []Problem{problem(ProblemTokensGone)}, nil
}

// recentTokens is how many of the last writes every read must show.
const recentTokens = 2
