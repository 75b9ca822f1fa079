package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

var journalClauses = []clause{
	{"Append gives Seq from 1 without gaps, in order", appendInOrder},
	{"Append is all or none", appendAllOrNone},
	{"an ID with the same content is given back as recorded and adds nothing", appendSameContent},
	{"an ID with other content is ErrConflict for the whole call", appendOtherContent},
	{"an ID twice in one call is one entry", appendTwiceInOneCall},
	{"At and Seq are no content", appendLater},
	{"what is appended reads back as it was", appendReadsBack},
	{"text with NUL and every other rune is kept, no UTF-8 is refused", appendEveryRune},
	{"32 writers at once leave no gap", appendAtOnce},
	{"Since lists up to limit entries after a Seq", sinceLimits},
	{"Head is 0 and nothing for an empty journal, then the last", headMoves},
	{"books don't mix", booksApart},
	{"Verify holds, also after a restart", verifyHolds},
	{"Verify finds an altered entry", verifyFindsTampering},
	{"Erase empties Actor, Old and New and Verify still holds", eraseKeepsVerify},
	{"an erased ID asked again is given back as it stands", eraseKeepsIdempotency},
	{"3,000 entries in one call", appendMany},
	{"calls after Close fail", closedFails},
}

func appendInOrder(s *scene) {
	first := s.append(changes("a", 3)...)
	second := s.append(changes("b", 2)...)
	for i, c := range append(first, second...) {
		if c.Seq != uint64(i)+1 {
			s.Fatalf("entry %d has Seq %d", i, c.Seq)
		}
	}
	s.same("journal", s.journal(), append(first, second...))
	if none := s.append(); len(none) != 0 {
		s.Fatalf("nothing appended gave %v", none)
	}
}

func appendAllOrNone(s *scene) {
	s.append(change("known", "inv-1"))
	other := change("known", "inv-2")
	_, err := s.s.Append(s.ctx(), s.book, []ledger.Change{change("new", "inv-1"), other})
	s.wantErr(err, store.ErrConflict)
	s.same("entries", len(s.journal()), 1)
}

func appendSameContent(s *scene) {
	recorded := s.append(changes("a", 3)...)
	mixed := append(changes("b", 1), changes("a", 3)...)
	again := s.append(mixed...)
	s.same("the old ones", again[1:], recorded)
	s.same("Seq of the new one", again[0].Seq, uint64(4))
	s.same("entries", len(s.journal()), 4)
}

func appendOtherContent(s *scene) {
	s.append(change("x", "inv-1"))
	for name, alter := range map[string]func(*ledger.Change){
		"actor":    func(c *ledger.Change) { c.Actor = "U999" },
		"source":   func(c *ledger.Change) { c.Source = ledger.SourceBot },
		"invoice":  func(c *ledger.Change) { c.Invoice = "inv-2" },
		"customer": func(c *ledger.Change) { c.Customer = "acme" },
		"person":   func(c *ledger.Change) { c.Person = "p" },
		"field":    func(c *ledger.Change) { c.Field = ledger.FieldDispute },
		"old":      func(c *ledger.Change) { c.Old = ledger.Int(1) },
		"new":      func(c *ledger.Change) { c.New = ledger.Value{} },
		"cause":    func(c *ledger.Change) { c.Cause = "" },
	} {
		s.Run(name, func(t *testing.T) {
			other := change("x", "inv-1")
			alter(&other)
			_, err := s.s.Append(t.Context(), s.book, []ledger.Change{other})
			s.wantErr(err, store.ErrConflict)
		})
	}
}

func appendTwiceInOneCall(s *scene) {
	recorded := s.append(change("x", "inv-1"), change("x", "inv-1"))
	s.same("the second", recorded[1], recorded[0])
	s.same("entries", len(s.journal()), 1)
	_, err := s.s.Append(s.ctx(), s.book, []ledger.Change{change("y", "inv-1"), change("y", "inv-2")})
	s.wantErr(err, store.ErrConflict)
}

