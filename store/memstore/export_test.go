package memstore

import "github.com/relance-bot/relance/ledger"

// Tamper changes what the journal holds as New of one entry.
func (s *Store) Tamper(name string, seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.books[name].entries[seq-1].Change.New = ledger.Text("altered")
}

// Reopen is what a new client on the same data would be.
func (s *Store) Reopen() *Store {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = false
	return s
}
