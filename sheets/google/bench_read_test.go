package google

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// BenchmarkRead decodes one reply of 50,000 rows of 20 columns in each of the
// ways there are, over a transport that hands them ready bytes.
func BenchmarkRead(b *testing.B) {
	body := newBenchSheet(b, benchRows).values([]string{"'Invoices'"})
	b.Logf("the reply has %d bytes: %.1f a cell", len(body), float64(len(body))/(benchRows*float64(len(benchHeader))))
	way := func(name string, read func(b *testing.B, s *Spreadsheet) (rows int)) {
		b.Run(name, func(b *testing.B) {
			s, ask := readerOf(b, &canned{body: body}), 0
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				ask = read(b, s)
			}
			if ask != benchRows+1 {
				b.Fatalf("%d rows", ask)
			}
		})
	}
	way("rows scanned", func(b *testing.B, s *Spreadsheet) int {
		b.Helper()
		s.remembered = nil
		return readScanned(b, s)
	})
	way("rows scanned again", readScanned)
	way("rows scanned, packed", func(b *testing.B, s *Spreadsheet) int {
		b.Helper()
		s.remembered = nil
		s.client.Transport = &canned{header: map[string][]string{"Content-Encoding": {"gzip"}}, body: packedOnce(body)}
		return readScanned(b, s)
	})
	way("rows scanned and all decoded", func(b *testing.B, s *Spreadsheet) int {
		b.Helper()
		s.remembered = nil
		grids, err := s.Read(b.Context(), wholeInvoices)
		if err != nil {
			b.Fatal(err)
		}
		return decodeAll(b, grids[0].Rows)
	})
	way("encoding/json, rows raw", func(b *testing.B, s *Spreadsheet) int {
		b.Helper()
		response, err := s.client.Get("http://sheets.invalid/")
		if err != nil {
			b.Fatal(err)
		}
		defer response.Body.Close()
		var reply struct {
			ValueRanges []struct{ Values []json.RawMessage }
		}
		if err := json.NewDecoder(response.Body).Decode(&reply); err != nil {
			b.Fatal(err)
		}
		return len(reply.ValueRanges[0].Values)
	})
	way("official Go client", func(b *testing.B, s *Spreadsheet) int {
		b.Helper()
		reply, err := s.sheets.Spreadsheets.Values.BatchGet("id").Ranges("Invoices").
			ValueRenderOption("UNFORMATTED_VALUE").DateTimeRenderOption("SERIAL_NUMBER").Context(b.Context()).Do()
		if err != nil {
			b.Fatal(err)
		}
		return len(reply.ValueRanges[0].Values)
	})
	b.Run("npm googleapis", func(b *testing.B) {
		got := googleapis(b, body, 5)
		for b.Loop() { // it times itself
		}
		b.ReportMetric(got.MS*1e6, "ns/op")
		b.ReportMetric(got.MB*1e6, "heap-B/op")
		if got.Rows != benchRows+1 {
			b.Fatalf("%+v", got)
		}
	})
}

var wholeInvoices = sheets.ReadAsk{Areas: []sheets.Area{{Tab: sheets.TabInfo{Title: "Invoices"}, FullHeight: true}}}

func readScanned(b *testing.B, s *Spreadsheet) int {
	b.Helper()
	grids, err := s.Read(b.Context(), wholeInvoices)
	if err != nil {
		b.Fatal(err)
	}
	return len(grids[0].Rows)
}

var packs = map[int][]byte{}

func packedOnce(body []byte) []byte {
	if packs[len(body)] == nil {
		packs[len(body)] = packed(string(body))
	}
	return packs[len(body)]
}

type googleapisRun struct {
	MS, MB  float64
	Rows    int
	Version string
}

// googleapis runs npm's client on the reply, or skips: scripts/bench-googleapis.sh
// installs it.
func googleapis(tb testing.TB, body []byte, times int) googleapisRun {
	tb.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		tb.Fatal(err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		tb.Skip("npm googleapis is left out: node is not installed")
	}
	dir := filepath.Join(root, ".cache", "googleapis")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "@googleapis", "sheets")); err != nil {
		tb.Skip("npm googleapis is left out: scripts/bench-googleapis.sh has not installed it")
	}
	file := filepath.Join(tb.TempDir(), "reply.json")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		tb.Fatal(err)
	}
	script := filepath.Join(root, "scripts", "bench-googleapis.mjs")
	var out, errs bytes.Buffer
	run := exec.CommandContext(tb.Context(), node, "--expose-gc", script, dir, file, strconv.Itoa(times))
	run.Stdout, run.Stderr = &out, &errs
	if err := run.Run(); err != nil {
		tb.Fatalf("%v\n%s", err, errs.String())
	}
	var got googleapisRun
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		tb.Fatalf("%v: %s", err, out.String())
	}
	return got
}

// The comparison compares like with like: each client finds the same rows.
func TestGoogleapisReadsTheSameRows(t *testing.T) {
	body := newBenchSheet(t, 100).values([]string{"'Invoices'"})
	if got := googleapis(t, body, 1); got.Rows != 101 || got.MS <= 0 {
		t.Errorf("%+v", got)
	}
}

// The benchmarks' sheet and cycles are what they say, whatever the size.
func TestTheBenchmarkedCycles(t *testing.T) {
	d := newBenchDesk(t, 200)
	for _, n := range []int{20, 1} {
		clear(d.sheet.calls)
		d.cycle(n)
		want := map[string]int{"files.get": 1, "batchGet": 1, "batchUpdate": 1}
		for what, calls := range d.sheet.calls {
			if calls != want[what] {
				t.Errorf("%d changed rows cost %v", n, d.sheet.calls)
			}
		}
		d.rest()
	}
	clear(d.sheet.calls)
	if r := d.sync(); !r.Quiet || len(d.sheet.calls) != 1 || d.sheet.calls["files.get"] != 1 {
		t.Errorf("nothing new costs %v", d.sheet.calls)
	}
}

func decodeAll(b *testing.B, rows [][]byte) int {
	b.Helper()
	for _, row := range rows {
		if _, err := rowscan.Cells(row); err != nil {
			b.Fatal(err)
		}
	}
	return len(rows)
}
