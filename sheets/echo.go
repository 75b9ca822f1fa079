package sheets

import (
	"maps"
	"slices"
	"strings"
)

// echoed is an area that the batch gives back as it is after the write: the
// cells that were written, of rows that stand together.
type echoed struct {
	tab  tabRole
	area Area
}

func (in *intent) echo() []echoed {
	type span struct{ lo, hi int }
	rows := map[tabRole]map[int]span{}
	for _, o := range in.Ops {
		if o.Insert {
			continue
		}
		if rows[o.Tab] == nil {
			rows[o.Tab] = map[int]span{}
		}
		s, seen := rows[o.Tab][o.Row]
		if !seen {
			s = span{o.Col, o.Col}
		}
		rows[o.Tab][o.Row] = span{min(s.lo, o.Col), max(s.hi, o.Col)}
	}
	var list []echoed
	for _, tab := range slices.Sorted(maps.Keys(rows)) {
		last := -2
		for _, row := range slices.Sorted(maps.Keys(rows[tab])) {
			s := rows[tab][row]
			if row == last+1 {
				a := &list[len(list)-1].area
				end := max(a.Col+a.Cols, s.hi+1)
				a.Col = min(a.Col, s.lo)
				a.Cols, a.Rows = end-a.Col, a.Rows+1
			} else {
				list = append(list, echoed{tab, Area{Tab: in.Tabs[tab], Row: row, Rows: 1, Col: s.lo, Cols: s.hi - s.lo + 1}})
			}
			last = row
		}
	}
	return list
}

// refused parts the ops whose cell did not take our value from those that are
// done: it lies within a merged cell, say. The baseline doesn't move for them,
// neither to what we wrote nor to what is read back.
func (in *intent) refused(done []op, grids []Inspection) (took, refused []op) {
	areas := in.echo()
	if len(grids) < len(areas) {
		return done, nil // the reply was lost: only the copies tell
	}
	for _, o := range done {
		at := slices.IndexFunc(areas, func(e echoed) bool {
			return e.tab == o.Tab && o.Row >= e.area.Row && o.Row < e.area.Row+e.area.Rows && o.Col >= e.area.Col && o.Col < e.area.Col+e.area.Cols
		})
		if o.Insert || o.PutBack != "" || at < 0 {
			took = append(took, o)
			continue
		}
		shown := grids[at].cell(o.Row-areas[at].area.Row, o.Col-areas[at].area.Col).Value
		if sameCell(oneBreak(shown), oneBreak(o.New.Value)) {
			took = append(took, o)
			continue
		}
		refused = append(refused, o)
	}
	return took, refused
}

// oneBreak writes line breaks one way.
func oneBreak(v any) any {
	if s, ok := v.(string); ok {
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	return v
}
