package chain

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/relance-bot/relance/ledger"
)

// Version of the canonical form; it is hashed too.
const version = 1

// SaltSize is 128 bits for each of the three personal values.
const SaltSize = personalValues * saltPart

const (
	personalValues = 3 // Actor, Old and New
	saltPart       = 16
)

// Entry is one link: a change with its place in the chain.
type Entry struct {
	Change      ledger.Change `json:"change"`
	Salt        []byte        `json:"salt,omitempty"` // none: erased
	Commitments []byte        `json:"commitments"`    // of Actor, Old and New, one after the other
	Hash        []byte        `json:"hash"`
}

// Link makes the entry that follows previous. The change has its Seq.
func Link(previous []byte, c ledger.Change) (Entry, error) {
	salt := make([]byte, SaltSize)
	_, _ = rand.Read(salt) // never fails, by its contract
	commitments, err := commit(salt, c)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Change: c, Salt: salt, Commitments: commitments}
	e.Hash = e.hash(previous)
	return e, nil
}

// Fits tells what is wrong if e doesn't follow previous.
func (e Entry) Fits(previous []byte) error {
	if !bytes.Equal(e.Hash, e.hash(previous)) {
		return fmt.Errorf("entry %d doesn't fit the hash chain: it or the one before was altered", e.Change.Seq)
	}
	if e.Erased() {
		if e.Change.Actor != "" || !e.Change.Old.IsEmpty() || !e.Change.New.IsEmpty() {
			return fmt.Errorf("entry %d has values again after they were erased", e.Change.Seq)
		}
		return nil
	}
	commitments, err := commit(e.Salt, e.Change)
	if err != nil {
		return fmt.Errorf("entry %d: %w", e.Change.Seq, err)
	}
	if !bytes.Equal(commitments, e.Commitments) {
		return fmt.Errorf("entry %d: actor, old or new value was altered", e.Change.Seq)
	}
	return nil
}

// Erased tells whether the personal values are gone.
func (e Entry) Erased() bool { return len(e.Salt) == 0 }

// Erase is e without its personal values.
func (e Entry) Erase() Entry {
	e.Salt = nil
	e.Change.Actor, e.Change.Old, e.Change.New = "", ledger.Value{}, ledger.Value{}
	return e
}

// Same tells whether c says what e records. Time and Seq don't count; erased
// values can't be compared any more and are taken for equal.
func (e Entry) Same(c ledger.Change) bool {
	r := e.Change
	plain := r.ID == c.ID && r.Source == c.Source && r.Invoice == c.Invoice && r.Customer == c.Customer &&
		r.Person == c.Person && r.Field == c.Field && r.Cause == c.Cause
	return plain && (e.Erased() || r.Actor == c.Actor && r.Old == c.Old && r.New == c.New)
}

func (e Entry) hash(previous []byte) []byte {
	c := e.Change
	h := sha256.New()
	h.Write(previous)
	h.Write([]byte{version})
	var number [8]byte
	for _, n := range []uint64{c.Seq, uint64(c.At.UnixNano())} { //nolint:gosec // the bits matter, not the sign
		binary.BigEndian.PutUint64(number[:], n)
		h.Write(number[:])
	}
	for _, part := range []string{
		c.ID, string(c.Source), string(c.Invoice), string(c.Customer), string(c.Person), string(c.Field), c.Cause, string(e.Commitments),
	} {
		binary.BigEndian.PutUint64(number[:], uint64(len(part)))
		h.Write(number[:])
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// commit is SHA-256(salt | value) of Actor, Old and New.
func commit(salt []byte, c ledger.Change) ([]byte, error) {
	if len(salt) != SaltSize {
		return nil, fmt.Errorf("salt of %d bytes instead of %d", len(salt), SaltSize)
	}
	before, err := c.Old.MarshalText()
	if err != nil {
		return nil, fmt.Errorf("encode old value: %w", err)
	}
	after, err := c.New.MarshalText()
	if err != nil {
		return nil, fmt.Errorf("encode new value: %w", err)
	}
	var all []byte
	for i, value := range [][]byte{[]byte(c.Actor), before, after} {
		part := salt[i*saltPart : (i+1)*saltPart]
		sum := sha256.Sum256(append(bytes.Clone(part), value...))
		all = append(all, sum[:]...)
	}
	return all, nil
}
