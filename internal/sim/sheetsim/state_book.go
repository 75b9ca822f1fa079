package sheetsim

import (
	"fmt"
	"strings"
)

func (b *book) saved() savedBook {
	out := savedBook{
		ID: b.id, Title: b.title, Locale: b.locale, TimeZone: b.timeZone, Props: b.props,
		Version: b.version, Created: b.created, Modified: b.modified, Editor: b.editor, Writers: b.writers,
	}
	for _, s := range b.sheets {
		out.Sheets = append(out.Sheets, s.saved())
	}
	for _, n := range b.names {
		out.Names = append(out.Names, savedName{n.id, n.name, n.sheetID, n.area.saved()})
	}
	for _, md := range b.metadata {
		out.Metadata = append(out.Metadata, savedMetadata{md.id, md.key, md.value, md.visibility, md.onSpreadsheet, md.sheetID, md.dimension, md.from, md.to})
	}
	return out
}

func (in savedBook) restored() (*book, error) {
	b := &book{
		id: in.ID, title: in.Title, locale: in.Locale, timeZone: in.TimeZone, props: plainObject(in.Props),
		version: in.Version, created: in.Created, modified: in.Modified, editor: in.Editor, writers: in.Writers,
	}
	if len(in.Sheets) == 0 || in.ID == "" {
		return nil, fmt.Errorf("it has no id or no tabs")
	}
	for _, saved := range in.Sheets {
		s, err := saved.restored(localeOf(b.locale))
		if err != nil {
			return nil, fmt.Errorf("tab %q: %w", saved.Title, err)
		}
		b.sheets = append(b.sheets, s)
	}
	for _, n := range in.Names {
		b.names = append(b.names, namedRange{n.ID, n.Name, n.SheetID, n.Area.restored()})
	}
	for _, m := range in.Metadata {
		b.metadata = append(b.metadata, metadata{m.ID, m.Key, m.Value, m.Visibility, m.OnSpreadsheet, m.SheetID, m.Dimension, m.From, m.To})
	}
	return b, nil
}

func (s *sheet) saved() savedSheet {
	out := savedSheet{ID: s.id, Title: s.title, Props: s.props, RowCount: s.rowCount(), Filter: s.filter, FilterA: s.filterA.saved()}
	for _, c := range s.columns {
		out.Columns = append(out.Columns, savedColumn{c.width, c.hidden})
	}
	for r, line := range s.rows {
		if line == nil {
			continue
		}
		row := savedRow{Row: r, Height: line.height, Hidden: line.hidden}
		for c, at := range line.cells {
			if at != nil {
				row.Cells = append(row.Cells, at.saved(c))
			}
		}
		if row.Cells != nil || row.Height != 0 || row.Hidden {
			out.Rows = append(out.Rows, row)
		}
	}
	for _, m := range s.merges {
		out.Merges = append(out.Merges, m.saved())
	}
	for _, r := range s.rules {
		saved := savedRule{Body: r.body}
		for _, a := range r.areas {
			saved.Areas = append(saved.Areas, a.saved())
		}
		out.Rules = append(out.Rules, saved)
	}
	for _, g := range s.guards {
		out.Guards = append(out.Guards, savedGuard{g.id, g.area.saved(), g.body})
	}
	for _, g := range s.groups {
		out.Groups = append(out.Groups, savedGroup{g.rows, g.from, g.to, g.depth, g.collapsed})
	}
	return out
}

func (in savedSheet) restored(l *locale) (*sheet, error) {
	if err := checkSize(in.RowCount, len(in.Columns), 0); err != nil {
		return nil, err
	}
	s := newSheet(in.ID, in.Title, in.RowCount, len(in.Columns))
	if in.Props != nil {
		s.props = plainObject(in.Props)
	}
	for i, c := range in.Columns {
		s.columns[i] = column{c.Width, c.Hidden}
	}
	for _, saved := range in.Rows {
		if saved.Row < 0 || saved.Row >= len(s.rows) {
			return nil, fmt.Errorf("row %d is outside the grid", saved.Row)
		}
		line := &row{height: saved.Height, hidden: saved.Hidden}
		for _, c := range saved.Cells {
			if c.Col < 0 || c.Col >= len(s.columns) {
				return nil, fmt.Errorf("column %d is outside the grid", c.Col)
			}
			line.set(c.Col, c.restored(l))
		}
		s.rows[saved.Row] = line
	}
	for _, m := range in.Merges {
		s.merges = append(s.merges, m.restored())
	}
	s.filter, s.filterA = plainObject(in.Filter), in.FilterA.restored()
	for _, r := range in.Rules {
		fresh := rule{body: plainObject(r.Body)}
		for _, a := range r.Areas {
			fresh.areas = append(fresh.areas, a.restored())
		}
		condition := fresh.body.sub("booleanRule").sub("condition")
		if values := condition.objects("values"); condition.str("type") == "CUSTOM_FORMULA" && len(values) == 1 {
			if text := values[0].str("userEnteredValue"); strings.HasPrefix(text, "=") {
				fresh.formula = parseFormula(text, l)
			}
		}
		s.rules = append(s.rules, fresh)
	}
	for _, g := range in.Guards {
		s.guards = append(s.guards, protected{g.ID, g.Area.restored(), plainObject(g.Body)})
	}
	for _, g := range in.Groups {
		s.groups = append(s.groups, group{g.Rows, g.From, g.To, g.Depth, g.Collapsed})
	}
	return s, nil
}

func (c *cell) saved(col int) savedCell {
	out := savedCell{Col: col, Format: c.format, Note: c.note, Rule: c.rule}
	if c.formula != nil {
		out.Formula = c.formula.source
		return out
	}
	switch v := c.literal; v.kind {
	case kindNumber:
		out.Number = new(v.num)
	case kindText:
		out.Text = new(v.str)
	case kindBool:
		out.Bool = new(v.num != 0)
	case kindError:
		out.Error = v.str
	}
	return out
}

func (in savedCell) restored(l *locale) *cell {
	c := &cell{format: plainObject(in.Format), note: in.Note, rule: plainObject(in.Rule)}
	switch {
	case len(in.Formula) > 1:
		c.formula = parseFormula(in.Formula, l)
	case in.Number != nil:
		c.literal = numberValue(*in.Number)
	case in.Text != nil:
		c.literal = textValue(*in.Text)
	case in.Bool != nil:
		c.literal = boolValue(*in.Bool)
	case in.Error != "":
		c.literal = errorValue(in.Error)
	}
	return c
}
