package sheets

import (
	"context"
	"errors"
	"fmt"
)

// Spreadsheet is one spreadsheet at the service. Every error is a *CallError,
// whose Certain says that nothing was changed.
type Spreadsheet interface {
	// Version changes with every change of the spreadsheet, our own included.
	Version(ctx context.Context) (string, error)
	// Outline lists the tabs, the locale and our marks on columns.
	Outline(ctx context.Context) (Outline, error)
	// Read gives the areas' rows at one moment: unformatted values, dates as
	// serial numbers; with Formulas the text of formulas in their place.
	Read(ctx context.Context, ask ReadAsk) ([]Grid, error)
	// Write carries out the requests in order, all or none, and gives the
	// areas of Echo as they are then.
	Write(ctx context.Context, batch Batch) ([]Inspection, error)
	// Inspect gives what was entered into the cells of the areas.
	Inspect(ctx context.Context, areas []Area) ([]Inspection, error)
}

// CallError is a call that didn't end well.
type CallError struct {
	Op      string // what was asked: "read", "write", …
	Certain bool   // nothing was changed, for sure
	Code    CallCode
	Message string // for the operator; for CodeNotShared also for a person: whom to share with
	Err     error
}

// CallCode is the machine-readable reason of a CallError.
type CallCode string

// Codes of CallErrors.
const (
	CallNotFound  CallCode = "not_found"  // no such spreadsheet
	CallNotShared CallCode = "not_shared" // the service account may not open it
	CallQuota     CallCode = "quota"      // 429: a certain no; back off
	CallRefused   CallCode = "refused"    // 400: the request doesn't fit the sheet as it is
	CallExists    CallCode = "exists"     // the token's object is there already
	CallTooLarge  CallCode = "too_large"  // a read was given up: the sheet is larger than is read
	CallUnclear   CallCode = "unclear"    // timeout, 5xx, cut connection: may have been applied
)

func (e *CallError) Error() string {
	if e.Err != nil && e.Err.Error() != e.Message {
		return fmt.Sprintf("%s spreadsheet: %s: %s: %v", e.Op, e.Code, e.Message, e.Err)
	}
	return fmt.Sprintf("%s spreadsheet: %s: %s", e.Op, e.Code, e.Message)
}

func (e *CallError) Unwrap() error { return e.Err }

func callCode(err error) CallCode {
	if e, ok := errors.AsType[*CallError](err); ok {
		return e.Code
	}
	return CallUnclear
}

// isCertainNo tells that a call failed and changed nothing.
func isCertainNo(err error) bool {
	e, ok := errors.AsType[*CallError](err)
	return ok && e.Certain
}

// Outline is a spreadsheet without its cells.
type Outline struct {
	Title    string
	Locale   string // "fr_FR"
	TimeZone string
	Tabs     []TabInfo
	Tags     []ColumnTag
	Merges   map[int64][]Merge // merged cells, by tab; only a Survey looks at them
}

// TabInfo is one tab's properties.
type TabInfo struct {
	ID            int64
	Title         string
	Rows, Columns int
	Hidden        bool
}

// ColumnTag is our mark on a column, by which it is known when renamed.
type ColumnTag struct {
	Tab    int64
	Column int
	Field  string
}

// Area is a block of cells. Rows or Cols of 0 mean up to the end of the tab.
type Area struct {
	Tab        TabInfo
	Row, Rows  int
	Col, Cols  int
	FullHeight bool // the whole tab; the rest is ignored
	Formats    bool // of Inspect: tell the formats too
}

// ReadAsk is what to read at one moment.
type ReadAsk struct {
	Areas    []Area
	Formulas bool
}

// Grid is the rows of an area as JSON arrays of scalars, trailing blank cells
// and rows left out, with the hashes of their bytes.
type Grid struct {
	Rows   [][]byte
	Hashes []uint64
}