func appendLater(s *scene) {
	recorded := s.append(change("x", "inv-1"))
	later := change("x", "inv-1")
	later.At, later.Seq = day0.Add(time.Hour), 77
	s.same("asked later", s.append(later), recorded)
}

func appendReadsBack(s *scene) {
	base := change("", "inv-1")
	var list []ledger.Change
	for id, v := range map[string]ledger.Value{
		"empty": {}, "text": ledger.Text("Échéance : l'été\n\t😀"), "kind lookalike": ledger.Text("m:EUR:1"),
		"money": ledger.Amount(ledger.Money{Minor: -9223372036854775808, Currency: "EUR"}), "zero": ledger.Amount(ledger.Money{Currency: "KWD"}),
		"date": ledger.Day(ledger.NewDate(9999, 12, 31)), "int": ledger.Int(-7), "bool": ledger.Bool(true),
	} {
		c := base
		c.ID, c.Old, c.New = id, v, v
		list = append(list, c)
	}
	paris := time.FixedZone("Paris", 3600)
	customer := ledger.Change{ID: "customer", At: day0.In(paris), Source: ledger.SourceBot, Customer: "acme", Field: ledger.FieldPause}
	person := ledger.Change{ID: "person", At: day0, Source: ledger.SourceSheet, Person: "ann", Field: ledger.FieldPerson}
	list = append(list, customer, person)
	recorded := s.append(list...)
	s.reopen()
	for i := range list {
		list[i].Seq, list[i].At = uint64(i)+1, list[i].At.UTC()
	}
	s.same("recorded", recorded, list)
	s.same("read back", s.journal(), list)
}

func appendEveryRune(s *scene) {
	every := make([]rune, 0, 0x3000)
	for r := range rune(0x3000) {
		every = append(every, r)
	}
	c := change("id with \x00 and \n in it", "inv-1")
	c.Actor, c.New, c.Cause, c.Invoice = string(every), ledger.Text(string(every)), string(every), ledger.Key(every)
	recorded := s.append(c)
	s.same("read back", s.journal(), recorded)
	s.same("asked again", s.append(c), recorded)
	s.must(s.s.Verify(s.ctx(), s.book))
	for _, alter := range []func(*ledger.Change){
		func(c *ledger.Change) { c.New = ledger.Text("\xff") },
		func(c *ledger.Change) { c.Actor = "\xc3" },
		func(c *ledger.Change) { c.ID = "\xed\xa0\x80" }, // a lone surrogate
		func(c *ledger.Change) { c.ID = "" },
		func(c *ledger.Change) { c.At = time.Time{} },
		func(c *ledger.Change) { c.New = ledger.Day(ledger.NewDate(10000, 1, 1)) },
	} {
		bad := change("bad", "inv-1")
		alter(&bad)
		_, err := s.s.Append(s.ctx(), s.book, []ledger.Change{bad})
		s.wantErr(err, store.ErrInvalid)
	}
	_, err := s.s.Append(s.ctx(), "", []ledger.Change{change("x", "inv-1")})
	s.wantErr(err, store.ErrInvalid)
}

