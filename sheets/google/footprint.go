package google

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// Footprint is everything that Relance added to a spreadsheet and is still
// there, wherever people moved it, and what of it stays and why.
type Footprint struct {
	Title   string
	Made    bool // Relance made the whole spreadsheet
	Tabs    []sheets.TabInfo
	Columns []MadeColumn
	Copies  []sheets.TabInfo
	Kept    []Kept

	names   []string         // ids of named ranges
	guards  []int64          // ids of protected ranges
	rules   map[int64][]int  // indexes of conditional formats, by tab
	plain   []sheets.TabInfo // tabs of ours that stay: their notes and filters go
	marked  bool             // there are marks elsewhere
	numbers map[int64]int    // the column of invoice numbers, by tab
}

// MadeColumn is a column that Relance added.
type MadeColumn struct {
	Tab    sheets.TabInfo
	Col    int
	Header string
}

// Kept is a tab or column of ours that stays, because a person's formula in the
// cell By reads it.
type Kept struct {
	What, By string
}

// Empty tells that nothing of ours is there.
func (f *Footprint) Empty() bool {
	return len(f.Tabs)+len(f.Columns)+len(f.Copies)+len(f.names)+len(f.guards)+len(f.rules)+len(f.plain) == 0 && !f.marked
}

// tokenName is what our named ranges are called.
var tokenName = regexp.MustCompile(`^relance_[a-z0-9]{16}$`)

const footprintFields = "properties(title),namedRanges(namedRangeId,name)," +
	"sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),protectedRanges(protectedRangeId,description,warningOnly),conditionalFormats(booleanRule(condition)))"

// Footprint finds it.
func (s *Spreadsheet) Footprint(ctx context.Context) (*Footprint, error) {
	book, err := s.sheets.Spreadsheets.Get(s.id).Fields(footprintFields).Context(ctx).Do()
	if err != nil {
		return nil, s.callError("outline", err, true)
	}
	f := &Footprint{Title: book.Properties.Title, rules: map[int64][]int{}, numbers: map[int64]int{}}
	infos := map[int64]sheets.TabInfo{}
	for _, sheet := range book.Sheets {
		p := sheet.Properties
		infos[p.SheetId] = sheets.TabInfo{ID: p.SheetId, Title: p.Title, Rows: int(p.GridProperties.RowCount), Columns: int(p.GridProperties.ColumnCount), Hidden: p.Hidden}
	}
	for _, n := range book.NamedRanges {
		if tokenName.MatchString(n.Name) {
			f.names = append(f.names, n.NamedRangeId)
		}
	}
	found, err := s.marks(ctx)
	if err != nil {
		return nil, err
	}
	made := map[int64]string{}
	for _, m := range found {
		f.marked = true
		id, col, isColumn := placeOf(m)
		switch {
		case m.MetadataKey == markMadeTab && !isColumn:
			made[id] = m.MetadataValue
		case m.MetadataKey == markCopy && !isColumn:
			f.Copies = append(f.Copies, infos[id])
		case m.MetadataKey == markMadeColumn && isColumn:
			f.Columns = append(f.Columns, MadeColumn{Tab: infos[id], Col: col})
		case m.MetadataKey == tagKey && m.MetadataValue == "number" && isColumn:
			f.numbers[id] = col
		}
		f.Made = f.Made || m.MetadataKey == markMadeTab && m.MetadataValue == "invoices"
	}
	for _, sheet := range book.Sheets {
		info := infos[sheet.Properties.SheetId]
		role, ours := made[info.ID]
		ours = ours || info.Title == "_relance" // made by a sync, without a mark
		switch {
		case ours && f.Made && slices.Contains([]string{"invoices", "payments", "customers", "people"}, role):
			f.plain = append(f.plain, info)
		case ours:
			f.Tabs = append(f.Tabs, info)
		}
		if plain := slices.Contains(f.plain, info); plain || !ours {
			f.dressing(sheet, plain)
		}
	}
	slices.SortFunc(f.Columns, func(a, b MadeColumn) int {
		if a.Tab.ID != b.Tab.ID {
			return strings.Compare(a.Tab.Title, b.Tab.Title)
		}
		return a.Col - b.Col
	})
	return f, s.readFootprint(ctx, f, infos)
}

// laidOut are the conditions of the rules that colour columns. In a sheet that
// we adopted such a rule goes with its column.
var laidOut = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, c := range sheets.Layout("").Tabs[0].Columns {
		for _, r := range c.Rules {
			known[conditionText(ruleRequest(nil, 0, r).AddConditionalFormatRule.Rule.BooleanRule.Condition)] = true
		}
	}
	return known
})

func conditionText(c *apisheets.BooleanCondition) string {
	var text strings.Builder
	text.WriteString(c.Type)
	for _, v := range c.Values {
		text.WriteString(" " + v.UserEnteredValue)
	}
	return text.String()
}

// dressing finds our warnings and colours on a tab that stays, which may be one
// that we made.
func (f *Footprint) dressing(sheet *apisheets.Sheet, inMadeTab bool) {
	for _, p := range sheet.ProtectedRanges {
		if p.Description == guardName && p.WarningOnly {
			f.guards = append(f.guards, p.ProtectedRangeId)
		}
	}
	for i, r := range sheet.ConditionalFormats {
		if r.BooleanRule == nil || r.BooleanRule.Condition == nil {
			continue
		}
		values := conditionText(r.BooleanRule.Condition)
		if strings.Contains(values, sheets.RuleMark) || inMadeTab && laidOut()[values] {
			f.rules[sheet.Properties.SheetId] = append(f.rules[sheet.Properties.SheetId], i)
		}
	}
}

