package chain

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

func paid(id string) ledger.Change {
	return ledger.Change{
		ID: id, Seq: 1, At: time.Date(2026, 3, 2, 9, 30, 0, 123000000, time.UTC), Actor: "U123", Source: ledger.SourceSlack,
		Invoice: "inv-1", Field: ledger.FieldPaid, Old: ledger.Amount(ledger.Money{Minor: 100, Currency: "EUR"}),
		New: ledger.Amount(ledger.Money{Minor: 98765, Currency: "EUR"}), Cause: "command",
	}
}

// TestTheHashIsForEver: journals in the field hold these hashes. If this test
// fails, the canonical form needs a new version beside the old one.
func TestTheHashIsForEver(t *testing.T) {
	salt := []byte(strings.Repeat("0987656789abcdef", personalValues))
	commitments, err := commit(salt, paid("a"))
	if err != nil {
		t.Fatal(err)
	}
	e := Entry{Change: paid("a"), Salt: salt, Commitments: commitments}
	e.Hash = e.hash([]byte("previous"))
	const want = "e190d6453c12e0a2f535864c0e3042631f0207fd30d1e0cedea54c9dacc59daa"
	if got := hex.EncodeToString(e.Hash); got != want {
		t.Fatalf("hash %s, want %s", got, want)
	}
	if err := e.Fits([]byte("previous")); err != nil {
		t.Fatal(err)
	}
}

func TestWhateverIsAlteredIsFound(t *testing.T) {
	e, err := Link([]byte("previous"), paid("a"))
	if err != nil {
		t.Fatal(err)
	}
	for name, alter := range map[string]func(*Entry){
		"id":                  func(e *Entry) { e.Change.ID = "b" },
		"seq":                 func(e *Entry) { e.Change.Seq = 2 },
		"time":                func(e *Entry) { e.Change.At = e.Change.At.Add(1) },
		"actor":               func(e *Entry) { e.Change.Actor = "U124" },
		"source":              func(e *Entry) { e.Change.Source = ledger.SourceBot },
		"invoice":             func(e *Entry) { e.Change.Invoice = "inv-2" },
		"customer":            func(e *Entry) { e.Change.Customer = "acme" },
		"person":              func(e *Entry) { e.Change.Person = "ann" },
		"field":               func(e *Entry) { e.Change.Field = ledger.FieldNote },
		"old":                 func(e *Entry) { e.Change.Old = ledger.Value{} },
		"new":                 func(e *Entry) { e.Change.New = ledger.Text("m:EUR:98765") },
		"cause":               func(e *Entry) { e.Change.Cause = "" },
		"salt":                func(e *Entry) { e.Salt = bytes.Repeat([]byte("x"), SaltSize) },
		"a short salt":        func(e *Entry) { e.Salt = e.Salt[1:] },
		"commitments":         func(e *Entry) { e.Commitments = e.Commitments[:64] },
		"hash":                func(e *Entry) { e.Hash = nil },
		"erased, not emptied": func(e *Entry) { e.Salt = nil },
		"a byte moved from one part to the next": func(e *Entry) {
			e.Change.ID, e.Change.Source = "as", ledger.Source(strings.TrimPrefix(string(e.Change.Source), "s"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			altered := e
			altered.Salt, altered.Commitments = bytes.Clone(e.Salt), bytes.Clone(e.Commitments)
			alter(&altered)
			if altered.Fits([]byte("previous")) == nil {
				t.Fatal("not found")
			}
		})
	}
	if e.Fits([]byte("another")) == nil {
		t.Fatal("it fits elsewhere too")
	}
}

func TestErasedValuesAreGoneAndCantBeGuessed(t *testing.T) {
	e, err := Link(nil, paid("a"))
	if err != nil {
		t.Fatal(err)
	}
	erased := e.Erase()
	if err := erased.Fits(nil); err != nil {
		t.Fatal(err)
	}
	kept, err := json.Marshal(erased.Change)
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"U123", "98765", "EUR"} {
		if bytes.Contains(kept, []byte(gone)) {
			t.Errorf("%s is still in %s", gone, kept)
		}
	}
	// Without its salt, the same value has another commitment each time.
	again, err := Link(nil, paid("a"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range personalValues {
		if bytes.Equal(again.Commitments[i*32:(i+1)*32], e.Commitments[i*32:(i+1)*32]) {
			t.Fatalf("commitment %d is the same", i)
		}
	}
	alike := paid("a")
	alike.Old = alike.New
	if e, err = Link(nil, alike); err != nil || bytes.Equal(e.Commitments[32:64], e.Commitments[64:96]) {
		t.Fatalf("equal values are seen to be equal (%v)", err)
	}
}

func TestVerifyFindsWhatIsMissingOrSwapped(t *testing.T) {
	_, all, err := Plan(Head{}, nil, []ledger.Change{paid("a"), paid("b"), paid("c"), paid("d")})
	if err != nil {
		t.Fatal(err)
	}
	if head, err := Verify(Head{}, all); err != nil || head.Seq != 4 {
		t.Fatalf("head %v, %v", head, err)
	}
	middle := Head{Seq: 2, Hash: all[1].Hash}
	if _, err := Verify(middle, all[2:]); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]Entry{
		"one is missing":       {all[0], all[2], all[3]},
		"two are swapped":      {all[0], all[2], all[1], all[3]},
		"the first is missing": all[1:],
	} {
		if _, err := Verify(Head{}, list); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestPlanRefusesOtherContentUnderAKnownID(t *testing.T) {
	recorded, added, err := Plan(Head{}, nil, []ledger.Change{paid("a"), paid("a")})
	if err != nil || len(added) != 1 || recorded[1] != recorded[0] {
		t.Fatalf("recorded %v, added %d, %v", recorded, len(added), err)
	}
	other := paid("a")
	other.New = ledger.Value{}
	if _, _, err := Plan(Head{}, map[string]Entry{"a": added[0]}, []ledger.Change{other}); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("error %v", err)
	}
}
