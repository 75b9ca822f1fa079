package ledger

// Moved lists the invoices that are not the same in b and since, two snapshots
// of one book: those added, changed and removed, each once, in no order.
// Snapshots share what didn't change, so it costs what changed and not what
// there is.
func (b *Book) Moved(since *Book) []Key {
	return b.invoices.moved(&since.invoices, func(x, y *Invoice) bool { return x == y })
}

// moved lists the keys under which the two hold something else. Copies share
// their nodes, and a node that both have holds the same for both.
func (x *index[K, V]) moved(old *index[K, V], same func(a, b V) bool) []K {
	if x.root == old.root {
		return nil
	}
	var keys []K
	before, now := map[*node[K, V]]bool{}, map[*node[K, V]]bool{}
	old.root.list(before)
	x.root.walkOwn(before, now, func(k K, v V) {
		if was, ok := old.get(k); !ok || !same(was, v) {
			keys = append(keys, k)
		}
	})
	old.root.walkOwn(now, nil, func(k K, _ V) {
		if _, ok := x.get(k); !ok {
			keys = append(keys, k)
		}
	})
	return keys
}

// list notes the nodes from n on.
func (n *node[K, V]) list(nodes map[*node[K, V]]bool) {
	nodes[n] = true
	for _, kid := range n.kids {
		kid.list(nodes)
	}
}

// walkOwn visits the entries of the nodes that are not among the others', and
// notes all nodes, if asked to.
func (n *node[K, V]) walkOwn(others, nodes map[*node[K, V]]bool, visit func(K, V)) {
	if others[n] {
		if nodes != nil {
			n.list(nodes)
		}
		return
	}
	if nodes != nil {
		nodes[n] = true
	}
	for i, v := range n.values {
		visit(n.keys[i], v)
	}
	for _, kid := range n.kids {
		kid.walkOwn(others, nodes, visit)
	}
}
