package sheetsim

// valueRange is a ValueRange reply, in the order the service prints it.
type valueRange struct {
	Range          string  `json:"range"`
	MajorDimension string  `json:"majorDimension"`
	Values         [][]any `json:"values,omitempty"`
}

// view says how values are read.
type view struct{ render, dates, major string }

func (c *call) view(prefix string) (view, *apiError) {
	name := func(s string) string {
		if prefix == "" {
			return s
		}
		return prefix + string(s[0]-'a'+'A') + s[1:]
	}
	var v view
	var err *apiError
	if v.render, err = c.enumParam(name("valueRenderOption"), "ValueRenderOption", "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"); err != nil {
		return v, err
	}
	if v.dates, err = c.enumParam(name("dateTimeRenderOption"), "DateTimeRenderOption", "SERIAL_NUMBER", "FORMATTED_STRING"); err != nil {
		return v, err
	}
	v.major = "ROWS"
	if prefix == "" {
		v.major, err = c.enumParam("majorDimension", "Dimension", "ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED")
	}
	if v.major == "DIMENSION_UNSPECIFIED" {
		v.major = "ROWS"
	}
	return v, err
}

// field masks of the plain replies are applied to their generic form.
func masked(c *call, message string, reply any) (any, *apiError) {
	m, err := c.fieldMask(message)
	if err != nil || m == nil {
		return reply, err
	}
	return m.filter(generic(reply)), nil
}

func generic(v any) any {
	switch x := v.(type) {
	case valueRange:
		out := obj{"range": x.Range, "majorDimension": x.MajorDimension}
		if len(x.Values) > 0 {
			rows := make([]any, len(x.Values))
			for i, r := range x.Values {
				rows[i] = r
			}
			out["values"] = rows
		}
		return out
	case obj:
		out := obj{}
		for k, e := range x {
			out[k] = generic(e)
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = generic(e)
		}
		return out
	}
	return v
}

func (s *Sim) valuesGet(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	v, err := c.view("")
	if err != nil {
		return nil, err
	}
	b, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	p, err := b.resolve(c.args["range"])
	if err != nil {
		return nil, err
	}
	return masked(c, "ValueRange", b.read(p, v))
}

func (s *Sim) valuesBatchGet(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	v, err := c.view("")
	if err != nil {
		return nil, err
	}
	b, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	reply := obj{"spreadsheetId": b.id}
	var ranges []any
	for _, text := range c.request.URL.Query()["ranges"] {
		p, err := b.resolve(text)
		if err != nil {
			return nil, err
		}
		ranges = append(ranges, b.read(p, v))
	}
	if ranges != nil {
		reply["valueRanges"] = ranges
	}
	return masked(c, "BatchGetValuesResponse", reply)
}

// read collects the values of a resolved place without trailing blanks.
func (b *book) read(p place, v view) valueRange {
	out := valueRange{Range: a1(p.sheet.title, p.area), MajorDimension: v.major}
	major, minor := p.height(), p.width()
	if v.major == "COLUMNS" {
		major, minor = minor, major
	}
	used := 0
	lines := make([][]any, major)
	for i := range major {
		line := []any{}
		for j := range minor {
			r, col := p.row0+i, p.col0+j
			if v.major == "COLUMNS" {
				r, col = p.row0+j, p.col0+i
			}
			if v.major != "COLUMNS" && p.sheet.rows[r] == nil && !b.spills(p.sheet) {
				break
			}
			shown := b.shown(p.sheet, r, col, v)
			if shown == "" {
				continue
			}
			for len(line) < j {
				line = append(line, "")
			}
			line = append(line, shown)
		}
		lines[i] = line
		if len(line) > 0 {
			used = i + 1
		}
	}
	out.Values = lines[:used]
	return out
}

// shown is one cell's value as a read returns it; "" for blank.
func (b *book) shown(s *sheet, r, col int, v view) any {
	c := s.cell(r, col)
	if v.render == "FORMULA" {
		if c.formula != nil {
			return c.formula.source
		}
	}
	got := b.value(s, r, col)
	switch got.kind {
	case kindEmpty:
		return ""
	case kindText, kindError:
		return got.str
	}
	nf := b.formatOf(c, got)
	if v.render == "FORMATTED_VALUE" || (v.dates == "FORMATTED_STRING" && nf.isDate()) {
		return render(got, nf, localeOf(b.locale))
	}
	if got.kind == kindBool {
		return got.num != 0
	}
	return got.num
}

// formatOf is the number format a cell is shown in: its own, else what its
// formula's result brings along.
func (b *book) formatOf(c *cell, v value) *numberFormat {
	if nf := c.numberFormat(); nf != nil {
		return nf
	}
	return v.format
}
