package sheetsim

import (
	"fmt"
	"time"
)

// batch applies the requests of one batchUpdate to a clone of the book.
type batch struct {
	sim  *Sim
	book *book
	now  time.Time
}

// requests are the request kinds served, by their JSON names.
var requests map[string]func(*batch, obj) (obj, error)

func init() {
	requests = map[string]func(*batch, obj) (obj, error){
		"addSheet":                    (*batch).addSheet,
		"deleteSheet":                 (*batch).deleteSheet,
		"duplicateSheet":              (*batch).duplicateSheet,
		"updateSheetProperties":       (*batch).updateSheetProperties,
		"updateSpreadsheetProperties": (*batch).updateSpreadsheetProperties,
		"updateCells":                 (*batch).updateCells,
		"repeatCell":                  (*batch).repeatCell,
		"appendCells":                 (*batch).appendCells,
		"updateBorders":               (*batch).updateBorders,
		"copyPaste":                   (*batch).copyPaste,
		"cutPaste":                    (*batch).cutPaste,
		"insertDimension":             (*batch).insertDimension,
		"deleteDimension":             (*batch).deleteDimension,
		"moveDimension":               (*batch).moveDimension,
		"appendDimension":             (*batch).appendDimension,
		"updateDimensionProperties":   (*batch).updateDimensionProperties,
		"autoResizeDimensions":        (*batch).autoResizeDimensions,
		"addDimensionGroup":           (*batch).addDimensionGroup,
		"deleteDimensionGroup":        (*batch).deleteDimensionGroup,
		"sortRange":                   (*batch).sortRange,
		"findReplace":                 (*batch).findReplace,
		"addNamedRange":               (*batch).addNamedRange,
		"updateNamedRange":            (*batch).updateNamedRange,
		"deleteNamedRange":            (*batch).deleteNamedRange,
		"createDeveloperMetadata":     (*batch).createDeveloperMetadata,
		"updateDeveloperMetadata":     (*batch).updateDeveloperMetadata,
		"deleteDeveloperMetadata":     (*batch).deleteDeveloperMetadata,
		"addProtectedRange":           (*batch).addProtectedRange,
		"updateProtectedRange":        (*batch).updateProtectedRange,
		"deleteProtectedRange":        (*batch).deleteProtectedRange,
		"setDataValidation":           (*batch).setDataValidation,
		"addConditionalFormatRule":    (*batch).addConditionalFormatRule,
		"deleteConditionalFormatRule": (*batch).deleteConditionalFormatRule,
		"setBasicFilter":              (*batch).setBasicFilter,
		"clearBasicFilter":            (*batch).clearBasicFilter,
		"mergeCells":                  (*batch).mergeCells,
		"unmergeCells":                (*batch).unmergeCells,
	}
}

func (s *Sim) batchUpdate(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	body, err := decodePayload(c.body, "BatchUpdateSpreadsheetRequest", "")
	if err != nil {
		return nil, err
	}
	m, err := c.fieldMask("BatchUpdateSpreadsheetResponse")
	if err != nil {
		return nil, err
	}
	b, err := s.editing(c, c.bookID)
	if err != nil {
		return nil, err
	}
	list := body.objects("requests")
	if len(list) == 0 {
		return nil, badRequest("Must specify at least one request.")
	}
	x := &batch{sim: s, book: b, now: c.now}
	replies := make([]any, len(list))
	for i, request := range list {
		reply, err := x.do(i, request)
		if err != nil {
			return nil, err
		}
		replies[i] = reply
	}
	reply := obj{"spreadsheetId": b.id, "replies": replies}
	if body.flag("includeSpreadsheetInResponse") {
		places, err := b.places(body.strings("responseRanges"))
		if err != nil {
			return nil, err
		}
		sub, wanted := m.pick("updatedSpreadsheet")
		if wanted {
			gridData := body.flag("responseIncludeGridData") || sub.mentions("sheets", "data")
			reply["updatedSpreadsheet"] = b.describe(places, gridData, sub)
		}
	}
	s.commit(b)
	return m.filter(reply), nil
}

// mentions tells that the mask names the path, rather than selecting it as
// part of everything.
func (m mask) mentions(path ...string) bool {
	for _, name := range path {
		sub, ok := m[name]
		if !ok {
			return false
		}
		m = sub
	}
	return true
}

func (x *batch) do(i int, request obj) (obj, *apiError) {
	for name, body := range request {
		run := requests[name]
		if run == nil {
			return nil, badRequest(fmt.Sprintf("Invalid requests[%d].%s: This request is not supported by the simulator.", i, name))
		}
		reply, err := run(x, body.(obj))
		if err != nil {
			return nil, badRequest(fmt.Sprintf("Invalid requests[%d].%s: %s", i, name, err))
		}
		x.book.changed()
		if x.book.cellCount() > maxCells {
			return nil, badRequest(fmt.Sprintf("Invalid requests[%d].%s: %s", i, name, tooManyCells().message))
		}
		if reply == nil {
			return obj{}, nil
		}
		return obj{name: reply}, nil
	}
	return nil, badRequest(fmt.Sprintf("Invalid requests[%d]: No request set.", i))
}

// sheet finds the tab a request names.
func (x *batch) sheet(id int) (*sheet, error) {
	if s := x.book.sheetByID(id); s != nil {
		return s, nil
	}
	return nil, refuse("No grid with id: %d", id)
}

// gridArea reads a GridRange: its tab, and its area with open ends. Indexes
// beyond the grid are refused.
func (x *batch) gridArea(r obj) (*sheet, area, error) {
	s, err := x.sheet(r.int("sheetId"))
	if err != nil {
		return nil, area{}, err
	}
	a := area{r.int("startRowIndex"), r.intOr("endRowIndex", open), r.int("startColumnIndex"), r.intOr("endColumnIndex", open)}
	switch {
	case a.row0 < 0 || a.col0 < 0:
		return nil, a, refuse("range.%s must not be negative", pick(a.row0 < 0, "startRowIndex", "startColumnIndex"))
	case a.row1 <= a.row0:
		return nil, a, refuse("endRowIndex (%d) must be greater than startRowIndex (%d)", a.row1, a.row0)
	case a.col1 <= a.col0:
		return nil, a, refuse("endColumnIndex (%d) must be greater than startColumnIndex (%d)", a.col1, a.col0)
	case a.row0 >= s.rowCount() || a.col0 >= s.colCount() || (a.row1 != open && a.row1 > s.rowCount()) || (a.col1 != open && a.col1 > s.colCount()):
		return nil, a, refuse("Range (%s) exceeds grid limits. Max rows: %d, max columns: %d", a1(s.title, a.clip(max(s.rowCount(), a.row0+1), max(s.colCount(), a.col0+1))), s.rowCount(), s.colCount())
	}
	return s, a, nil
}

// closed is gridArea cut to the grid.
func (x *batch) closed(r obj) (*sheet, area, error) {
	s, a, err := x.gridArea(r)
	if err != nil {
		return nil, a, err
	}
	return s, a.clip(s.rowCount(), s.colCount()), nil
}
