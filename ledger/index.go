package ledger

import (
	"iter"
	"slices"
	"sort"
)

// index is an ordered map that costs O(1) to copy: a B+ tree whose copies share
// all nodes. A write copies the nodes on the way to its leaf, some kilobytes
// whatever the size of the index.
//
// A batch of writes under one edit copies each node once: what an edit has
// made it may change in place, since nobody else has seen it. An edit must not
// be used again once an index it wrote was handed out.
type index[K, V any] struct {
	compare func(K, K) int
	root    *node[K, V]
	length  int
}

// edit is the identity of a batch of writes. It has a size, so that two of
// them never share an address.
type edit struct{ _ byte }

// node is a leaf with values or an inner node with kids. In an inner node,
// keys[i] is no more than any key in kids[i] and more than any in kids[i-1];
// keys[0] is never looked at. No node but an empty root is empty.
type node[K, V any] struct {
	owner  *edit
	keys   []K
	values []V
	kids   []*node[K, V]
}

// nodeSize bounds a node: copying one is then a matter of a few cache lines,
// and 100,000 entries are three or four nodes deep.
const nodeSize = 48

func newIndex[K, V any](compare func(K, K) int) index[K, V] {
	return index[K, V]{compare: compare, root: &node[K, V]{}}
}

func (n *node[K, V]) isLeaf() bool { return n.kids == nil }

// kid is the place of the kid that k is in or belongs in.
func (x *index[K, V]) kid(n *node[K, V], k K) int {
	return sort.Search(len(n.keys)-1, func(i int) bool { return x.compare(n.keys[i+1], k) > 0 })
}

func (x *index[K, V]) get(k K) (V, bool) {
	n := x.root
	for !n.isLeaf() {
		n = n.kids[x.kid(n, k)]
	}
	at, found := slices.BinarySearchFunc(n.keys, k, x.compare)
	if !found {
		var none V
		return none, false
	}
	return n.values[at], true
}

func (x *index[K, V]) set(k K, v V, e *edit) {
	x.root = x.root.writable(e)
	x.setIn(x.root, k, v, e)
	if len(x.root.keys) > nodeSize {
		left := x.root
		separator, right := left.split(e, false)
		x.root = &node[K, V]{owner: e, keys: []K{left.keys[0], separator}, kids: []*node[K, V]{left, right}}
	}
}

// setIn puts an entry below n, which is writable and may come out one too big.
func (x *index[K, V]) setIn(n *node[K, V], k K, v V, e *edit) {
	if n.isLeaf() {
		at, found := slices.BinarySearchFunc(n.keys, k, x.compare)
		if found {
			n.values[at] = v
			return
		}
		n.keys, n.values = slices.Insert(n.keys, at, k), slices.Insert(n.values, at, v)
		x.length++
		return
	}
	at := x.kid(n, k)
	kid := n.kids[at].writable(e)
	n.kids[at] = kid
	x.setIn(kid, k, v, e)
	if len(kid.keys) > nodeSize {
		separator, right := kid.split(e, at == len(n.kids)-1)
		n.keys, n.kids = slices.Insert(n.keys, at+1, separator), slices.Insert(n.kids, at+1, right)
	}
}

func (x *index[K, V]) delete(k K, e *edit) {
	if _, ok := x.get(k); !ok {
		return
	}
	x.root = x.root.writable(e)
	x.deleteIn(x.root, k, e)
	x.length--
	for !x.root.isLeaf() && len(x.root.kids) == 1 {
		x.root = x.root.kids[0]
	}
}

// deleteIn takes away an entry that is there.
func (x *index[K, V]) deleteIn(n *node[K, V], k K, e *edit) {
	if n.isLeaf() {
		at, _ := slices.BinarySearchFunc(n.keys, k, x.compare)
		n.keys, n.values = slices.Delete(n.keys, at, at+1), slices.Delete(n.values, at, at+1)
		return
	}
	at := x.kid(n, k)
	kid := n.kids[at].writable(e)
	n.kids[at] = kid
	x.deleteIn(kid, k, e)
	fits := func(i int) bool { return len(n.kids[i].keys)+len(n.kids[i+1].keys) <= nodeSize/2 }
	switch {
	case len(kid.keys) == 0:
		n.keys, n.kids = slices.Delete(n.keys, at, at+1), slices.Delete(n.kids, at, at+1)
	case at > 0 && fits(at-1):
		n.join(at-1, e)
	case at+1 < len(n.kids) && fits(at):
		n.join(at, e)
	}
}

