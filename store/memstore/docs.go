package memstore

import (
	"bytes"
	"maps"
	"slices"

	"github.com/relance-bot/relance/store"
)

// write carries out the documents' part of a commit that was checked.
func (b *book) write(c store.Commit) {
	for _, token := range c.Close {
		delete(b.docs[store.KindIntent], token)
	}
	for _, d := range c.Open {
		b.tokens[d.Key] = true
		b.put(store.KindIntent, d)
	}
	for _, d := range c.Delete {
		delete(b.docs[d.Kind], d.Key)
	}
	for _, d := range c.Put {
		b.put(d.Kind, d)
	}
}

func (b *book) put(kind string, d store.Doc) {
	if b.docs[kind] == nil {
		b.docs[kind] = map[string][]byte{}
	}
	b.docs[kind][d.Key] = bytes.Clone(d.Data)
}

// list gives the documents of a kind, by key.
func (b *book) list(kind string) []store.Doc {
	var docs []store.Doc
	for _, key := range slices.Sorted(maps.Keys(b.docs[kind])) {
		docs = append(docs, store.Doc{Kind: kind, Key: key, Data: bytes.Clone(b.docs[kind][key])})
	}
	return docs
}
