package rowscan

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const twoRanges = `{
  "spreadsheetId": "1x",
  "valueRanges": [
    {"range": "'Invoices, all'!A1:T3", "majorDimension": "ROWS", "values": [
      ["Number", "Customer \"A\"", 12.50],
      [],
      ["0042", "", -1e-7 , true,false , null, "é\u00e9\ud83d\ude00"]
    ]},
    {"range": "Payments!A1:J1", "majorDimension": "ROWS"}
  ]
}
`

// bodies seed the fuzzer: replies as they come, and what is wrong with others.
var bodies = []string{
	twoRanges,
	`{}`,
	`{"valueRanges":null}`,
	`{"valueRanges":[{"values":null}]}`,
	`{"valueRanges":[{"values":[[]]},{"range":"A1","values":[["a"],[1],[true]]}],"more":[{"a":[1,{"b":null}]}]}`,
	`{"valueRanges":[{"majorDimension":"COLUMNS","values":[["a"]]}]}`,
	`{"value\u0052anges":[{"r\u0061nge":"B2"}],"ValueRanges":[]}`,
	`{"valueRanges":[],"valueRanges":[]}`,
	"\ufeff{}",
	`{"error": {"code": 500}}`,
	`{"valueRanges":[{"values":[["` + "\xff\xc3\x28\xed\xa0\x80" + `","\ud800","\udc00\ud800x",1e999,-0]]}]}`,
	`{"valueRanges":[{"values":[[[1]]]}]}`,
	strings.Repeat(`{"a":`, 80) + `1` + strings.Repeat(`}`, 80),
}

var rows = []string{
	`[]`, `[ ]`, `["a" , 1,true,false,null , "b"]`, `["\"\\\/\b\f\n\r\té😀"]`, `["\ud800","\udc00","\ud800\u0041","\ud800\ud83d\ude00"]`,
	`[12345678901234567890.5,1E+9,-0,0.10,-12e-3]`, "[\"\xff\xfe\",\"\xed\xa0\x80\"]", `["a`, `[1`, `[01]`, `[.5]`, `[1.]`, `[1e]`, `[-]`, `[+1]`, `["\x"]`,
	`["\u12g4"]`, "[\"\x00\"]", "[\"tab\there\"]", `[nul]`, `[[]]`, `[{}]`, `[1,]`, `[,1]`, `[1 2]`, `[1]]`, `[1] `, `null`, `"a"`, ``,
	`["exactly 7","exactly 08","0123456789012345","01234567890123\\","é23456789012345"]`,
}

