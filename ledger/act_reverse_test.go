package ledger

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReverse(t *testing.T) {
	for _, tt := range []struct {
		story  string
		acts   []func(a Act, b *Book) ([]Change, error)
		open   string // of FA-3, paid in full by p3
		paidOn string
		reason string
	}{
		{"a payment taken back leaves it all open, and paid on no day", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p3", actDay, "bounced") },
		}, "100.00", "", ""},
		{"heard twice, it is taken back once", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p3", actDay, "") },
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p3", actDay, "") },
		}, "100.00", "", ""},
		{"it can't be taken back by two people", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p3", actDay, "") },
			func(a Act, b *Book) ([]Change, error) { a.ID = "other"; return a.Reverse(b, "p3", actDay, "") },
		}, "100.00", "", ReasonReversed},
		{"nor can the taking back", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p3", actDay, "") },
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, paymentID(a.ID), actDay, "") },
		}, "100.00", "", ReasonIsReversal},
		{"a payment that isn't there", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p9", actDay, "") },
		}, "0.00", "2026-02-01", ReasonNoPayment},
		{"on no day", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.Reverse(b, "p3", Date(0), "") },
		}, "0.00", "2026-02-01", ReasonDateMissing},
		{"confirming what is sure changes nothing", []func(Act, *Book) ([]Change, error){
			func(a Act, b *Book) ([]Change, error) { return a.ConfirmPayment(b, "p3") },
		}, "0.00", "2026-02-01", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			b := actStory(t).book
			var err error
			for _, do := range tt.acts {
				var changes []Change
				if changes, err = do(act("click"), b); err != nil {
					break
				}
				next, applyErr := b.Apply(changes...)
				if applyErr != nil {
					t.Fatal(applyErr)
				}
				b = next
			}
			reason := ""
			if refused, ok := errors.AsType[*Error](err); ok {
				reason = refused.Reason
			}
			if reason != tt.reason || err != nil && reason == "" {
				t.Errorf("got %v, want a refusal for %q", err, tt.reason)
			}
			inv, _ := b.Invoice("fa-3")
			if got := inv.Open().String(); got != tt.open {
				t.Errorf("open %s, want %s", got, tt.open)
			}
			if got := inv.PaidOn.String(); got != day(t, tt.paidOn).String() {
				t.Errorf("paid on %s, want %s", got, tt.paidOn)
			}
		})
	}
}

func TestAnUnconfirmedPaymentIsConfirmedOnce(t *testing.T) {
	s := actStory(t)
	p := Payment{ID: "adj", Date: actDay, Invoice: "fa-1", Amount: money(t, "10.00 EUR"), Source: PaymentAdjusting, Unconfirmed: true}
	b, err := s.book.Apply(Change{ID: "adj", At: act("x").At, Source: SourceSheet, Invoice: "fa-1", Field: FieldPayment, New: Record(p)})
	if err != nil {
		t.Fatal(err)
	}
	changes, err := act("click").ConfirmPayment(b, "adj")
	if err != nil || len(changes) != 1 {
		t.Fatalf("changes %v, %v", changes, err)
	}
	if b, err = b.Apply(changes...); err != nil {
		t.Fatal(err)
	}
	got, _ := b.Payment("adj")
	if p.Unconfirmed = false; got != p {
		t.Errorf("got %+v", got)
	}
	if changes, err = act("again").ConfirmPayment(b, "adj"); err != nil || len(changes) != 0 {
		t.Errorf("a second time: %v, %v", changes, err)
	}
}

func TestNearNames(t *testing.T) {
	s := newStory(t).
		invoice("FA-1", "Dubois & Fils SARL", "2026-01-01", "2026-01-31", "100.00 EUR").
		invoice("FA-2", "Boulangerie Martin", "2026-01-01", "2026-01-31", "100.00 EUR").
		invoice("FA-3", "BNP", "2026-01-01", "2026-01-31", "100.00 EUR")
	for _, tt := range []struct {
		story, name string
		want        []string
	}{
		{"the same but for its legal form and order", "SARL Fils Dubois", []string{"Dubois & Fils SARL"}},
		{"one letter apart", "Boulangerie Martiin", []string{"Boulangerie Martin"}},
		{"one letter apart in a short name is another", "BMP", nil},
		{"known as it is", "boulangerie martin", nil},
		{"new", "Cordier", nil},
		{"nobody", " ", nil},
	} {
		if diff := cmp.Diff(tt.want, s.book.NearNames(tt.name)); diff != "" {
			t.Errorf("%s: %s", tt.story, diff)
		}
	}
}

func TestTakeBack(t *testing.T) {
	was := act("pay")
	b := actStory(t).book
	apply := func(changes []Change, err error) []Change {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if b, err = b.Apply(changes...); err != nil {
			t.Fatal(err)
		}
		return changes
	}
	paid := apply(was.Pay(b, "fa-1", money(t, "40.00 EUR"), day(t, "2026-03-14"), ""))
	if doubts := Doubts(b, "fa-1", money(t, "40.00 EUR"), day(t, "2026-03-14"), actDay); !cmp.Equal(doubts, []Doubt{DoubtTwice}) {
		t.Errorf("the same again is doubted as %v", doubts)
	}
	apply(act("back").TakeBack(b, paid))
	if inv, _ := b.Invoice("fa-1"); inv.Open().String() != "100.00" || !inv.PaidOn.IsZero() {
		t.Errorf("%s is open, paid on %s", inv.Open(), inv.PaidOn)
	}
	if changes, err := act("again").TakeBack(b, paid); len(changes) > 0 || err != nil {
		t.Errorf("taken back twice: %v, %v", changes, err)
	}
	if doubts := Doubts(b, "fa-1", money(t, "40.00 EUR"), day(t, "2026-03-14"), actDay); len(doubts) > 0 {
		t.Errorf("what was taken back is doubted as %v", doubts)
	}
}
