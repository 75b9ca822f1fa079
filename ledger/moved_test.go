package ledger

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What moved between two snapshots is what a comparison entry by entry finds,
// whatever was set, set again and deleted in between, however the nodes were
// split and joined.
func TestMovedIsTheDifferenceOfTwoSnapshots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, e := newIndex[int, int](cmp.Compare[int]), new(edit)
		span := rapid.SampledFrom([]int{5, 300, 9000}).Draw(t, "span")
		write := func(batches int) {
			for range batches {
				start := rapid.IntRange(0, span).Draw(t, "start")
				value := rapid.IntRange(0, 3).Draw(t, "value")
				for k := start; k < start+rapid.IntRange(1, 300).Draw(t, "count"); k++ {
					if value == 0 {
						x.delete(k, e)
					} else {
						x.set(k, value, e)
					}
				}
			}
		}
		write(rapid.IntRange(0, 30).Draw(t, "before"))
		old := x
		e = new(edit)
		write(rapid.IntRange(0, 5).Draw(t, "after"))

		a, b := maps.Collect(old.all()), maps.Collect(x.all())
		var want []int
		for k := range span + 301 {
			was, had := a[k]
			is, has := b[k]
			if had != has || was != is {
				want = append(want, k)
			}
		}
		for _, tt := range []struct{ new, old index[int, int] }{{x, old}, {old, x}} {
			got := tt.new.moved(&tt.old, func(a, b int) bool { return a == b })
			slices.Sort(got)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("(-entry by entry +moved)\n%s", diff)
			}
		}
	})
}