// Inspection is the cells of an area, [row][column], trailing blanks left out.
type Inspection struct{ Rows [][]Entered }

func (g Inspection) cell(row, col int) Entered {
	if row < 0 || row >= len(g.Rows) || col < 0 || col >= len(g.Rows[row]) {
		return Entered{}
	}
	return g.Rows[row][col]
}

func (g Inspection) row(row int) []Entered {
	if row < 0 || row >= len(g.Rows) {
		return nil
	}
	return g.Rows[row]
}

// Entered is one cell: what it shows and what was entered for it. A cell that
// shows something and had nothing entered lies in a formula's spill.
type Entered struct {
	Value   any    // effective: nil, string, json.Number or bool; an error as its text
	Formula string // with its "="
	Blank   bool   // nothing was entered
	IsDate  bool   // its number format is one of a date
	Format  string // where asked for: the format entered, but for that of numbers; for comparing
	Number  string // where asked for: the number format entered: its type and pattern

	DateFormat string // the pattern of that format, if it has its own
}

// Batch is one atomic change.
type Batch struct {
	Requests []Request
	Echo     []Area
}

// Request is one of the kinds below.
type Request interface{ request() }

// Requests of a Batch.
type (
	// MakeToken makes the object that can't be made twice, a named range of
	// that id and name over one row; the whole batch is refused with
	// CallExists if it is there.
	MakeToken struct {
		Token string
		Tab   TabInfo
		Row   int
	}
	// DropToken removes it.
	DropToken struct{ Token string }
	// CopyRows copies whole rows to other rows of the same columns: their
	// values, or everything as it is.
	CopyRows struct {
		From, To TabInfo
		Row, N   int
		Width    int
		At       int
		Values   bool
	}
	// CopyCell copies one cell with formula and format.
	CopyCell struct {
		From, To     TabInfo
		Row, Col     int
		AtRow, AtCol int
	}
	// SetCells writes literals into one row, from a column on.
	SetCells struct {
		Tab      TabInfo
		Row, Col int
		Cells    []Literal
	}
	// SetBlock writes literals into a rectangle: dates only, or none.
	SetBlock struct {
		Tab      TabInfo
		Row, Col int
		Rows     [][]Literal
	}
	// InsertRows inserts blank rows, formatted as the row above or below.
	InsertRows struct {
		Tab       TabInfo
		At, N     int
		LikeBelow bool
	}
	// CopyFormulas copies what was entered into cells of a row to another,
	// without formats; relative references follow.
	CopyFormulas struct {
		Tab          TabInfo
		FromRow, Row int
		Col, N       int
	}
	// ClearRows empties whole rows of content, formats and merges.
	ClearRows struct {
		Tab    TabInfo
		Row, N int
	}
	// Grow appends rows and columns.
	Grow struct {
		Tab           TabInfo
		Rows, Columns int
	}
	// AddTab makes a hidden tab of that id.
	AddTab struct{ Tab TabInfo }
	// TagColumn puts our mark on a column.
	TagColumn struct {
		Tab    TabInfo
		Column int
		Field  string
	}
)

func (MakeToken) request()    {}
func (DropToken) request()    {}
func (CopyRows) request()     {}
func (CopyCell) request()     {}
func (SetCells) request()     {}
func (SetBlock) request()     {}
func (InsertRows) request()   {}
func (ClearRows) request()    {}
func (Grow) request()         {}
func (AddTab) request()       {}
func (TagColumn) request()    {}
func (CopyFormulas) request() {}

// Literal is a value to write, never a formula: nil clears, text stays text.
type Literal struct {
	Value  any  // nil, string, json.Number or bool
	IsDate bool // give the cell a date's number format

	DateFormat string // its pattern; empty: the spreadsheet's usual

	Plain bool // take a number format away that the cell has
}

// Formats tells that the cell's number format is written along with its value.
func (l Literal) Formats() bool { return l.IsDate || l.Plain }
