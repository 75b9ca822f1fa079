package sheetsim

// valuesAppend writes after the last table found in the range.
func (s *Sim) valuesAppend(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	body, err := decodePayload(c.body, "ValueRange", "data")
	if err != nil {
		return nil, err
	}
	raw, err := inputOption(c.param("valueInputOption"))
	if err != nil {
		return nil, err
	}
	insert, err := c.enumParam("insertDataOption", "InsertDataOption", "OVERWRITE", "INSERT_ROWS")
	if err != nil {
		return nil, err
	}
	b, err := s.editing(c, c.bookID)
	if err != nil {
		return nil, err
	}
	p, err := b.resolve(c.args["range"])
	if err != nil {
		return nil, err
	}
	reply := obj{"spreadsheetId": b.id}
	start := p
	if table, found := p.sheet.lastTable(p.area); found {
		reply["tableRange"] = a1(p.sheet.title, table)
		start.row0, start.col0 = table.row1, table.col0
	}
	values, major := body.list("values"), majorOf(body)
	rows, cols := extent(values, major)
	if insert == "INSERT_ROWS" && start.row0 < p.sheet.rowCount() && rows > 0 {
		b.insert(p.sheet, true, start.row0, rows, start.row0 > 0)
	}
	start.area = area{start.row0, start.row0 + max(1, rows), start.col0, start.col0 + max(1, cols)}
	p.sheet.grow(start.row1, start.col1)
	if b.cellCount() > maxCells {
		return nil, tooManyCells()
	}
	done, err := writer{b, raw, c.now}.put(place{p.sheet, start.area}, values, major)
	if err != nil {
		return nil, err
	}
	updates := done.reply(b.id)
	if err := s.addUpdatedData(c, b, done, major, updates); err != nil {
		return nil, err
	}
	reply["updates"] = updates
	s.commit(b)
	return masked(c, "AppendValuesResponse", reply)
}

func tooManyCells() *apiError {
	return badRequest("This action would increase the number of cells in the workbook above the limit of 10000000 cells.")
}

// grow makes the grid at least this large.
func (s *sheet) grow(rows, cols int) {
	if n := rows - s.rowCount(); n > 0 {
		s.rows = append(s.rows, make([]*row, n)...)
	}
	if n := cols - s.colCount(); n > 0 {
		s.columns = append(s.columns, make([]column, n)...)
	}
}

// lastTable finds, among the tables that touch the searched area, the one
// that ends lowest, then rightmost. A table is a set of filled cells that
// touch each other, corners included.
func (s *sheet) lastTable(searched area) (area, bool) {
	seen := map[[2]int]bool{}
	var last area
	found := false
	for r := searched.row0; r < searched.row1; r++ {
		if s.rows[r] == nil {
			continue
		}
		for c := searched.col0; c < min(searched.col1, len(s.rows[r].cells)); c++ {
			if seen[[2]int{r, c}] || s.cell(r, c).blank() {
				continue
			}
			t := s.flood(r, c, seen)
			if !found || t.row1 > last.row1 || (t.row1 == last.row1 && t.col1 > last.col1) {
				last, found = t, true
			}
		}
	}
	return last, found
}

func (s *sheet) flood(r, c int, seen map[[2]int]bool) area {
	box := area{r, r + 1, c, c + 1}
	stack := [][2]int{{r, c}}
	seen[[2]int{r, c}] = true
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		box = area{min(box.row0, at[0]), max(box.row1, at[0]+1), min(box.col0, at[1]), max(box.col1, at[1]+1)}
		for dr := -1; dr <= 1; dr++ {
			for dc := -1; dc <= 1; dc++ {
				next := [2]int{at[0] + dr, at[1] + dc}
				if next[0] < 0 || next[1] < 0 || seen[next] || s.cell(next[0], next[1]).blank() {
					continue
				}
				seen[next] = true
				stack = append(stack, next)
			}
		}
	}
	return box
}
