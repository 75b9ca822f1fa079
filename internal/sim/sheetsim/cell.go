package sheetsim

// cell is immutable: an edit stores a new one.
type cell struct {
	literal value    // what was entered, when formula is nil
	formula *formula // what was entered, when it began with "="
	format  obj      // userEnteredFormat, canonical; nil for none
	note    string
	rule    obj // dataValidation
}

var noCell = &cell{}

func (c *cell) blank() bool { return c.formula == nil && c.literal.kind == kindEmpty }

// bare tells that nothing at all is stored.
func (c *cell) bare() bool {
	return c.blank() && len(c.format) == 0 && c.note == "" && len(c.rule) == 0
}

// numberFormat is the format entered for the cell, or nil.
func (c *cell) numberFormat() *numberFormat {
	nf := c.format.sub("numberFormat")
	if nf == nil {
		return nil
	}
	return &numberFormat{Type: nf.str("type"), Pattern: nf.str("pattern")}
}

// entered writes what was entered as an ExtendedValue, nil for blank.
func (c *cell) entered() obj {
	if c.formula != nil {
		return obj{"formulaValue": c.formula.source}
	}
	return c.literal.extended()
}

// withContent returns a copy that holds the content of from and keeps its own
// format, note and rule.
func (c *cell) withContent(from *cell) *cell {
	out := *c
	out.literal, out.formula = from.literal, from.formula
	return &out
}

func (c *cell) withNumberFormat(nf *numberFormat) *cell {
	out := *c
	format := obj{"type": nf.Type}
	if nf.Pattern != "" {
		format["pattern"] = nf.Pattern
	}
	out.format = c.format.with("numberFormat", format)
	return &out
}

// row is immutable like cell; nil is an empty row.
type row struct {
	cells  []*cell // nil entries and missing tails are blank
	height int     // pixels, 0 for the default
	hidden bool
}

func (r *row) cell(col int) *cell {
	if r == nil || col >= len(r.cells) || r.cells[col] == nil {
		return noCell
	}
	return r.cells[col]
}

func (r *row) clone() *row {
	if r == nil {
		return &row{}
	}
	out := *r
	out.cells = append([]*cell(nil), r.cells...)
	return &out
}

// set changes one cell of a row that is not shared yet.
func (r *row) set(col int, c *cell) {
	if c.bare() {
		c = nil
	}
	if col >= len(r.cells) {
		if c == nil {
			return
		}
		r.cells = append(r.cells, make([]*cell, col+1-len(r.cells))...)
	}
	r.cells[col] = c
}

// column holds what is set for a whole column.
type column struct {
	width  int // pixels, 0 for the default
	hidden bool
}