// marks finds all of ours.
func (s *Spreadsheet) marks(ctx context.Context) ([]*apisheets.DeveloperMetadata, error) {
	ask := &apisheets.SearchDeveloperMetadataRequest{}
	for _, key := range markKeys {
		ask.DataFilters = append(ask.DataFilters, &apisheets.DataFilter{DeveloperMetadataLookup: &apisheets.DeveloperMetadataLookup{MetadataKey: key}})
	}
	found, err := s.sheets.Spreadsheets.DeveloperMetadata.Search(s.id, ask).Context(ctx).Do()
	if err != nil {
		return nil, s.callError("outline", err, true)
	}
	var list []*apisheets.DeveloperMetadata
	for _, m := range found.MatchedDeveloperMetadata {
		if m.DeveloperMetadata != nil && m.DeveloperMetadata.Location != nil {
			list = append(list, m.DeveloperMetadata)
		}
	}
	return list, nil
}

func placeOf(m *apisheets.DeveloperMetadata) (tab int64, col int, isColumn bool) {
	if d := m.Location.DimensionRange; d != nil {
		return d.SheetId, int(d.StartIndex), d.Dimension == "COLUMNS"
	}
	return m.Location.SheetId, 0, false
}

// readFootprint reads the headers of our columns, and what people's formulas
// read of ours: that stays.
func (s *Spreadsheet) readFootprint(ctx context.Context, f *Footprint, infos map[int64]sheets.TabInfo) error {
	ask := sheets.ReadAsk{Formulas: true}
	for _, id := range slices.Sorted(func(yield func(int64) bool) {
		for id := range infos {
			if !yield(id) {
				return
			}
		}
	}) {
		if !slices.ContainsFunc(f.Tabs, func(t sheets.TabInfo) bool { return t.ID == id }) && !slices.ContainsFunc(f.Copies, func(t sheets.TabInfo) bool { return t.ID == id }) {
			ask.Areas = append(ask.Areas, sheets.Area{Tab: infos[id], FullHeight: true})
		}
	}
	if len(ask.Areas) == 0 {
		return nil
	}
	grids, err := s.Read(ctx, ask)
	if err != nil {
		return err
	}
	for i, g := range grids {
		tab := ask.Areas[i].Tab
		for r, raw := range g.Rows {
			cells, err := rowscan.Cells(raw)
			if err != nil {
				return err
			}
			for c, v := range cells {
				text, ok := v.(string)
				if !ok || text == "" {
					continue
				}
				mine := slices.IndexFunc(f.Columns, func(m MadeColumn) bool { return m.Tab.ID == tab.ID && m.Col == c })
				switch {
				case mine >= 0 && f.Columns[mine].Header == "":
					f.Columns[mine].Header = text
				case mine < 0 && strings.HasPrefix(text, "="):
					f.keepWhat(text, tab, columnName(c)+strconv.Itoa(r+1))
				}
			}
		}
	}
	return nil
}

var cellRef = regexp.MustCompile(`(?i)(?:('(?:[^']|'')+'|[\pL_][\pL\pN_.]*)!)?\$?([A-Z]{1,3})\$?[0-9]*(?::\$?([A-Z]{1,3})\$?[0-9]*)?`)

// keepWhat keeps the tabs and columns that a person's formula reads. A range
// that begins or ends elsewhere survives the loss of a column inside it.
func (f *Footprint) keepWhat(formula string, home sheets.TabInfo, cell string) {
	by := home.Title + "!" + cell
	for _, m := range cellRef.FindAllStringSubmatch(formula, -1) {
		title := home.Title
		if m[1] != "" {
			title = strings.ReplaceAll(strings.Trim(m[1], "'"), "''", "'")
			if i := slices.IndexFunc(f.Tabs, func(t sheets.TabInfo) bool { return strings.EqualFold(t.Title, title) }); i >= 0 {
				f.Kept = append(f.Kept, Kept{What: f.Tabs[i].Title, By: by})
				f.Tabs = slices.Delete(f.Tabs, i, i+1)
				continue
			}
		}
		from, to := columnIndex(m[2]), columnIndex(m[2])
		if m[3] != "" {
			to = columnIndex(m[3])
		}
		all := true
		for col := from; col <= to && all; col++ {
			all = slices.ContainsFunc(f.Columns, func(c MadeColumn) bool { return c.Col == col && strings.EqualFold(c.Tab.Title, title) })
		}
		if !all || to-from > len(f.Columns) {
			continue
		}
		f.Columns = slices.DeleteFunc(f.Columns, func(c MadeColumn) bool {
			if c.Col < from || c.Col > to || !strings.EqualFold(c.Tab.Title, title) {
				return false
			}
			f.Kept = append(f.Kept, Kept{What: fmt.Sprintf("%s!%s", c.Tab.Title, columnName(c.Col)), By: by})
			return true
		})
	}
}

func columnIndex(letters string) int {
	n := 0
	for _, r := range strings.ToUpper(letters) {
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}
