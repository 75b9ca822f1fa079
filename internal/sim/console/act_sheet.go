package console

import (
	"net/http"
	"strconv"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

const (
	// maxTypedCells is what one paste may fill: some hundred rows of a wide sheet.
	maxTypedCells = 5000
	// maxInserted is what Google's own menus insert at once.
	maxInserted = 1000
)

// spot begins every request of the sheet half: who, in which tab.
type spot struct {
	User string `json:"user"`
	Tab  int    `json:"tab"`
}

func (s spot) where() spot { return s }

// edit makes an endpoint of something a person does in a tab.
func edit[In interface{ where() spot }](c *Console, f func(h *sheetsim.Hand, tab tabAbout, in In) error) http.HandlerFunc {
	return handle(func(_ *http.Request, in In) (any, error) {
		at := in.where()
		about, ok := c.mirror.tab(at.Tab)
		if !ok {
			return nil, refusal{http.StatusNotFound, "no such tab: " + strconv.Itoa(at.Tab)}
		}
		if err := f(c.opt.Sheets.Human(c.opt.SpreadsheetID, c.email(at.User)), about, in); err != nil {
			if _, ours := err.(refusal); ours { //nolint:errorlint // refusals are never wrapped here
				return nil, err
			}
			return nil, refusal{http.StatusUnprocessableEntity, err.Error()}
		}
		return nil, nil
	})
}

// email is by what name the spreadsheet knows a demo user.
func (c *Console) email(user string) string {
	for _, u := range c.opt.Slack.Users() {
		if u.ID == user {
			return u.Email
		}
	}
	return ""
}

type (
	typedCells struct {
		spot
		Cells []typedCell `json:"cells"`
	}
	typedCell struct {
		Row    int    `json:"row"`
		Column int    `json:"column"`
		Text   string `json:"text"`
	}
	counted struct { // rows or columns
		spot
		At    int `json:"at"`
		Count int `json:"count"`
	}
	movedColumn struct {
		spot
		From int `json:"from"`
		To   int `json:"to"`
	}
	sortedTab struct {
		spot
		Column     int  `json:"column"`
		Descending bool `json:"descending"`
	}
)

func (c *Console) routeSheet() {
	c.mux.HandleFunc("POST /api/sheet/type", edit(c, typeCells))
	c.mux.HandleFunc("POST /api/sheet/insert-rows", edit(c, func(h *sheetsim.Hand, tab tabAbout, in counted) error {
		if err := checkInserted(in.Count); err != nil {
			return err
		}
		return h.InsertRows(tab.Title, in.At, in.Count)
	}))
	c.mux.HandleFunc("POST /api/sheet/insert-columns", edit(c, func(h *sheetsim.Hand, tab tabAbout, in counted) error {
		if err := checkInserted(in.Count); err != nil {
			return err
		}
		return h.InsertColumns(tab.Title, in.At, in.Count)
	}))
	c.mux.HandleFunc("POST /api/sheet/delete-rows", edit(c, func(h *sheetsim.Hand, tab tabAbout, in counted) error {
		return h.DeleteRows(tab.Title, in.At, in.Count)
	}))
	c.mux.HandleFunc("POST /api/sheet/delete-columns", edit(c, func(h *sheetsim.Hand, tab tabAbout, in counted) error {
		return h.DeleteColumns(tab.Title, in.At, in.Count)
	}))
	c.mux.HandleFunc("POST /api/sheet/move-column", edit(c, func(h *sheetsim.Hand, tab tabAbout, in movedColumn) error {
		return h.MoveColumn(tab.Title, in.From, in.To)
	}))
	c.mux.HandleFunc("POST /api/sheet/sort", edit(c, sortTab))
}

func typeCells(h *sheetsim.Hand, tab tabAbout, in typedCells) error {
	if len(in.Cells) == 0 || len(in.Cells) > maxTypedCells {
		return badRequest("between 1 and %d cells can be typed at once, not %d", maxTypedCells, len(in.Cells))
	}
	for _, cell := range in.Cells { // all or none: the first wrong one must not leave half a paste
		if cell.Row < 0 || cell.Row >= tab.RowCount || cell.Column < 0 || cell.Column >= tab.ColumnCount {
			return badRequest("row %d, column %d is not in tab %q", cell.Row+1, cell.Column+1, tab.Title)
		}
	}
	for _, cell := range in.Cells {
		if err := h.Type(tab.Title, cellName(cell.Row, cell.Column), cell.Text); err != nil {
			return err
		}
	}
	return nil
}

func checkInserted(n int) error {
	if n < 1 || n > maxInserted {
		return badRequest("between 1 and %d can be inserted at once, not %d", maxInserted, n)
	}
	return nil
}

// sortTab sorts everything below the frozen rows, as *Sort sheet* does.
func sortTab(h *sheetsim.Hand, tab tabAbout, in sortedTab) error {
	if in.Column < 0 || in.Column >= tab.ColumnCount {
		return badRequest("column %d is not in tab %q", in.Column+1, tab.Title)
	}
	if tab.RowCount <= tab.FrozenRows {
		return nil
	}
	all := cellName(tab.FrozenRows, 0) + ":" + cellName(tab.RowCount-1, tab.ColumnCount-1)
	return h.SortRange(tab.Title, all, in.Column, in.Descending)
}

// cellName writes a zero-based row and column as A1.
func cellName(row, column int) string {
	letters := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(row+1)
}
