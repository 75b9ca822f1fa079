package rowscan

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What people do to rows between two reads changes nothing of what the second
// gives, and of few changes, few rows are looked through.
func TestRowsAreKnownAgain(t *testing.T) {
	const n = 400
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`["F-%d","Client %d",%d.5,null,"\"é\""]`, i, i%7, i*i))
	}
	edits := []struct {
		name   string
		edit   func(rng *rand.Rand, rows []string) []string
		missed int // at most
	}{
		{"nothing", func(_ *rand.Rand, rows []string) []string { return rows }, 0},
		{"a row is changed", func(rng *rand.Rand, rows []string) []string { rows[rng.IntN(n)] = `["new"]`; return rows }, 1},
		{"the last row is changed", func(_ *rand.Rand, rows []string) []string { rows[n-1] = `["new"]`; return rows }, 1},
		{"a row is inserted", func(rng *rand.Rand, rows []string) []string { return slices.Insert(rows, rng.IntN(n), `["new",1]`) }, 2},
		{"a row is appended", func(_ *rand.Rand, rows []string) []string { return append(rows, `["new",1]`) }, 1},
		{"a row is copied", func(rng *rand.Rand, rows []string) []string {
			i := rng.IntN(n)
			return slices.Insert(rows, i, rows[rng.IntN(n)])
		}, 2},
		{"a row is deleted", func(rng *rand.Rand, rows []string) []string { i := rng.IntN(n); return slices.Delete(rows, i, i+1) }, 1},
		{"fifty rows are deleted", func(rng *rand.Rand, rows []string) []string {
			i := rng.IntN(n - 100)
			return slices.Delete(rows, i, i+50)
		}, lostAfter},
		{"fifty rows are inserted", func(rng *rand.Rand, rows []string) []string {
			i := rng.IntN(n - 100)
			return slices.Insert(rows, i, slices.Repeat([]string{`["new",2]`}, 50)...)
		}, 64},
		{"two blocks change places", func(_ *rand.Rand, rows []string) []string {
			return slices.Concat(rows[n/2:], rows[:n/2])
		}, 2 * lostAfter},
		{"the rows are sorted otherwise", func(_ *rand.Rand, rows []string) []string { slices.Reverse(rows); return rows }, n},
		{"all are deleted", func(_ *rand.Rand, _ []string) []string { return nil }, 0},
	}
	reply := func(rows []string) string {
		return `{"valueRanges":[{"range":"A","values":[` + strings.Join(rows, ",\n") + `]},{"range":"B","values":[["x"]]}]}`
	}
	memories := remembering(reply(list))
	for _, test := range edits {
		t.Run(test.name, func(t *testing.T) {
			for seed := range uint64(5) {
				body := reply(test.edit(rand.New(rand.NewPCG(seed, 1)), slices.Clone(list)))
				want, err := Scan(strings.NewReader(body), roomy)
				if err != nil {
					t.Fatal(err)
				}
				for _, chunk := range []int{1, 100, 1 << 20} {
					got, err := scanIn(chunk, []byte(body), memories...)
					if err != nil || !reflect.DeepEqual(want, got) {
						t.Fatalf("seed %d, chunks of %d: %v, other rows are read of\n%s", seed, chunk, err, body)
					}
				}
				m, missed := recalled{Memory: memories[0]}, 0
				for i, row := range want[0].Rows {
					if _, _, ok := m.row(row); !ok {
						missed++
						m.met(want[0].Hashes[i])
					}
				}
				if missed > test.missed {
					t.Errorf("seed %d: %d rows were looked through, %d would do", seed, missed, test.missed)
				}
			}
		})
	}
}

// A row is known by its bytes and nothing else.
func TestAMemoryKeepsNoBytes(t *testing.T) {
	got, err := Scan(strings.NewReader(`{"valueRanges":[{"values":[["a",1],["b",2]]}]}`), roomy, remembering(`{"valueRanges":[{"values":[["a",1],["c",2]]}]}`)...)
	if err != nil || string(got[0].Rows[1]) != `["b",2]` || got[0].Hashes[1] != Hash([]byte(`["b",2]`)) {
		t.Errorf("%v %v", err, got)
	}
}
