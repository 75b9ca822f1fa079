package console

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// kinds are the letters a cell's text begins with on the wire.
var kinds = map[string]string{"": "t", "text": "t", "number": "n", "date": "d", "bool": "b", "error": "e"}

// dressing is what few cells have besides their text.
type dressing struct {
	Formula    string   `json:"f,omitempty"`
	Note       string   `json:"n,omitempty"`
	Background string   `json:"b,omitempty"`
	Bold       bool     `json:"w,omitempty"`
	Choices    []string `json:"c,omitempty"`
}

// appendRow encodes a row as short as JSON allows, for there are thousands: an
// empty cell is 0, a plain one is "t" (or n, d, b, e) and what it shows, one
// with more to it is [that, dressing].
func appendRow(out []byte, cells []sheetsim.CellSnapshot) []byte {
	out = append(out, '[')
	for i, cell := range cells {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendCell(out, cell)
	}
	return append(out, ']')
}

func appendCell(out []byte, cell sheetsim.CellSnapshot) []byte {
	extra := dressing{Formula: cell.Formula, Note: cell.Note, Background: cell.Background, Bold: cell.Bold, Choices: cell.Choices}
	if extra.Background == "#ffffff" {
		extra.Background = ""
	}
	bare := extra.Formula == "" && extra.Note == "" && extra.Background == "" && !extra.Bold && len(extra.Choices) == 0
	if bare && cell.Formatted == "" {
		return append(out, '0')
	}
	kind := kinds[cell.Kind]
	if kind == "" {
		kind = "t"
	}
	text := appendText(nil, kind+cell.Formatted)
	if bare {
		return append(out, text...)
	}
	out = append(append(out, '['), text...)
	if data, err := json.Marshal(extra); err == nil {
		out = append(append(out, ','), data...)
	}
	return append(out, ']')
}

// appendText is json.Marshal of a string, short of its cost where nothing needs
// escaping.
func appendText(out []byte, s string) []byte {
	if !strings.ContainsAny(s, "\"\\<>&\u2028\u2029") && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '\uFFFD' }) {
		return append(append(append(out, '"'), s...), '"')
	}
	data, err := json.Marshal(s)
	if err != nil {
		return append(out, `""`...)
	}
	return append(out, data...)
}

// sameShape tells whether two descriptions differ in their version at most.
func sameShape(a, b tabAbout) bool {
	return a.ID == b.ID && a.Title == b.Title && a.Hidden == b.Hidden && a.FrozenRows == b.FrozenRows && a.FrozenColumns == b.FrozenColumns &&
		a.RowCount == b.RowCount && a.ColumnCount == b.ColumnCount && slices.Equal(a.ColumnPixels, b.ColumnPixels) &&
		slices.Equal(a.HiddenColumns, b.HiddenColumns) && slices.Equal(a.HiddenRows, b.HiddenRows)
}
