package google

import (
	"context"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
)

// Adopt adds to a spreadsheet what an Adoption says, in one atomic call: the
// copies first, then columns and tabs, each with our mark on it.
func (s *Spreadsheet) Adopt(ctx context.Context, a sheets.Adoption) error {
	outline, err := s.Outline(ctx)
	if err != nil {
		return err
	}
	requests, err := adoptRequests(outline, a)
	if err != nil {
		return err
	}
	return s.apply(ctx, "adopt", requests)
}

func adoptRequests(outline sheets.Outline, a sheets.Adoption) ([]*apisheets.Request, error) {
	var requests []*apisheets.Request
	used := outline
	newID := func(id int64) int64 {
		id = freeID(used, id)
		used.Tabs = append(used.Tabs[:len(used.Tabs):len(used.Tabs)], sheets.TabInfo{ID: id})
		return id
	}
	end := int64(len(outline.Tabs))
	for i, c := range a.Copies {
		id := newID(firstCopyID + int64(i))
		requests = append(requests,
			&apisheets.Request{DuplicateSheet: &apisheets.DuplicateSheetRequest{
				SourceSheetId: c.Tab.ID, NewSheetId: id, NewSheetName: c.Title, InsertSheetIndex: end, ForceSendFields: []string{"SourceSheetId", "InsertSheetIndex"},
			}},
			markTab(id, markCopy, c.Tab.Title),
		)
		end++
	}
	for _, c := range a.Columns {
		requests = append(requests, makeRoom(c))
		for i, col := range c.Columns {
			requests = append(requests, markColumn(c.Tab, c.At+i, string(col.Field)))
		}
		dressed, err := dressColumns(c.Tab, c.Header, c.At, c.Columns)
		if err != nil {
			return nil, err
		}
		requests = append(requests, dressed...)
	}
	infos := make([]sheets.TabInfo, len(a.Tabs))
	for i, tab := range a.Tabs {
		infos[i] = sheets.TabInfo{ID: newID(tab.ID), Title: tab.Title}
		requests = append(requests, addTab(infos[i], tab, end)...)
		end++
	}
	for i, tab := range a.Tabs {
		dressed, err := dress(infos[i], tab)
		if err != nil {
			return nil, err
		}
		requests = append(requests, dressed...)
		if len(tab.Rows) > 0 {
			filled, err := rowRequest(infos[i], tab, 1, tab.Rows)
			if err != nil {
				return nil, err
			}
			requests = append(requests, filled)
		}
	}
	return requests, nil
}

// firstCopyID is the id of the first copy, or the next one free.
const firstCopyID = 1_472_900_417

// makeRoom inserts the columns' place. Behind the grid's last column nothing
// can be inserted, only appended.
func makeRoom(c sheets.TabColumns) *apisheets.Request {
	if c.At < c.Tab.Columns {
		return &apisheets.Request{InsertDimension: &apisheets.InsertDimensionRequest{Range: columnRange(c.Tab, c.At, len(c.Columns))}}
	}
	return &apisheets.Request{AppendDimension: &apisheets.AppendDimensionRequest{
		SheetId: c.Tab.ID, Dimension: "COLUMNS", Length: int64(c.At + len(c.Columns) - c.Tab.Columns), ForceSendFields: []string{"SheetId"},
	}}
}
