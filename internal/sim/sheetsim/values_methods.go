package sheetsim

// editing is the state of a write request: a clone to work on.
func (s *Sim) editing(c *call, id string) (*book, *apiError) {
	b, err := s.open(c, id)
	if err != nil {
		return nil, err
	}
	work := b.clone()
	work.at(c.now)
	work.editor = serviceAccount
	return work, nil
}

func (s *Sim) valuesUpdate(c *call) (any, *apiError) {
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
	b, err := s.editing(c, c.bookID)
	if err != nil {
		return nil, err
	}
	text := c.args["range"]
	if given := body.str("range"); given != "" && !b.sameRange(given, text) {
		return nil, badRequest("Requested writing within range [" + given + "], but the request's range is [" + text + "]")
	}
	p, err := b.target(text, body.list("values"), majorOf(body))
	if err != nil {
		return nil, err
	}
	done, err := writer{b, raw, c.now}.put(p, body.list("values"), majorOf(body))
	if err != nil {
		return nil, err
	}
	reply := done.reply(b.id)
	if err := s.addUpdatedData(c, b, done, majorOf(body), reply); err != nil {
		return nil, err
	}
	s.commit(b)
	return masked(c, "UpdateValuesResponse", reply)
}

func (b *book) sameRange(x, y string) bool {
	p, err := b.parsePlace(x)
	q, err2 := b.parsePlace(y)
	return err == nil && err2 == nil && p == q
}

func (s *Sim) addUpdatedData(c *call, b *book, done written, major string, reply obj) *apiError {
	include, err := c.boolParam("includeValuesInResponse")
	if err != nil {
		return err
	}
	v, err := c.view("response")
	if err != nil {
		return err
	}
	if include {
		v.major = major
		reply["updatedData"] = b.read(done.place, v)
	}
	return nil
}

func (s *Sim) valuesBatchUpdate(c *call) (any, *apiError) {
	body, err := decodePayload(c.body, "BatchUpdateValuesRequest", "")
	if err != nil {
		return nil, err
	}
	raw, err := inputOption(body.str("valueInputOption"))
	if err != nil {
		return nil, err
	}
	b, err := s.editing(c, c.bookID)
	if err != nil {
		return nil, err
	}
	var responses []any
	rows, cols, sheets, cells := map[[2]int]bool{}, map[[2]int]bool{}, map[int]bool{}, 0
	for _, data := range body.objects("data") {
		p, err := b.target(data.str("range"), data.list("values"), majorOf(data))
		if err != nil {
			return nil, err
		}
		done, err := writer{b, raw, c.now}.put(p, data.list("values"), majorOf(data))
		if err != nil {
			return nil, err
		}
		for r := range done.rows {
			rows[[2]int{p.sheet.id, r}] = true
		}
		for col := range done.cols {
			cols[[2]int{p.sheet.id, col}] = true
		}
		sheets[p.sheet.id] = true
		cells += done.cells
		reply := done.reply(b.id)
		if body.flag("includeValuesInResponse") {
			v := view{render: body.str("responseValueRenderOption"), dates: body.str("responseDateTimeRenderOption"), major: majorOf(data)}
			if v.render == "" {
				v.render = "FORMATTED_VALUE"
			}
			reply["updatedData"] = b.read(done.place, v)
		}
		responses = append(responses, reply)
	}
	reply := printedCounts(obj{"spreadsheetId": b.id}, map[string]int{
		"totalUpdatedRows": len(rows), "totalUpdatedColumns": len(cols), "totalUpdatedCells": cells, "totalUpdatedSheets": len(sheets),
	})
	if responses != nil {
		reply["responses"] = responses
	}
	s.commit(b)
	return masked(c, "BatchUpdateValuesResponse", reply)
}

func printedCounts(reply obj, counts map[string]int) obj {
	for name, n := range counts {
		if n > 0 {
			reply[name] = n
		}
	}
	return reply
}

func (s *Sim) valuesClear(c *call) (any, *apiError) {
	if _, err := decodePayload(c.body, "ClearValuesRequest", ""); err != nil {
		return nil, err
	}
	b, err := s.editing(c, c.bookID)
	if err != nil {
		return nil, err
	}
	cleared, err := b.clear(c.args["range"])
	if err != nil {
		return nil, err
	}
	s.commit(b)
	return masked(c, "ClearValuesResponse", obj{"spreadsheetId": b.id, "clearedRange": cleared})
}

func (s *Sim) valuesBatchClear(c *call) (any, *apiError) {
	body, err := decodePayload(c.body, "BatchClearValuesRequest", "")
	if err != nil {
		return nil, err
	}
	b, err := s.editing(c, c.bookID)
	if err != nil {
		return nil, err
	}
	var all []any
	for _, text := range body.strings("ranges") {
		cleared, err := b.clear(text)
		if err != nil {
			return nil, err
		}
		all = append(all, cleared)
	}
	s.commit(b)
	return masked(c, "BatchClearValuesResponse", obj{"spreadsheetId": b.id, "clearedRanges": all})
}

// clear empties values and formulas, and keeps formats, notes and rules.
func (b *book) clear(text string) (string, *apiError) {
	p, err := b.resolve(text)
	if err != nil {
		return "", err
	}
	b.clearArea(p)
	return a1(p.sheet.title, p.area), nil
}

func (b *book) clearArea(p place) {
	for r := p.row0; r < p.row1; r++ {
		if p.sheet.rows[r] == nil {
			continue
		}
		fresh := p.sheet.rows[r].clone()
		for col := p.col0; col < min(p.col1, len(fresh.cells)); col++ {
			fresh.set(col, fresh.cell(col).withContent(noCell))
		}
		p.sheet.rows[r] = fresh
	}
}
