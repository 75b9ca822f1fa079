package console

import (
	"crypto/rand"
	"strconv"
	"sync"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

// mirror is the spreadsheet as pages read it: each row encoded once, with the
// version at which it last changed. A page that has version v of a tab needs
// the rows above v, whoever changed them and however often.
type mirror struct {
	sheets *sheetsim.Sim
	id     string
	epoch  string // tells a page that its versions are of another process

	mu    sync.Mutex
	due   bool
	seen  int64 // the spreadsheet's version, -1 for none
	title string
	tabs  []*tab
	byID  map[int]*tab
}

// tab is one tab of the mirror.
type tab struct {
	about tabAbout
	rows  []mirroredRow
}

type mirroredRow struct {
	json    string
	version int
}

// tabAbout is what the page knows of a tab without its rows.
type tabAbout struct {
	ID            int    `json:"id"`
	Title         string `json:"title"`
	Version       int    `json:"version"` // of rows or of anything below
	Hidden        bool   `json:"hidden,omitempty"`
	FrozenRows    int    `json:"frozenRows"`
	FrozenColumns int    `json:"frozenColumns"`
	RowCount      int    `json:"rowCount"`
	ColumnCount   int    `json:"columnCount"`
	ColumnPixels  []int  `json:"columnPixels"`
	HiddenColumns []int  `json:"hiddenColumns,omitempty"`
	HiddenRows    []int  `json:"hiddenRows,omitempty"`
}

// tabList is the "sheet" event.
type tabList struct {
	Epoch string     `json:"epoch"`
	Title string     `json:"title"`
	Tabs  []tabAbout `json:"tabs"`
}

func newMirror(sheets *sheetsim.Sim, id string) *mirror {
	return &mirror{sheets: sheets, id: id, epoch: rand.Text(), due: true, seen: -1, byID: map[int]*tab{}}
}

// stale makes the next list look at the spreadsheet again.
func (m *mirror) stale() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.due = true
}

// newDay makes the next list render the spreadsheet again even if nobody edited
// it: TODAY() has moved.
func (m *mirror) newDay() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.due, m.seen = true, -1
}

// list brings the mirror up to date if it is stale, and describes the tabs.
func (m *mirror) list() tabList {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.due {
		m.due = false
		if version := m.sheets.Version(m.id); version != m.seen {
			shot := m.sheets.Snapshot(m.id)
			m.seen = shot.Version
			m.take(shot)
		}
	}
	out := tabList{Epoch: m.epoch, Title: m.title, Tabs: []tabAbout{}}
	for _, t := range m.tabs {
		out.Tabs = append(out.Tabs, t.about)
	}
	return out
}

// take compares a snapshot with the mirror. The mirror is locked.
func (m *mirror) take(shot sheetsim.Snapshot) {
	m.title = shot.Title
	kept := map[int]*tab{}
	m.tabs = nil
	for _, s := range shot.Tabs {
		t := m.byID[s.ID]
		if t == nil {
			t = &tab{}
		}
		t.take(s)
		kept[s.ID] = t
		m.tabs = append(m.tabs, t)
	}
	m.byID = kept
}

// take updates one tab; its version grows by one if anything differs.
func (t *tab) take(s sheetsim.TabSnapshot) {
	next := t.about.Version + 1
	about := tabAbout{
		ID: s.ID, Title: s.Title, Version: next, Hidden: s.Hidden, FrozenRows: s.FrozenRows, FrozenColumns: s.FrozenColumns,
		RowCount: s.RowCount, ColumnCount: s.ColumnCount, ColumnPixels: s.ColumnPixels, HiddenColumns: s.HiddenColumns, HiddenRows: s.HiddenRows,
	}
	moved := len(s.Rows) != len(t.rows) || !sameShape(about, t.about)
	if len(s.Rows) < len(t.rows) {
		t.rows = t.rows[:len(s.Rows)]
	}
	var buffer []byte
	for i, cells := range s.Rows {
		buffer = appendRow(buffer[:0], cells)
		switch {
		case i == len(t.rows):
			t.rows = append(t.rows, mirroredRow{string(buffer), next})
		case t.rows[i].json != string(buffer):
			t.rows[i] = mirroredRow{string(buffer), next}
		default:
			continue
		}
		moved = true
	}
	if moved {
		t.about = about
	}
}

// since encodes a tab's rows above version v, as
//
//	{"epoch":…,"id":…,"version":…,"full":…,"used":n,"rows":{"12":[…]}}
//
// where used is the number of rows that hold anything. Rows of another epoch,
// or of a future version, are answered with everything.
func (m *mirror) since(id int, epoch string, v int) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.byID[id]
	if t == nil {
		return nil, false
	}
	full := epoch != m.epoch || v <= 0 || v > t.about.Version
	out := []byte(`{"epoch":` + strconv.Quote(m.epoch) + `,"id":` + strconv.Itoa(id) + `,"version":` + strconv.Itoa(t.about.Version))
	out = append(out, `,"full":`+strconv.FormatBool(full)+`,"used":`+strconv.Itoa(len(t.rows))+`,"rows":{`...)
	first := true
	for i, row := range t.rows {
		if !full && row.version <= v {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(out, '"')
		out = strconv.AppendInt(out, int64(i), 10)
		out = append(out, `":`...)
		out = append(out, row.json...)
	}
	return append(out, "}}"...), true
}

// tab describes a tab as it is now.
func (m *mirror) tab(id int) (tabAbout, bool) {
	m.stale()
	for _, about := range m.list().Tabs {
		if about.ID == id {
			return about, true
		}
	}
	return tabAbout{}, false
}
