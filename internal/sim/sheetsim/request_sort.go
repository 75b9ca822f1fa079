package sheetsim

import (
	"slices"
)

// sortKey is one SortSpec.
type sortKey struct {
	col        int
	descending bool
}

func (x *batch) sortRange(r obj) (obj, error) {
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	specs := r.objects("sortSpecs")
	if len(specs) == 0 {
		return nil, refuse("No sort specs specified.")
	}
	var keys []sortKey
	for _, spec := range specs {
		col := spec.int("dimensionIndex")
		if col < a.col0 || col >= a.col1 {
			return nil, refuse("dimensionIndex (%d) must be within the sorted range.", col)
		}
		keys = append(keys, sortKey{col, spec.str("sortOrder") == "DESCENDING"})
	}
	for _, m := range s.merges {
		if o := m.overlap(a); !o.empty() && m.height() > 1 {
			return nil, refuse("You can't sort a range with vertical merges.")
		}
	}
	x.sortArea(s, a, keys)
	return nil, nil
}

// sortArea sorts the rows of a, and only within a's columns. Formulas move
// with their rows as copies do.
func (x *batch) sortArea(s *sheet, a area, keys []sortKey) {
	b := x.book
	order := make([]int, a.height())
	values := make([][]value, a.height())
	for i := range order {
		order[i] = i
		for _, k := range keys {
			values[i] = append(values[i], b.value(s, a.row0+i, k.col))
		}
	}
	slices.SortStableFunc(order, func(p, q int) int {
		for k, key := range keys {
			v, w := values[p][k], values[q][k]
			if (v.kind == kindEmpty) != (w.kind == kindEmpty) { // blanks last, either way
				return pick2(v.kind == kindEmpty, 1, -1)
			}
			if c := v.compare(w); c != 0 {
				return pick2(key.descending, -c, c)
			}
		}
		return 0
	})
	old := slices.Clone(s.rows)
	for to, from := range order {
		if to == from {
			continue
		}
		fresh := old[a.row0+to].clone()
		for c := a.col0; c < a.col1; c++ {
			moved := old[a.row0+from].cell(c)
			if moved.formula != nil {
				moved = moved.withContent(&cell{formula: moved.formula.shifted(to-from, 0)})
			}
			fresh.set(c, moved)
		}
		s.rows[a.row0+to] = fresh
	}
	if x.sim.opts.MetadataFollowsSort {
		b.sortMetadata(s, a, order)
	}
}

func pick2(cond bool, yes, no int) int {
	if cond {
		return yes
	}
	return no
}

func (b *book) sortMetadata(s *sheet, a area, order []int) {
	place := make(map[int]int, len(order))
	for to, from := range order {
		place[a.row0+from] = a.row0 + to
	}
	for i, md := range b.metadata {
		if to, ok := place[md.from]; ok && !md.onSpreadsheet && md.sheetID == s.id && md.dimension == "ROWS" {
			b.metadata[i].from, b.metadata[i].to = to, to+1
		}
	}
}
