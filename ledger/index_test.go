package ledger

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// An index is a map with an order, and its copies don't see later writes:
// whatever was set and deleted, in batches of any size.
func TestIndexIsAnOrderedMapOfSnapshots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, model := newIndex[int, int](cmp.Compare[int]), map[int]int{}
		type snapshot struct {
			index index[int, int]
			model map[int]int
		}
		var taken []snapshot
		e := new(edit)
		span := rapid.SampledFrom([]int{10, 2000, 9000}).Draw(t, "span")
		for range rapid.IntRange(1, 60).Draw(t, "batches") {
			start := rapid.IntRange(0, span).Draw(t, "start")
			count := rapid.IntRange(1, 400).Draw(t, "count")
			remove := rapid.IntRange(0, 2).Draw(t, "remove") == 0
			for k := start; k < start+count; k++ {
				if remove {
					x.delete(k, e)
					delete(model, k)
				} else {
					x.set(k, -k*len(taken), e)
					model[k] = -k * len(taken)
				}
			}
			if rapid.Bool().Draw(t, "snapshot") {
				taken = append(taken, snapshot{x, maps.Clone(model)})
				e = new(edit)
			}
		}
		for _, s := range append(taken, snapshot{x, model}) {
			checkIndex(t, s.index, s.model)
		}
	})
}

// A batch of writes does what the same writes do one by one, an end before a
// value; few or many, into an index of any size.
func TestIndexTakesABatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, model, e := newIndex[int, int](cmp.Compare[int]), map[int]int{}, new(edit)
		for batch := range rapid.IntRange(1, 4).Draw(t, "batches") {
			var writes []write[int, int]
			start, step := rapid.IntRange(0, 3000).Draw(t, "start"), rapid.IntRange(1, 5).Draw(t, "step")
			every, turn := rapid.IntRange(1, 5).Draw(t, "every"), rapid.Uint64().Draw(t, "order")
			ends := map[int]bool{}
			for i := range rapid.IntRange(0, 1500).Draw(t, "count") {
				k := start + i*step
				if i%every == 0 {
					writes = append(writes, write[int, int]{key: k})
					ends[k] = true
				}
				if !ends[k] || i%2 == 0 {
					writes = append(writes, write[int, int]{key: k, value: batch + k, isSet: true})
					ends[k] = false
				}
			}
			before, known := x, maps.Clone(model)
			for k, isEnd := range ends {
				if isEnd {
					delete(model, k)
				} else {
					model[k] = batch + k
				}
			}
			rand.New(rand.NewPCG(turn, 0)).Shuffle(len(writes), func(i, j int) { writes[i], writes[j] = writes[j], writes[i] })
			x.apply(writes, e)
			e = new(edit)
			checkIndex(t, x, model)
			checkIndex(t, before, known)
		}
	})
}

func checkIndex(t *rapid.T, x index[int, int], model map[int]int) {
	keys := slices.Sorted(maps.Keys(model))
	got := []int{}
	for k, v := range x.all() {
		if v != model[k] {
			t.Fatalf("entry %d holds %d, want %d", k, v, model[k])
		}
		got = append(got, k)
	}
	if d := gocmp.Diff(append([]int{}, keys...), got); d != "" {
		t.Fatalf("keys (-want +got):\n%s", d)
	}
	if x.length != len(keys) {
		t.Fatalf("length %d, want %d", x.length, len(keys))
	}
	checkNode(t, x.root, true)
	for _, k := range []int{-1, 0, 5, 1000, 5000} {
		if v, ok := x.get(k); ok != slices.Contains(keys, k) || v != model[k] {
			t.Fatalf("get %d: %d, %v", k, v, ok)
		}
		at, _ := slices.BinarySearch(keys, k)
		rest := []int{}
		for k := range x.from(k) {
			rest = append(rest, k)
		}
		if d := gocmp.Diff(append([]int{}, keys[at:]...), rest); d != "" {
			t.Fatalf("from %d (-want +got):\n%s", k, d)
		}
	}
}

// checkNode checks the invariants that the comment on node states.
func checkNode(t *rapid.T, n *node[int, int], isRoot bool) {
	if len(n.keys) > nodeSize || len(n.keys) == 0 && !(isRoot && n.isLeaf()) || len(n.keys) != len(n.values)+len(n.kids) {
		t.Fatalf("a node of %d keys, %d values and %d kids", len(n.keys), len(n.values), len(n.kids))
	}
	for i, kid := range n.kids {
		checkNode(t, kid, false)
		for k := range (&index[int, int]{root: kid}).all() {
			if i > 0 && k < n.keys[i] || i+1 < len(n.kids) && k >= n.keys[i+1] {
				t.Fatalf("key %d in kid %d, whose keys are from %v on", k, i, n.keys)
			}
		}
	}
}
