package sheets

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// surveyDesk is an empty book that nothing is recorded in.
type surveyDesk struct{ Desk }

func (surveyDesk) Book() *ledger.Book { return ledger.NewBook() }

// TakeSurvey says what adopting would find and do. It is pure: the same input
// gives the same survey.
func TakeSurvey(in SurveyInput) (Survey, error) {
	s := Survey{Title: in.Outline.Title}
	in.chooseTabs(&s)
	read, cycle, err := in.read(in.Outline, in.Cells)
	if err != nil {
		return s, err
	}
	s.Tabs = in.Tabs
	s.describe(in, read, cycle.state.mark.Watched)
	s.OtherTabs = slices.DeleteFunc(s.OtherTabs, func(o OtherTab) bool {
		return slices.ContainsFunc(read.Invoices, func(t *tabRead) bool { return t.Tab.Title == o.Title })
	})
	outline, cells := in.Outline, in.Cells
	if len(read.Holds) == 0 && !in.NoAdd {
		s.addColumns(in, read)
		if outline, cells, err = in.withColumns(s.AddColumns, read); err != nil {
			return s, err
		}
	}
	if read, cycle, err = in.read(outline, cells); err != nil {
		return s, err
	}
	s.Holds = append(s.Holds, read.Holds...)
	if len(s.Holds) > 0 {
		s.Problems = append(s.Problems, read.Problems...)
		return s, nil
	}
	return s, s.plan(in, read, cycle)
}

// read runs the reading half of a first sync over the cells.
func (in SurveyInput) read(outline Outline, cells map[int64]TabCells) (*sheetRead, *cycle, error) {
	ctx := context.Background() // nothing waits: the cells are in memory
	c := &cycle{
		Syncer: &Syncer{Options: Options{
			Desk: surveyDesk{}, Spreadsheet: paper{outline, cells}, Language: in.Language, Currency: in.Currency, Columns: in.Columns, Tabs: in.Tabs,
			NewID: func() string { return strings.Repeat("0", 16) },
		}},
		id: "survey", now: in.Now, today: in.Today, ask: SyncAsk{DryRun: true}, report: Report{Calls: map[string]int{}},
	}
	c.state = &cycleState{}
	c.outline = &outline
	read, err := c.read(ctx, false)
	if err != nil || len(read.Holds) > 0 {
		return read, c, err
	}
	defer c.learnPaid(read)
	return read, c, c.findFormulas(ctx, slices.DeleteFunc(slices.Clone(read.Invoices), func(t *tabRead) bool { return !t.OK }))
}

// plan fills in what a first sync would take and write.
func (s *Survey) plan(in SurveyInput, read *sheetRead, c *cycle) error {
	c.planned = ledger.NewBook()
	plan := Plan(c.input(read, nil))
	s.Problems, s.Holds = append(s.Problems, plan.Problems...), append(s.Holds, plan.Hold...)
	s.tellMerges(in, read)
	slices.SortStableFunc(s.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(read.place(a.Tab), read.place(b.Tab)), cmp.Compare(a.Row, b.Row))
	})
	if len(plan.Hold) > 0 {
		return nil
	}
	changes := plan.Changes
	if err := c.readDirectory(read, &changes, &directoryDocs{}); err != nil {
		return err
	}
	book, err := ledger.NewBook().Apply(changes...)
	if err != nil {
		return err
	}
	s.Invoices = book.Len()
	customers, open := map[ledger.Key]bool{}, map[ledger.Currency]int64{}
	for inv := range book.Invoices() {
		if inv.CustomerKey != "" {
			customers[inv.CustomerKey] = true
		}
		open[inv.Amount.Currency] += inv.Open().Minor
	}
	s.Customers, s.Open = len(customers), moneys(open)
	s.Near = book.NearDuplicates()
	s.late(in, book)
	s.writes(read, plan)
	return nil
}

