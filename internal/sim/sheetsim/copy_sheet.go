package sheetsim

import "strconv"

// copySheetTo copies a tab into a spreadsheet, its own or another.
func (s *Sim) copySheetTo(c *call) (any, *apiError) {
	body, err := decodePayload(c.body, "CopySheetToAnotherSpreadsheetRequest", "")
	if err != nil {
		return nil, err
	}
	from, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	id, convErr := strconv.Atoi(c.args["sheetId"])
	tab := from.sheetByID(id)
	if convErr != nil || tab == nil {
		return nil, badRequest("The sheet (" + c.args["sheetId"] + ") does not exist.")
	}
	to, err := s.editing(c, body.str("destinationSpreadsheetId"))
	if err != nil {
		return nil, err
	}
	x := &batch{sim: s, book: to, now: c.now}
	fresh := tab.clone()
	fresh.id, fresh.title = x.freeSheetID(), to.copyTitle(tab.title)
	to.sheets = append(to.sheets, fresh)
	if to.cellCount() > maxCells {
		return nil, tooManyCells()
	}
	s.commit(to)
	return masked(c, "SheetProperties", fresh.properties(len(to.sheets)-1))
}
