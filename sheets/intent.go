package sheets

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// intent is a guarded write: durable before the call, and all that is needed
// to tell afterwards what became of it.
type intent struct {
	Token  string               `json:"token"`
	Seq    int64                `json:"seq"`
	At     time.Time            `json:"at"`
	Tabs   map[tabRole]TabInfo  `json:"tabs"`
	Row    int                  `json:"row"` // its block in the hidden tab
	Rows   int                  `json:"rows"`
	Width  int                  `json:"width"`
	Copies []copied             `json:"copies"`
	Ops    []op                 `json:"ops"`
	Above  map[tabRole]bool     `json:"above,omitempty"` // tabs whose header has a line above it
	Texts  map[tabRole][]string `json:"texts,omitempty"` // the headers as read
	Clear  []Token              `json:"clear,omitempty"` // whose blocks nobody needs: emptied by this batch
	Drop   []Token              `json:"drop,omitempty"`  // old tokens, forgotten by this batch
}

// copied is a run of rows that the batch copies before it writes: their values
// for comparing, and everything as it is for restoring.
type copied struct {
	Tab      tabRole `json:"tab"`
	Row      int     `json:"from"`
	N        int     `json:"n"`
	Values   int     `json:"values"` // first row in the hidden tab
	Original int     `json:"original"`
}

// op is one cell to write, or one row to insert.
type op struct {
	Tab     tabRole         `json:"tab"`
	Insert  bool            `json:"insert,omitempty"`
	Ident   string          `json:"ident,omitempty"` // the row's number or id; empty: known by the rest of the row
	Field   ledger.Field    `json:"field,omitempty"`
	Header  string          `json:"header,omitempty"`
	Row     int             `json:"row"`
	Col     int             `json:"col"`
	Old     any             `json:"old,omitempty"`
	New     Literal         `json:"new"`
	Value   ledger.Value    `json:"value,omitzero"`
	Cells   []any           `json:"cells,omitempty"`
	Dates   []bool          `json:"dates,omitempty"`
	Fields  []ledger.Field  `json:"fields,omitempty"` // of an insert: what each column stands for
	Payment *ledger.Payment `json:"payment,omitempty"`

	Values   map[ledger.Field]ledger.Value `json:"values,omitempty"`   // of an invoice's insert
	Beside   int                           `json:"beside,omitempty"`   // of an insert: the row it is made like
	Below    bool                          `json:"below,omitempty"`    // that row is the one below
	Formulas []int                         `json:"formulas,omitempty"` // columns whose formulas it takes over
	Formats  map[int]string                `json:"formats,omitempty"`  // how its dates are shown
	Whole    bool                          `json:"whole,omitempty"`    // known by the whole row, the written cells included
	Rights   ledger.Key                    `json:"rights,omitempty"`   // the invoice whose crooked row it sets right

	PutBack string `json:"putback,omitempty"`  // the document that it carries out
	Emptied bool   `json:"emptied,omitempty"`  // instead of copying anything back
	Formula string `json:"formula,omitempty"`  // that it copies back
	Group   string `json:"group,omitempty"`    // of a partial sort put back: written together, known to the baseline
	Over    string `json:"over,omitempty"`     // the formula that it is to hit, if one strayed
	FromSeq int64  `json:"from_seq,omitempty"` // and from which block of the hidden tab
	FromRow int    `json:"from_row,omitempty"`
	FromCol int    `json:"from_col,omitempty"`
}

// The hidden tab begins with a log of the last writes: line 0 says what the
// tab is for, the others hold a token each, in turn.
const (
	logLines  = 8
	firstFree = logLines + 2
)

// logLine is one line of the log.
type logLine struct {
	Token string
	Seq   int64
	Void  bool
	Book  uint64 // the journal's Seq then
}

const voidMark = "void"

