package console

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

func newBook(tb testing.TB) (*sheetsim.Sim, string, *sheetsim.Hand) {
	tb.Helper()
	sim := sheetsim.New(sheetsim.Options{Now: func() time.Time { return time.Unix(1795420800, 0) }})
	id := sim.CreateSpreadsheet("Book", "en_US", "Etc/GMT")
	return sim, id, sim.Human(id, "ann@example.com")
}

// rowsAnswer is what a page reads of /api/sheet.
type rowsAnswer struct {
	Epoch   string                       `json:"epoch"`
	ID      int                          `json:"id"`
	Version int                          `json:"version"`
	Full    bool                         `json:"full"`
	Used    int                          `json:"used"`
	Rows    map[string][]json.RawMessage `json:"rows"`
}

func (m *mirror) answer(t interface{ Fatal(...any) }, epoch string, since int) rowsAnswer {
	m.stale()
	m.list()
	data, ok := m.since(0, epoch, since)
	if !ok {
		t.Fatal("no such tab")
	}
	var out rowsAnswer
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCellsOnTheWire(t *testing.T) {
	for _, c := range []struct {
		story string
		cell  sheetsim.CellSnapshot
		want  string
	}{
		{"an empty cell is a zero", sheetsim.CellSnapshot{}, `0`},
		{"a white background is none", sheetsim.CellSnapshot{Background: "#ffffff"}, `0`},
		{"text", sheetsim.CellSnapshot{Formatted: "Acme", Kind: "text"}, `"tAcme"`},
		{"a number", sheetsim.CellSnapshot{Formatted: "1,234.50", Kind: "number"}, `"n1,234.50"`},
		{"a date", sheetsim.CellSnapshot{Formatted: "3/2/2026", Kind: "date"}, `"d3/2/2026"`},
		{"quotes and tags are escaped", sheetsim.CellSnapshot{Formatted: `"<b>`, Kind: "text"}, `"t\"\u003cb\u003e"`},
		{"a line break is escaped", sheetsim.CellSnapshot{Formatted: "a\nb", Kind: "text"}, `"ta\nb"`},
		{"an unknown kind is text", sheetsim.CellSnapshot{Formatted: "x", Kind: "new"}, `"tx"`},
		{"a colour without text keeps its cell", sheetsim.CellSnapshot{Background: "#ff0000"}, `["t",{"b":"#ff0000"}]`},
		{"formula, note and choices", sheetsim.CellSnapshot{Formatted: "3", Kind: "number", Formula: "=1+2", Note: "n", Choices: []string{"a"}}, `["n3",{"f":"=1+2","n":"n","c":["a"]}]`},
	} {
		t.Run(c.story, func(t *testing.T) {
			if got := string(appendCell(nil, c.cell)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestOnlyChangedRowsTravel(t *testing.T) {
	sim, id, hand := newBook(t)
	m := newMirror(sim, id)
	var values [][]any
	for i := range 50 {
		values = append(values, []any{i, "x"})
	}
	if err := hand.SetValues("Sheet1", "A1", values); err != nil {
		t.Fatal(err)
	}
	all := m.answer(t, "", 0)
	if !all.Full || len(all.Rows) != 50 || all.Used != 50 {
		t.Fatalf("first answer: full %v, %d rows, used %d", all.Full, len(all.Rows), all.Used)
	}
	if again := m.answer(t, all.Epoch, all.Version); again.Full || len(again.Rows) != 0 || again.Version != all.Version {
		t.Errorf("nothing moved, yet %+v", again)
	}
	if err := hand.Type("Sheet1", "B7", "y"); err != nil {
		t.Fatal(err)
	}
	next := m.answer(t, all.Epoch, all.Version)
	if len(next.Rows) != 1 || string(next.Rows["6"][1]) != `"ty"` {
		t.Errorf("after one edit: %v", next.Rows)
	}
	for story, since := range map[string]int{"of another process": 3, "from the future": 1 << 30} {
		epoch := all.Epoch
		if story == "of another process" {
			epoch = "other"
		}
		if got := m.answer(t, epoch, since); !got.Full || len(got.Rows) != 50 {
			t.Errorf("a version %s got %d rows, full %v", story, len(got.Rows), got.Full)
		}
	}
}

// A page that applies every answer holds the rows of a full answer, whatever
// people did and however rarely it asked.
func TestAPageThatAsksHoldsTheSheet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sim := sheetsim.New(sheetsim.Options{Now: func() time.Time { return time.Unix(1795420800, 0) }})
		id := sim.CreateSpreadsheet("Book", "en_US", "Etc/GMT")
		hand := sim.Human(id, "ann@example.com")
		m := newMirror(sim, id)
		page, epoch, version := map[string][]json.RawMessage{}, "", 0
		for range rapid.IntRange(1, 15).Draw(t, "acts") {
			at := rapid.IntRange(0, 6).Draw(t, "at")
			switch rapid.IntRange(0, 6).Draw(t, "act") {
			case 0, 1, 2:
				_ = hand.Type("Sheet1", cellName(at, rapid.IntRange(0, 3).Draw(t, "column")), rapid.SampledFrom([]string{"", "a", "7", "=A1"}).Draw(t, "text"))
			case 3:
				_ = hand.InsertRows("Sheet1", at, 1)
			case 4:
				_ = hand.DeleteRows("Sheet1", at, 1)
			case 5:
				_ = hand.SortRange("Sheet1", "A1:D9", 0, at%2 == 0)
			case 6:
				_ = hand.MoveColumn("Sheet1", 0, 1)
			}
			if !rapid.Bool().Draw(t, "asks") {
				continue
			}
			got := m.answer(t, epoch, version)
			if got.Full {
				page = map[string][]json.RawMessage{}
			}
			maps.Copy(page, got.Rows)
			for k := range page {
				if n, _ := strconv.Atoi(k); n >= got.Used {
					delete(page, k)
				}
			}
			epoch, version = got.Epoch, got.Version
			if diff := cmp.Diff(m.answer(t, "", 0).Rows, page); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func BenchmarkMirrorAfterOneEdit(b *testing.B) {
	sim, id, hand := newBook(b)
	var values [][]any
	for i := range 2500 {
		row := []any{}
		for j := range 28 {
			row = append(row, fmt.Sprintf("%d/%d", i, j))
		}
		values = append(values, row)
	}
	if err := hand.SetValues("Sheet1", "A1", values); err != nil {
		b.Fatal(err)
	}
	m := newMirror(sim, id)
	m.list()
	for n := 0; b.Loop(); n++ {
		if err := hand.Type("Sheet1", "C9", strconv.Itoa(n)); err != nil {
			b.Fatal(err)
		}
		m.stale()
		m.list()
	}
}