// tellMerges says of a missing number or customer that its cell is merged with
// another. A sync doesn't know: merges may have moved since they were read, so
// nothing is ever filled down from them.
func (s *Survey) tellMerges(in SurveyInput, read *sheetRead) {
	for i, p := range s.Problems {
		f := map[ProblemCode]ledger.Field{ProblemNoCustomer: ledger.FieldCustomer, ProblemNoNumber: ledger.FieldNumber}[p.Code]
		for _, t := range read.Invoices {
			col, ok := t.Columns.Index(f)
			if !ok || t.Tab.Title != p.Tab {
				continue
			}
			for _, m := range in.Cells[t.Tab.ID].Merges {
				if m.holds(p.Row-1, col) && !IsBlank(cellAt(rowAt(t.grid, m.Row), m.Col)) {
					s.Problems[i] = problem(ProblemMerged, m.a1(), cellText(cellAt(rowAt(t.grid, m.Row), m.Col))).in(f)
					s.Problems[i].Tab, s.Problems[i].Row, s.Problems[i].Invoice = p.Tab, p.Row, p.Invoice
				}
			}
		}
	}
}

func (m Merge) holds(row, col int) bool {
	return row >= m.Row && row < m.Row+m.Rows && col >= m.Col && col < m.Col+m.Cols && (row != m.Row || col != m.Col)
}

func (m Merge) a1() string {
	return columnName(m.Col) + itoa(m.Row+1) + ":" + columnName(m.Col+m.Cols-1) + itoa(m.Row+m.Rows)
}

// place is where a tab stands among those of invoices, others behind them.
func (s *sheetRead) place(title string) int {
	for _, t := range s.Invoices {
		if t.Tab.Title == title {
			return t.Pos
		}
	}
	return len(s.Invoices)
}

// late counts what is overdue, by the stage it would be at.
func (s *Survey) late(in SurveyInput, book *ledger.Book) {
	all := map[ledger.Currency]int64{}
	stages, counts := map[int]map[ledger.Currency]int64{}, map[int]int{}
	for late := range book.Late(in.Today) {
		stage := max(stageAfter(in.Ladder, late.Invoice.DaysLate(in.Today)), historyNumber(late.Invoice.Stage))
		if stages[stage] == nil {
			stages[stage] = map[ledger.Currency]int64{}
		}
		stages[stage][late.Open.Currency] += late.Open.Minor
		counts[stage]++
		all[late.Open.Currency] += late.Open.Minor
		s.Late.Count++
	}
	s.Late.Open = moneys(all)
	for _, stage := range slices.Sorted(maps.Keys(counts)) {
		s.Late.Stages = append(s.Late.Stages, StageCount{Stage: stage, Count: counts[stage], Open: moneys(stages[stage])})
	}
}

func historyNumber(stage ledger.Stage) int {
	if !stage.Reached {
		return -1
	}
	return stage.Number
}

// stageAfter is the highest stage of a ladder that so many days reach, or -1.
func stageAfter(ladder []int, days int) int {
	reached := -1
	for stage, day := range ladder {
		if days >= day {
			reached = stage
		}
	}
	return reached
}

func moneys(minor map[ledger.Currency]int64) []ledger.Money {
	var list []ledger.Money
	for _, c := range slices.Sorted(maps.Keys(minor)) {
		if minor[c] != 0 {
			list = append(list, ledger.Money{Minor: minor[c], Currency: c})
		}
	}
	return list
}

// writes sums the planned cells up by column.
func (s *Survey) writes(read *sheetRead, plan Planned) {
	type place struct {
		tab int // its place among the tabs
		col int
	}
	found := map[place]*SurveyedWrites{}
	for _, w := range plan.Writes {
		t := read.tab(w.Tab)
		if t == nil {
			continue
		}
		if w.Insert {
			w.Col = -1
		}
		at := place{t.Pos, w.Col}
		if t == &read.Payments {
			at.tab = len(read.Invoices)
		}
		if found[at] == nil {
			found[at] = &SurveyedWrites{Tab: t.Tab.Title, Field: w.Field}
			if w.Col >= 0 {
				found[at].Letter, found[at].Header = columnName(w.Col), textAt(headerTexts(t.header), w.Col)
			}
		}
		found[at].Cells++
		if w.Old != nil {
			found[at].Over++
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(found), func(a, b place) int { return cmp.Or(cmp.Compare(a.tab, b.tab), cmp.Compare(a.col, b.col)) }) {
		s.Writes = append(s.Writes, *found[at])
	}
}
