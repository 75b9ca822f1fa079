package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

var syncClauses = []clause{
	{"Put makes or replaces, Delete removes, absent is fine, Docs lists by key", putAndDelete},
	{"every byte of a document is kept", everyByte},
	{"Open makes an intent and Close removes it", openAndClose},
	{"a token is opened once for all time", openOnce},
	{"Close of an intent that isn't open discards everything", closeDiscards},
	{"an open token asked again discards everything", openDiscards},
	{"a stale term discards everything", staleTermDiscards},
	{"a conflicting change discards everything", conflictDiscards},
	{"the term stays current until someone else takes the lease", termStaysCurrent},
	{"of 16 that close one intent, one wins", closeAtOnce},
	{"Put and Delete of an intent are refused", intentsAreNotPut},
	{"20,000 documents in one commit", commitMany},
	{"everything stands after a restart", commitSurvives},
}

func (s *scene) commit(c store.Commit) []ledger.Change {
	s.Helper()
	recorded, err := s.s.Commit(s.ctx(), s.book, c)
	s.must(err)
	return recorded
}

func (s *scene) docs(kind string) []store.Doc {
	s.Helper()
	docs, err := s.s.Docs(s.ctx(), s.book, kind)
	s.must(err)
	return docs
}

func row(key, data string) store.Doc { return store.Doc{Kind: "row", Key: key, Data: []byte(data)} }

func intent(token string) store.Doc {
	return store.Doc{Kind: store.KindIntent, Key: token, Data: []byte("intent " + token)}
}

func putAndDelete(s *scene) {
	s.commit(store.Commit{Put: []store.Doc{row("b", "1"), row("a", "2"), {Kind: "mark", Key: "a", Data: []byte("3")}}})
	s.commit(store.Commit{Put: []store.Doc{row("b", "4"), row("c", "5")}, Delete: []store.Doc{row("a", ""), row("zz", "")}})
	s.same("rows", s.docs("row"), []store.Doc{row("b", "4"), row("c", "5")})
	s.same("marks", s.docs("mark"), []store.Doc{{Kind: "mark", Key: "a", Data: []byte("3")}})
	s.same("none", len(s.docs("conflict")), 0)
	s.commit(store.Commit{Put: []store.Doc{row("b", "6")}, Delete: []store.Doc{row("b", "")}})
	s.same("deleted, then put", s.docs("row"), []store.Doc{row("b", "6"), row("c", "5")})
}

func everyByte(s *scene) {
	var every []byte
	for b := range 256 {
		every = append(every, byte(b))
	}
	key := "key \x00\n\u2028 } {é"
	s.commit(store.Commit{Put: []store.Doc{{Kind: "row", Key: key, Data: every}, {Kind: "row", Key: "", Data: nil}}})
	docs := s.docs("row")
	if len(docs) != 2 || docs[0].Key != "" || len(docs[0].Data) != 0 || docs[1].Key != key || !bytes.Equal(docs[1].Data, every) {
		s.Fatalf("got %q", docs)
	}
	_, err := s.s.Commit(s.ctx(), s.book, store.Commit{Put: []store.Doc{{Kind: "row", Key: "\xff"}}})
	s.wantErr(err, store.ErrInvalid)
}

func openAndClose(s *scene) {
	s.commit(store.Commit{Open: []store.Doc{intent("t1"), intent("t2")}})
	s.same("open", s.docs(store.KindIntent), []store.Doc{intent("t1"), intent("t2")})
	recorded := s.commit(store.Commit{Close: []string{"t1"}, Append: changes("a", 2), Put: []store.Doc{row("a", "1")}})
	s.same("open", s.docs(store.KindIntent), []store.Doc{intent("t2")})
	s.same("journal", s.journal(), recorded)
	s.same("rows", s.docs("row"), []store.Doc{row("a", "1")})
}

func openOnce(s *scene) {
	s.commit(store.Commit{Open: []store.Doc{intent("t1")}})
	s.commit(store.Commit{Close: []string{"t1"}})
	_, err := s.s.Commit(s.ctx(), s.book, store.Commit{Open: []store.Doc{intent("t1")}})
	s.wantErr(err, store.ErrAlreadyOpen)
}

