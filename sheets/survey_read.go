package sheets

import (
	"context"
	"errors"
	"strings"
)

// ReadForSurvey reads what a Survey is made of: the outline, and every tab that
// can be seen, values and formulas.
func ReadForSurvey(ctx context.Context, s Spreadsheet) (Outline, map[int64]TabCells, error) {
	outline, err := s.Outline(ctx)
	if err != nil {
		return outline, nil, err
	}
	var tabs []TabInfo
	values := ReadAsk{}
	for _, t := range outline.Tabs {
		if !t.Hidden {
			tabs, values.Areas = append(tabs, t), append(values.Areas, Area{Tab: t, FullHeight: true})
		}
	}
	cells := map[int64]TabCells{}
	if len(tabs) == 0 {
		return outline, cells, nil
	}
	shown, err := s.Read(ctx, values)
	if err != nil {
		return outline, nil, err
	}
	formulas, err := s.Read(ctx, ReadAsk{Areas: values.Areas, Formulas: true})
	if err != nil {
		return outline, nil, err
	}
	for i, t := range tabs {
		of := TabCells{Values: shown[i], Formulas: formulas[i], Merges: outline.Merges[t.ID]}
		if spillsIn(of.Formulas) {
			seen, err := s.Inspect(ctx, []Area{{Tab: t, Rows: max(1, len(of.Values.Rows)), Cols: max(1, t.Columns)}})
			if err != nil {
				return outline, nil, err
			}
			of.Entered = seen[0]
		}
		cells[t.ID] = of
	}
	return outline, cells, nil
}

func spillsIn(g Grid) bool {
	for _, raw := range g.Rows {
		cells, err := decodeRow(raw)
		if err != nil {
			continue
		}
		for _, v := range cells {
			if s, ok := v.(string); ok && strings.HasPrefix(s, "=") && maySpill(s) {
				return true
			}
		}
	}
	return false
}

// paper is a spreadsheet that was read: the cycle reads it again, and nothing
// can be written.
type paper struct {
	outline Outline
	cells   map[int64]TabCells
}

var errPaper = errors.New("a survey writes nothing")

func (p paper) Version(context.Context) (string, error)  { return "", nil }
func (p paper) Outline(context.Context) (Outline, error) { return p.outline, nil }

func (p paper) Write(context.Context, Batch) ([]Inspection, error) { return nil, errPaper }

func (p paper) Read(_ context.Context, ask ReadAsk) ([]Grid, error) {
	grids := make([]Grid, len(ask.Areas))
	for i, a := range ask.Areas {
		if grids[i] = p.cells[a.Tab.ID].Values; ask.Formulas {
			grids[i] = p.cells[a.Tab.ID].Formulas
		}
	}
	return grids, nil
}

func (p paper) Inspect(_ context.Context, areas []Area) ([]Inspection, error) {
	list := make([]Inspection, len(areas))
	for i, a := range areas {
		of := p.cells[a.Tab.ID]
		for row := a.Row; row < a.Row+a.Rows; row++ {
			if len(of.Entered.Rows) > 0 {
				list[i].Rows = append(list[i].Rows, of.Entered.row(row))
				continue
			}
			shown, entered := rowAt(of.Values, row), rowAt(of.Formulas, row)
			cells := make([]Entered, max(len(shown), len(entered)))
			for col := range cells {
				cells[col] = Entered{Value: cellAt(shown, col), Blank: cellAt(entered, col) == nil}
				if s, ok := cellAt(entered, col).(string); ok && strings.HasPrefix(s, "=") {
					cells[col].Formula = s
				}
			}
			list[i].Rows = append(list[i].Rows, cells)
		}
	}
	return list, nil
}

func rowAt(g Grid, i int) []any {
	if i < 0 || i >= len(g.Rows) {
		return nil
	}
	cells, err := decodeRow(g.Rows[i])
	if err != nil {
		return nil
	}
	return cells
}
