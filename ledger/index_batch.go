package ledger

import "slices"

// write is one of many writes to an index: a value for a key, or its end.
type write[K, V any] struct {
	key   K
	value V
	isSet bool
}

// mergeShare is how small a part of an index a batch may be for the index to
// be made anew: copying an entry in order takes about a tenth of finding the
// place of another one.
const mergeShare = 10

// apply carries out a batch of writes, in whatever order they come: where a
// key both ends and gets a value, the value stays. No key gets two values.
func (x *index[K, V]) apply(writes []write[K, V], e *edit) {
	slices.SortFunc(writes, func(a, b write[K, V]) int {
		if c := x.compare(a.key, b.key); c != 0 || a.isSet == b.isSet {
			return c
		}
		if b.isSet {
			return -1
		}
		return 1
	})
	if len(writes) > nodeSize && len(writes)*mergeShare >= x.length {
		x.merge(writes)
		return
	}
	for _, w := range writes {
		if w.isSet {
			x.set(w.key, w.value, e)
		} else {
			x.delete(w.key, e)
		}
	}
}

// merge makes the index anew of what it holds and of the sorted writes.
func (x *index[K, V]) merge(writes []write[K, V]) {
	merged := builder[K, V]{}
	upTo := func(isPast func(K) bool) {
		for len(writes) > 0 && !isPast(writes[0].key) {
			w := writes[0]
			writes = writes[1:]
			if w.isSet {
				merged.add(w.key, w.value)
			}
		}
	}
	for k, v := range x.all() {
		isOverwritten := false
		upTo(func(next K) bool {
			c := x.compare(next, k)
			isOverwritten = isOverwritten || c == 0
			return c > 0
		})
		if !isOverwritten {
			merged.add(k, v)
		}
	}
	upTo(func(K) bool { return false })
	x.root, x.length = merged.root(), merged.length
}

// builder makes an index of entries that come in order. Its nodes belong to no
// edit: they are full but for some room, and are copied when they are written.
type builder[K, V any] struct {
	leaves []*node[K, V]
	length int
}

// builtSize leaves room for some writes before a node splits.
const builtSize = nodeSize * 7 / 8

func (b *builder[K, V]) add(k K, v V) {
	if b.length%builtSize == 0 {
		b.leaves = append(b.leaves, &node[K, V]{keys: make([]K, 0, builtSize), values: make([]V, 0, builtSize)})
	}
	leaf := b.leaves[len(b.leaves)-1]
	leaf.keys, leaf.values = append(leaf.keys, k), append(leaf.values, v)
	b.length++
}

func (b *builder[K, V]) root() *node[K, V] {
	if len(b.leaves) == 0 {
		return &node[K, V]{}
	}
	level := b.leaves
	for len(level) > 1 {
		var above []*node[K, V]
		for kids := range slices.Chunk(level, builtSize) {
			n := &node[K, V]{kids: slices.Clone(kids)}
			for _, kid := range kids {
				n.keys = append(n.keys, kid.keys[0])
			}
			above = append(above, n)
		}
		level = above
	}
	return level[0]
}