func TestARowIsTheBytesThatCame(t *testing.T) {
	got, err := Scan(strings.NewReader(twoRanges), roomy)
	if err != nil {
		t.Fatal(err)
	}
	row := func(s string) []byte { return []byte(s) }
	first := []([]byte){
		row(`["Number", "Customer \"A\"", 12.50]`), row(`[]`), row(`["0042", "", -1e-7 , true,false , null, "é\u00e9\ud83d\ude00"]`),
	}
	want := []Range{
		{Name: "'Invoices, all'!A1:T3", Rows: first, Hashes: []uint64{Hash(first[0]), Hash(first[1]), Hash(first[2])}},
		{Name: "Payments!A1:J1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	cells, err := Cells(got[0].Rows[2])
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{"0042", "", json.Number("-1e-7"), true, false, nil, "éé😀"}, cells); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsRefusedAndWhere(t *testing.T) {
	rows := func(s string) string {
		return `{"valueRanges":[{"range":"Invoices!A1:C9","values":[["ok"],` + s + `]}]}`
	}
	const before = int64(len(`{"valueRanges":[{"range":"Invoices!A1:C9","values":[["ok"],`))
	for _, tt := range []struct {
		name string
		body string
		want Error
	}{
		{"a body of nothing", ``, Error{Reason: Truncated}},
		{"a body that is cut between rows", rows(`[1`)[:before], Error{Reason: Truncated, At: before, Range: "Invoices!A1:C9", Row: 1}},
		{"a body that is cut in a text", rows(`["abc`)[:before+4], Error{Reason: Truncated, At: before + 4, Range: "Invoices!A1:C9", Row: 2}},
		{"a body that lacks its last bracket", `{"valueRanges":[]`, Error{Reason: Truncated, At: 17}},
		{"a second reply behind the first", `{} {}`, Error{Reason: Trailing, At: 3}},
		{"a byte order mark", "\ufeff{}", Error{Reason: NotObject}},
		{"a page of a proxy", `<html>`, Error{Reason: NotObject}},
		{"a list of ranges that is none", `{"valueRanges":{}}`, Error{Reason: NotList, At: 15}},
		{"a range that is none", `{"valueRanges":[null]}`, Error{Reason: NotObject, At: 16}},
		{"a range without a name in text", `{"valueRanges":[{"range":1}]}`, Error{Reason: NotText, At: 25}},
		{"columns for rows", `{"valueRanges":[{"majorDimension":"COLUMNS"}]}`, Error{Reason: ColumnsNotRows, At: 34}},
		{"our key twice", `{"valueRanges":[],"valueRanges":[]}`, Error{Reason: TwiceTheKey, At: 32}},
		{"rows twice, once with an escape", `{"valueRanges":[{"values":[],"v\u0061lues":[]}]}`, Error{Reason: TwiceTheKey, At: 43}},
		{"a row that is no list", rows(`1`), Error{Reason: NotList, At: before, Range: "Invoices!A1:C9", Row: 2}},
		{"a cell that is a list", rows(`[1,[2]]`), Error{Reason: NestedCell, At: before + 3, Range: "Invoices!A1:C9", Row: 2}},
		{"a NUL in a text", rows("[\"a\x00\"]"), Error{Reason: ControlInText, At: before + 3, Range: "Invoices!A1:C9", Row: 2}},
		{"a line break in a long text", rows("[\"0123456789\n0123456789\"]"), Error{Reason: ControlInText, At: before + 12, Range: "Invoices!A1:C9", Row: 2}},
		{"an escape of nothing", rows(`["a\q"]`), Error{Reason: BadEscape, At: before + 4, Range: "Invoices!A1:C9", Row: 2}},
		{"half an escape", rows(`["\u12"]`), Error{Reason: BadEscape, At: before + 6, Range: "Invoices!A1:C9", Row: 2}},
		{"a number with a zero before it", rows(`[007]`), Error{Reason: BadNumber, At: before + 2, Range: "Invoices!A1:C9", Row: 2}},
		{"NaN", rows(`[NaN]`), Error{Reason: Unexpected, At: before + 1, Range: "Invoices!A1:C9", Row: 2}},
		{"a word cut short", rows(`[tru]`), Error{Reason: BadWord, At: before + 4, Range: "Invoices!A1:C9", Row: 2}},
		{"a comma too many", rows(`[1,]`), Error{Reason: Unexpected, At: before + 3, Range: "Invoices!A1:C9", Row: 2}},
		{"no comma between rows", rows(`[1][2]`), Error{Reason: Unexpected, At: before + 3, Range: "Invoices!A1:C9", Row: 2}},
		{"nesting without end", strings.Repeat(`{"a":`, 100), Error{Reason: TooDeep, At: 5 * 64}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, chunk := range []int{1, 7, 1 << 10} {
				_, err := scanIn(chunk, []byte(tt.body))
				var got *Error
				if !errors.As(err, &got) {
					t.Fatalf("got %v", err)
				}
				if diff := cmp.Diff(&tt.want, got); diff != "" {
					t.Errorf("chunks from %d bytes on: %s", chunk, diff)
				}
			}
		})
	}
}

func TestAnErrorSaysWhere(t *testing.T) {
	_, err := Scan(strings.NewReader(`{"valueRanges":[{"range":"'Mai'!A1:C9","values":[[1],[2],[{}]]}]}`), roomy)
	if got := fmt.Sprint(err); got != "byte 58, row 3 of 'Mai'!A1:C9: a cell that is a list or an object" {
		t.Errorf("got %s", got)
	}
}

func TestAnyCutIsRefused(t *testing.T) {
	body := strings.TrimSpace(twoRanges)
	for n := range len(body) {
		if _, err := Scan(strings.NewReader(body[:n]), roomy); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
	}
}

func TestWhereChunksEndMakesNoDifference(t *testing.T) {
	want, err := Scan(strings.NewReader(twoRanges), roomy)
	if err != nil {
		t.Fatal(err)
	}
	for chunk := 1; chunk < 2*len(twoRanges); chunk++ {
		got, err := scanIn(chunk, []byte(twoRanges))
		if err != nil {
			t.Fatalf("chunks from %d bytes on: %v", chunk, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("chunks from %d bytes on: %s", chunk, diff)
		}
	}
}

func TestTheReaderMayGiveWhatItLikes(t *testing.T) {
	want, _ := Scan(strings.NewReader(twoRanges), roomy)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, twoRanges)
	_ = w.Close()
	unpack, err := gzip.NewReader(bytes.NewReader(packed.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]io.Reader{
		"a byte at a time": iotest.OneByteReader(strings.NewReader(twoRanges)), "halves": iotest.HalfReader(strings.NewReader(twoRanges)),
		"the end with the last bytes": iotest.DataErrReader(strings.NewReader(twoRanges)), "gzip": unpack,
	} {
		got, err := Scan(r, roomy)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAReaderThatFails(t *testing.T) {
	whole := strings.TrimSpace(twoRanges)
	for _, tt := range []struct {
		name string
		body io.Reader
		want error
	}{
		{"a connection that breaks in the middle", io.MultiReader(strings.NewReader(whole[:90]), iotest.ErrReader(io.ErrClosedPipe)), io.ErrClosedPipe},
		{"one that breaks behind the last bracket: a checksum was to come", io.MultiReader(strings.NewReader(whole), iotest.ErrReader(io.ErrUnexpectedEOF)), io.ErrUnexpectedEOF},
		{"one that gives nothing for ever", silent{}, io.ErrNoProgress},
	} {
		if got, err := Scan(tt.body, roomy); !errors.Is(err, tt.want) || got != nil {
			t.Errorf("%s: %v, %d ranges", tt.name, err, len(got))
		}
	}
}

type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

func TestLimitsEndTheReadingEarly(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(`{"valueRanges":[{"values":[["`), &repeat{of: 'a'})
	_, err := Scan(endless, Limits{Bytes: 1 << 20, Rows: 10})
	var e *Error
	if !errors.As(err, &e) || e.Reason != TooManyBytes || !e.TooLarge() || e.At != 1<<20+1 {
		t.Errorf("a text without end: %v", err)
	}
	_, err = Scan(strings.NewReader(`{"valueRanges":[{"values":[[],[],[]]}]}`), Limits{Bytes: 1 << 20, Rows: 2})
	if !errors.As(err, &e) || e.Reason != TooManyRows || e.Row != 3 {
		t.Errorf("a row too many: %v", err)
	}
	exact := `{"valueRanges":[{"values":[[],[]]}]}`
	if _, err := Scan(strings.NewReader(exact), Limits{Bytes: int64(len(exact)), Rows: 2}); err != nil {
		t.Errorf("just within the limits: %v", err)
	}
}

// repeat gives one byte for ever.
type repeat struct{ of byte }

func (r *repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.of
	}
	return len(p), nil
}

// A row's capacity ends with it, so that nobody who appends to one writes into
// the next.
func TestRowsCannotGrowIntoEachOther(t *testing.T) {
	got, err := Scan(strings.NewReader(`{"valueRanges":[{"values":[[1],[2]]}]}`), roomy)
	if err != nil {
		t.Fatal(err)
	}
	_ = append(got[0].Rows[0], "xxxx"...)
	if string(got[0].Rows[1]) != "[2]" {
		t.Errorf("got %s", got[0].Rows[1])
	}
}