// discards runs a commit that must fail and leave no trace.
func (s *scene) discards(c store.Commit, want error) {
	s.Helper()
	s.commit(store.Commit{Put: []store.Doc{row("old", "1")}, Open: []store.Doc{intent("other")}})
	c.Append = append(c.Append, changes("lost", 2)...)
	c.Put = append(c.Put, row("old", "2"), row("new", "3"))
	c.Delete = append(c.Delete, row("old", ""))
	c.Open = append(c.Open, intent("lost"))
	c.Close = append([]string{"other"}, c.Close...)
	entries, open := s.journal(), s.docs(store.KindIntent)
	_, err := s.s.Commit(s.ctx(), s.book, c)
	s.wantErr(err, want)
	s.same("journal", s.journal(), entries)
	s.same("intents", s.docs(store.KindIntent), open)
	s.same("rows", s.docs("row"), []store.Doc{row("old", "1")})
	s.commit(store.Commit{Open: []store.Doc{intent("lost")}})
}

func closeDiscards(s *scene) { s.discards(store.Commit{Close: []string{"never"}}, store.ErrNotOpen) }

func openDiscards(s *scene) {
	s.commit(store.Commit{Open: []store.Doc{intent("t1")}})
	s.discards(store.Commit{Open: []store.Doc{intent("t1")}}, store.ErrAlreadyOpen)
}

func staleTermDiscards(s *scene) {
	s.discards(store.Commit{Term: 7}, store.ErrStaleTerm)
}

func conflictDiscards(s *scene) {
	s.append(change("x", "inv-1"))
	s.discards(store.Commit{Append: []ledger.Change{change("x", "inv-2")}}, store.ErrConflict)
}

func termStaysCurrent(s *scene) {
	mine := s.acquire("me", short)
	s.commit(store.Commit{Term: mine.Term, Put: []store.Doc{row("a", "1")}})
	s.Advance(2 * short)
	s.commit(store.Commit{Term: mine.Term, Put: []store.Doc{row("a", "2")}})
	theirs := s.acquire("you", long)
	_, err := s.s.Commit(s.ctx(), s.book, store.Commit{Term: mine.Term, Put: []store.Doc{row("a", "3")}})
	s.wantErr(err, store.ErrStaleTerm)
	s.commit(store.Commit{Term: theirs.Term, Put: []store.Doc{row("b", "1")}})
	s.commit(store.Commit{Put: []store.Doc{row("c", "1")}}) // 0: not asked
	s.same("rows", s.docs("row"), []store.Doc{row("a", "2"), row("b", "1"), row("c", "1")})
}

func closeAtOnce(s *scene) {
	s.commit(store.Commit{Open: []store.Doc{intent("t1")}})
	var all sync.WaitGroup
	var won atomic.Int32
	for i := range 16 {
		all.Go(func() {
			_, err := s.s.Commit(s.ctx(), s.book, store.Commit{
				Close: []string{"t1"}, Append: changes(fmt.Sprint(i), 1), Put: []store.Doc{row(fmt.Sprint(i), "")},
			})
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, store.ErrNotOpen):
				s.Errorf("loser %d: %v", i, err)
			}
		})
	}
	all.Wait()
	s.same("winners", won.Load(), int32(1))
	s.same("entries", len(s.journal()), 1)
	s.same("rows", len(s.docs("row")), 1)
}

func intentsAreNotPut(s *scene) {
	for _, c := range []store.Commit{
		{Put: []store.Doc{intent("t")}},
		{Delete: []store.Doc{intent("t")}},
		{Open: []store.Doc{row("t", "")}},
		{Open: []store.Doc{intent("t"), intent("t")}},
		{Close: []string{"t", "t"}},
	} {
		_, err := s.s.Commit(s.ctx(), s.book, c)
		s.wantErr(err, store.ErrInvalid)
	}
}

func commitMany(s *scene) {
	var c store.Commit
	for i := range 20000 {
		c.Put = append(c.Put, row(fmt.Sprintf("%05d", i), fmt.Sprintf("data of %d", i)))
	}
	s.commit(c)
	s.same("rows", s.docs("row"), c.Put)
	s.commit(store.Commit{Delete: c.Put})
	s.same("rows", len(s.docs("row")), 0)
}

func commitSurvives(s *scene) {
	lease := s.acquire("me", long)
	recorded := s.commit(store.Commit{Term: lease.Term, Open: []store.Doc{intent("t1")}, Append: changes("a", 2), Put: []store.Doc{row("a", "1")}})
	s.reopen()
	s.same("journal", s.journal(), recorded)
	s.same("rows", s.docs("row"), []store.Doc{row("a", "1")})
	s.commit(store.Commit{Term: lease.Term, Close: []string{"t1"}})
}