func appendAtOnce(s *scene) {
	const writers, each = 32, 5
	var all sync.WaitGroup
	errs := make(chan error, writers)
	for w := range writers {
		all.Go(func() {
			for i := range each {
				c := change("shared", "inv-0")
				if i > 0 {
					c = change(string(rune('a'+w))+string(rune('0'+i)), "inv-1")
				}
				if _, err := s.s.Append(s.ctx(), s.book, []ledger.Change{c}); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		s.Error(err)
	}
	entries := s.journal()
	s.same("entries", len(entries), writers*(each-1)+1)
	for i, c := range entries {
		s.same("Seq", c.Seq, uint64(i)+1)
	}
	s.must(s.s.Verify(s.ctx(), s.book))
}

func sinceLimits(s *scene) {
	all := s.append(changes("a", 10)...)
	for _, c := range []struct {
		after      uint64
		limit      int
		from, upto int
	}{{0, 3, 0, 3}, {3, 3, 3, 6}, {8, 5, 8, 10}, {10, 5, 10, 10}, {99, 5, 10, 10}} {
		got, err := s.s.Since(s.ctx(), s.book, c.after, c.limit)
		s.must(err)
		if c.from == c.upto {
			s.same("none", len(got), 0)
			continue
		}
		s.same("entries", got, all[c.from:c.upto])
	}
}

func headMoves(s *scene) {
	seen := map[string]bool{}
	for i := range 4 {
		head, err := s.s.Head(s.ctx(), s.book)
		s.must(err)
		if head.Seq != uint64(i) || seen[head.Hash] || (i == 0) != (head.Hash == "") {
			s.Fatalf("head %+v after %d entries", head, i)
		}
		seen[head.Hash] = true
		s.append(change(string(rune('a'+i)), "inv-1"))
	}
}

func booksApart(s *scene) {
	s.append(change("x", "inv-1"))
	other, err := s.s.Append(s.ctx(), s.book+" 2", []ledger.Change{change("x", "inv-2")})
	s.must(err)
	s.same("Seq in the other book", other[0].Seq, uint64(1))
	s.same("entries", len(s.journal()), 1)
}

func verifyHolds(s *scene) {
	s.must(s.s.Verify(s.ctx(), s.book))
	s.append(changes("a", 5)...)
	s.append(changes("b", 1)...)
	s.must(s.s.Verify(s.ctx(), s.book))
	s.reopen()
	s.append(changes("c", 1)...)
	s.must(s.s.Verify(s.ctx(), s.book))
}

func verifyFindsTampering(s *scene) {
	s.append(changes("a", 5)...)
	s.Tamper(s.book, 3)
	if err := s.s.Verify(s.ctx(), s.book); err == nil {
		s.Fatal("an altered value was not found")
	} else {
		s.Log(err)
	}
}

func eraseKeepsVerify(s *scene) {
	all := s.append(changes("a", 5)...)
	s.must(s.s.Erase(s.ctx(), s.book, []uint64{2, 4, 99}))
	s.must(s.s.Erase(s.ctx(), s.book, []uint64{4}))
	for _, i := range []int{1, 3} {
		all[i].Actor, all[i].Old, all[i].New = "", ledger.Value{}, ledger.Value{}
	}
	s.same("journal", s.journal(), all)
	s.must(s.s.Verify(s.ctx(), s.book))
	s.append(changes("b", 1)...)
	s.must(s.s.Verify(s.ctx(), s.book))
}

func eraseKeepsIdempotency(s *scene) {
	s.append(changes("a", 1)...)
	s.must(s.s.Erase(s.ctx(), s.book, []uint64{1}))
	s.same("asked again", s.append(changes("a", 1)...), s.journal())
	other := changes("a", 1)
	other[0].Field = ledger.FieldDispute
	_, err := s.s.Append(s.ctx(), s.book, other)
	s.wantErr(err, store.ErrConflict)
}

func appendMany(s *scene) {
	recorded := s.append(changes("a", 3000)...)
	s.same("last Seq", recorded[2999].Seq, uint64(3000))
	s.same("read back", len(s.journal()), 3000)
	s.must(s.s.Verify(s.ctx(), s.book))
}

func closedFails(s *scene) {
	s.append(changes("a", 1)...)
	s.must(s.s.Close())
	_, appended := s.s.Append(s.ctx(), s.book, changes("b", 1))
	_, read := s.s.Since(s.ctx(), s.book, 0, 1)
	_, committed := s.s.Commit(s.ctx(), s.book, store.Commit{Put: []store.Doc{row("a", "1")}})
	_, claimed := s.s.Claim(s.ctx(), s.book, store.ClaimAsk{Owner: s.owner(inc1), TTL: long, Limit: 1})
	_, leased := s.s.AcquireLease(s.ctx(), s.book, store.LeaseAsk{Holder: "a", TTL: long})
	for _, err := range []error{appended, read, committed, claimed, leased} {
		if err == nil {
			s.Error("a closed store answers")
		}
	}
}