// writable is n, or a copy of it if another edit made it.
func (n *node[K, V]) writable(e *edit) *node[K, V] {
	if n.owner == e {
		return n
	}
	c := &node[K, V]{owner: e, keys: cloneRoomy(n.keys)}
	if n.isLeaf() {
		c.values = cloneRoomy(n.values)
	} else {
		c.kids = cloneRoomy(n.kids)
	}
	return c
}

// cloneRoomy leaves room for the one entry that is probably to come.
func cloneRoomy[T any](list []T) []T {
	return append(make([]T, 0, len(list)+1), list...)
}

// split moves the upper part of n to a new node on its right. Entries that
// come sorted are appended: the last node leaves a nearly full one behind.
func (n *node[K, V]) split(e *edit, isLast bool) (separator K, right *node[K, V]) {
	half := len(n.keys) / 2
	if isLast {
		half = len(n.keys) * 7 / 8
	}
	right = &node[K, V]{owner: e, keys: slices.Clone(n.keys[half:])}
	clear(n.keys[half:])
	n.keys = n.keys[:half]
	if n.isLeaf() {
		right.values = slices.Clone(n.values[half:])
		clear(n.values[half:])
		n.values = n.values[:half]
	} else {
		right.kids = slices.Clone(n.kids[half:])
		clear(n.kids[half:])
		n.kids = n.kids[:half]
	}
	return right.keys[0], right
}

// join appends kid i+1 to kid i.
func (n *node[K, V]) join(i int, e *edit) {
	left, right := n.kids[i].writable(e), n.kids[i+1]
	from := len(left.keys)
	left.keys = append(left.keys, right.keys...)
	left.keys[from] = n.keys[i+1] // in an inner node, right.keys[0] means nothing
	if left.isLeaf() {
		left.keys[from] = right.keys[0]
		left.values = append(left.values, right.values...)
	} else {
		left.kids = append(left.kids, right.kids...)
	}
	n.kids[i] = left
	n.keys, n.kids = slices.Delete(n.keys, i+1, i+2), slices.Delete(n.kids, i+1, i+2)
}

// from lists the entries whose key is k or later, in order.
func (x *index[K, V]) from(k K) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { x.walkFrom(x.root, k, yield) }
}

func (x *index[K, V]) walkFrom(n *node[K, V], k K, yield func(K, V) bool) bool {
	if n.isLeaf() {
		at, _ := slices.BinarySearchFunc(n.keys, k, x.compare)
		return n.walkLeaf(at, yield)
	}
	at := x.kid(n, k)
	if !x.walkFrom(n.kids[at], k, yield) {
		return false
	}
	return n.walkKids(at+1, yield)
}

func (n *node[K, V]) walk(yield func(K, V) bool) bool {
	if n.isLeaf() {
		return n.walkLeaf(0, yield)
	}
	return n.walkKids(0, yield)
}

func (n *node[K, V]) walkLeaf(at int, yield func(K, V) bool) bool {
	for ; at < len(n.keys); at++ {
		if !yield(n.keys[at], n.values[at]) {
			return false
		}
	}
	return true
}

func (n *node[K, V]) walkKids(at int, yield func(K, V) bool) bool {
	for _, kid := range n.kids[at:] {
		if !kid.walk(yield) {
			return false
		}
	}
	return true
}

// all lists the entries in order.
func (x *index[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { x.root.walk(yield) }
}

// values lists what the entries hold, in order.
func (x *index[K, V]) values() iter.Seq[V] {
	return func(yield func(V) bool) {
		x.root.walk(func(_ K, v V) bool { return yield(v) })
	}
}
