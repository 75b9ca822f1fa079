package ledger

import (
	"iter"
	"slices"
	"sort"
)

// index is an ordered map that costs O(1) to copy: a copy shares all chunks
// with the original, and a write copies the list of chunks and the one chunk
// it touches. With 100,000 entries that is some 8 kB, about a microsecond.
//
// A batch of writes under one edit copies each chunk once: what an edit has
// made it may change in place, since nobody else has seen it. An edit must not
// be used again once the index it wrote was handed out.
type index[K, V any] struct {
	compare func(K, K) int
	chunks  []*chunk[K, V] // none is empty
	length  int
	owner   *edit // who may write to the list of chunks in place
}

// edit is the identity of a batch of writes. It has a size, so that two of
// them never share an address.
type edit struct{ _ byte }

type chunk[K, V any] struct {
	owner  *edit
	keys   []K
	values []V
}

// chunkSize bounds a chunk: near the square root of the sizes we care for, so
// that the list of chunks and a chunk cost about the same to copy.
const chunkSize = 256

func newIndex[K, V any](compare func(K, K) int) index[K, V] { return index[K, V]{compare: compare} }

// find gives the chunk that k is in or belongs in, the place in it, and
// whether it is there.
func (x *index[K, V]) find(k K) (chunkAt, at int, found bool) {
	// The last chunk that begins at or before k.
	chunkAt = sort.Search(len(x.chunks), func(i int) bool { return x.compare(x.chunks[i].keys[0], k) > 0 }) - 1
	if chunkAt < 0 {
		return 0, 0, false
	}
	at, found = slices.BinarySearchFunc(x.chunks[chunkAt].keys, k, x.compare)
	return chunkAt, at, found
}

func (x *index[K, V]) get(k K) (V, bool) {
	i, j, found := x.find(k)
	if !found {
		var none V
		return none, false
	}
	return x.chunks[i].values[j], true
}

func (x *index[K, V]) set(k K, v V, e *edit) {
	i, j, found := x.find(k)
	if len(x.chunks) == 0 {
		x.own(e)
		x.chunks = append(x.chunks, &chunk[K, V]{owner: e, keys: []K{k}, values: []V{v}})
		x.length++
		return
	}
	c := x.write(i, e)
	if found {
		c.values[j] = v
		return
	}
	c.keys = slices.Insert(c.keys, j, k)
	c.values = slices.Insert(c.values, j, v)
	x.length++
	if len(c.keys) > chunkSize {
		x.split(i, e)
	}
}

func (x *index[K, V]) delete(k K, e *edit) {
	i, j, found := x.find(k)
	if !found {
		return
	}
	c := x.write(i, e)
	c.keys = slices.Delete(c.keys, j, j+1)
	c.values = slices.Delete(c.values, j, j+1)
	x.length--
	switch {
	case len(c.keys) == 0:
		x.chunks = slices.Delete(x.chunks, i, i+1)
	case i > 0 && len(c.keys)+len(x.chunks[i-1].keys) < chunkSize/2:
		x.join(i-1, e)
	case i+1 < len(x.chunks) && len(c.keys)+len(x.chunks[i+1].keys) < chunkSize/2:
		x.join(i, e)
	}
}

// own makes the list of chunks writable.
func (x *index[K, V]) own(e *edit) {
	if x.owner != e {
		x.chunks, x.owner = slices.Clone(x.chunks), e
	}
}

// write gives chunk i, writable.
func (x *index[K, V]) write(i int, e *edit) *chunk[K, V] {
	x.own(e)
	c := x.chunks[i]
	if c.owner != e {
		c = &chunk[K, V]{owner: e, keys: cloneRoomy(c.keys), values: cloneRoomy(c.values)}
		x.chunks[i] = c
	}
	return c
}

// cloneRoomy leaves room for the one entry that is probably to come.
func cloneRoomy[T any](list []T) []T {
	return append(make([]T, 0, len(list)+1), list...)
}

func (x *index[K, V]) split(i int, e *edit) {
	c := x.chunks[i]
	half := len(c.keys) / 2
	if i == len(x.chunks)-1 {
		half = len(c.keys) * 7 / 8 // most of what comes sorted is appended: leave full chunks behind
	}
	right := &chunk[K, V]{owner: e, keys: cloneRoomy(c.keys[half:]), values: cloneRoomy(c.values[half:])}
	clear(c.keys[half:])
	clear(c.values[half:])
	c.keys, c.values = c.keys[:half], c.values[:half]
	x.chunks = slices.Insert(x.chunks, i+1, right)
}

func (x *index[K, V]) join(i int, e *edit) {
	left, right := x.write(i, e), x.chunks[i+1]
	left.keys = append(left.keys, right.keys...)
	left.values = append(left.values, right.values...)
	x.chunks = slices.Delete(x.chunks, i+1, i+2)
}

// from lists the entries whose key is k or later, in order.
func (x *index[K, V]) from(k K) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		i, j, _ := x.find(k)
		for ; i < len(x.chunks); i, j = i+1, 0 {
			c := x.chunks[i]
			for ; j < len(c.keys); j++ {
				if !yield(c.keys[j], c.values[j]) {
					return
				}
			}
		}
	}
}

// all lists the entries in order.
func (x *index[K, V]) all() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for _, c := range x.chunks {
			for j := range c.keys {
				if !yield(c.keys[j], c.values[j]) {
					return
				}
			}
		}
	}
}

// values lists what the entries hold, in order.
func (x *index[K, V]) values() iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, v := range x.all() {
			if !yield(v) {
				return
			}
		}
	}
}