func logCells(token string, seq int64, book uint64, mark string) []Literal {
	return []Literal{
		{Value: token},
		{Value: json.Number(strconv.FormatInt(seq, 10))},
		{Value: json.Number(strconv.FormatUint(book, 10))},
		{Value: orNil(mark)},
	}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func readLog(grid Grid) ([]logLine, error) {
	var log []logLine
	for i, raw := range grid.Rows {
		cells, err := decodeRow(raw)
		if err != nil {
			return nil, err
		}
		token, ok := cellAt(cells, 0).(string)
		if i == 0 || i > logLines || !ok {
			continue
		}
		log = append(log, logLine{
			Token: token, Seq: int64(wholeNumber(cellAt(cells, 1))), Book: wholeNumber(cellAt(cells, 2)), Void: cellAt(cells, 3) == voidMark,
		})
	}
	return log, nil
}

func wholeNumber(v any) uint64 {
	d, ok := numberOf(v)
	if !ok || d.IsNegative() || !d.IsInteger() || !d.BigInt().IsUint64() {
		return 0
	}
	return d.BigInt().Uint64()
}

// layOut places the copies of every touched row, and of the headers above
// them, in the hidden tab: in the same columns and not above their own row, so
// that relative formulas survive, and clear of the blocks that are still needed.
func (in *intent) layOut(headers map[tabRole]int, busy []Token) {
	touched := map[tabRole]map[int]bool{}
	lowest := firstFree
	for _, o := range in.Ops {
		if touched[o.Tab] == nil {
			touched[o.Tab] = map[int]bool{headers[o.Tab]: true}
			if in.Above[o.Tab] {
				touched[o.Tab][headers[o.Tab]-1] = true
			}
		}
		if !o.Insert {
			touched[o.Tab][o.Row] = true
			lowest = max(lowest, o.Row+1)
		}
		if len(o.Formulas) > 0 {
			touched[o.Tab][o.Beside] = true
			lowest = max(lowest, o.Beside+1)
		}
		lowest = max(lowest, headers[o.Tab]+1)
	}
	total := 0
	for _, rows := range touched {
		total += len(rows)
	}
	in.Rows = 1 + 2*total
	in.Row = freeRow(lowest, in.Rows, busy)
	at := in.Row + 1
	for _, tab := range slices.Sorted(maps.Keys(touched)) {
		rows := slices.Sorted(maps.Keys(touched[tab]))
		for i := 0; i < len(rows); {
			n := 1
			for i+n < len(rows) && rows[i+n] == rows[i]+n {
				n++
			}
			in.Copies = append(in.Copies, copied{Tab: tab, Row: rows[i], N: n, Values: at, Original: at + total})
			at, i = at+n, i+n
		}
	}
}

// freeRow is the first row, from lowest on, with n rows that no block needs.
func freeRow(lowest, n int, busy []Token) int {
	row := lowest
	for moved := true; moved; {
		moved = false
		for _, t := range busy {
			if t.Rows > 0 && row < t.Row+t.Rows && t.Row < row+n {
				row, moved = t.Row+t.Rows, true
			}
		}
	}
	return row
}

// batch is the intent as one atomic change: the token first, then the copies,
// then only the changed cells, then the rows to insert.
func (in *intent) batch(hidden TabInfo, bookSeq uint64) Batch {
	line := logRow(in.Seq)
	b := Batch{Requests: in.widen()}
	if rows, cols := in.Row+in.Rows-hidden.Rows, in.Width-hidden.Columns; rows > 0 || cols > 0 {
		b.Requests = append(b.Requests, Grow{Tab: hidden, Rows: max(0, rows), Columns: max(0, cols)})
	}
	b.Requests = append(b.Requests, MakeToken{Token: in.Token, Tab: hidden, Row: line})
	for _, t := range in.Clear {
		if t.Row < hidden.Rows {
			b.Requests = append(b.Requests, ClearRows{Tab: hidden, Row: t.Row, N: min(t.Rows, hidden.Rows-t.Row)})
		}
	}
	for _, t := range in.Drop {
		b.Requests = append(b.Requests, DropToken{Token: t.Name})
	}
	b.Requests = append(b.Requests,
		SetCells{Tab: hidden, Row: line, Cells: logCells(in.Token, in.Seq, bookSeq, "")},
		SetCells{Tab: hidden, Row: in.Row, Cells: []Literal{{Value: in.Token}}},
	)
	for _, values := range []bool{true, false} {
		for _, c := range in.Copies {
			at := c.Original
			if values {
				at = c.Values
			}
			b.Requests = append(b.Requests, CopyRows{From: in.Tabs[c.Tab], To: hidden, Row: c.Row, N: c.N, Width: in.Width, At: at, Values: values})
		}
	}
	for _, o := range in.Ops {
		if o.PutBack != "" && !o.Emptied {
			b.Requests = append(b.Requests, CopyCell{From: hidden, To: in.Tabs[o.Tab], Row: o.FromRow, Col: o.FromCol, AtRow: o.Row, AtCol: o.Col})
		}
	}
	b.Requests = append(b.Requests, setRequests(in.Ops, in.Tabs)...)
	at := map[tabRole]int{}
	for _, o := range in.Ops {
		if !o.Insert {
			continue
		}
		row := o.Row + at[o.Tab]
		at[o.Tab]++
		cells := make([]Literal, len(o.Cells))
		for i, v := range o.Cells {
			cells[i] = Literal{Value: v, IsDate: i < len(o.Dates) && o.Dates[i], DateFormat: o.Formats[i]}
		}
		b.Requests = append(b.Requests, InsertRows{Tab: in.Tabs[o.Tab], At: row, N: 1, LikeBelow: o.Below}, SetCells{Tab: in.Tabs[o.Tab], Row: row, Cells: cells})
		b.Requests = append(b.Requests, o.copyFormulas(in.Tabs[o.Tab], row)...)
	}
	b.Echo = []Area{in.area(hidden)}
	for _, e := range in.echo() {
		b.Echo = append(b.Echo, e.area)
	}
	return b
}

// area is the intent's block in the hidden tab.
func (in *intent) area(hidden TabInfo) Area {
	return Area{Tab: hidden, Row: in.Row, Rows: in.Rows, Cols: in.Width}
}

func logRow(seq int64) int { return 1 + int(seq%logLines) }

// voidBatch makes the token's object with a void mark: then the intent's own
// batch never can be applied.
func (in *intent) voidBatch(hidden TabInfo, bookSeq uint64) Batch {
	line := logRow(in.Seq)
	return Batch{Requests: []Request{
		MakeToken{Token: in.Token, Tab: hidden, Row: line},
		SetCells{Tab: hidden, Row: line, Cells: logCells(in.Token, in.Seq, bookSeq, voidMark)},
	}}
}

// pre finds the copies of a row: its values, and it as it was.
func (in *intent) pre(block Inspection, tab tabRole, row int) (values, original []Entered, originalRow int) {
	for _, c := range in.Copies {
		if c.Tab == tab && row >= c.Row && row < c.Row+c.N {
			i := row - c.Row
			return block.row(c.Values + i - in.Row), block.row(c.Original + i - in.Row), c.Original + i
		}
	}
	return nil, nil, 0
}

// header is the header as copied.
func (in *intent) header(block Inspection, tab tabRole, row int) []any {
	values, _, _ := in.pre(block, tab, row)
	above, _, _ := in.pre(block, tab, row-1)
	return headerOf(in.Above[tab], shownCells(above), shownCells(values))
}

func shownCells(row []Entered) []any {
	cells := make([]any, len(row))
	for i, e := range row {
		cells[i] = e.Value
	}
	return trimRow(cells)
}

// widen makes room for columns that are written behind the last one.
func (in *intent) widen() []Request {
	var list []Request
	for _, role := range slices.Sorted(maps.Keys(in.Tabs)) {
		tab, last := in.Tabs[role], 0
		for _, o := range in.Ops {
			if o.Tab == role && !o.Insert {
				last = max(last, o.Col+1)
			}
		}
		if last > tab.Columns && tab.Columns > 0 {
			list = append(list, Grow{Tab: tab, Columns: last - tab.Columns})
		}
	}
	return list
}
