package ledger

import (
	"testing"
	"time"
)

func TestAnInvoiceRemembersWhoSaidWhatHoldsItBack(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 3, 15, hour, 0, 0, 0, time.UTC) }
	one := func(hour int, actor string, s Source, f Field, v Value) Change {
		return Change{ID: actor + string(f) + v.String(), At: at(hour), Actor: actor, Source: s, Invoice: "fa-1", Field: f, New: v}
	}
	promised := one(9, "U1", SourceSlack, FieldPromisedOn, Day(day(t, "2026-03-20")))
	for _, tt := range []struct {
		story   string
		changes []Change
		by      string // of FA-1's promise; empty: nobody's word
		hour    int
	}{
		{"nobody said anything", nil, "", 0},
		{"who promised", []Change{promised}, "U1", 9},
		{"who said it last", []Change{promised, one(11, "sheet", SourceSheet, FieldPromisedOn, Day(day(t, "2026-03-25")))}, "sheet", 11},
		{"what is taken back is nobody's", []Change{promised, one(11, "U2", SourceSlack, FieldPromisedOn, Value{})}, "", 0},
		{"another field is another word", []Change{promised, one(11, "U2", SourceSlack, FieldSnoozedUntil, Day(day(t, "2026-03-25")))}, "U1", 9},
		{"a note is none", []Change{promised, one(11, "U2", SourceSlack, FieldNotes, Text("called"))}, "U1", 9},
		{"the bot's own bookkeeping is nobody's word", []Change{promised, one(11, "bot", SourceBot, FieldPromisedOn, Day(day(t, "2026-03-21")))}, "U1", 9},
		{"a new number takes it along", []Change{promised, one(11, "U2", SourceSlack, FieldNumber, Text("FA-1b"))}, "U1", 9},
	} {
		book, err := actStory(t).book.Apply(tt.changes...)
		if err != nil {
			t.Fatalf("%s: %v", tt.story, err)
		}
		inv, _ := book.Follow("fa-1")
		said, ok := inv.Attribution(FieldPromisedOn)
		if ok != (tt.by != "") || said.By != tt.by || ok && !said.At.Equal(at(tt.hour)) {
			t.Errorf("%s: by %q at %s", tt.story, said.By, said.At)
		}
	}
}

func TestARecordReplacedLeavesItsWordsToWhoSaidThem(t *testing.T) {
	fields := Fields{FieldNumber: Text("FA-9"), FieldCustomer: Text("Acme"), FieldAmount: Amount(money(t, "10.00 EUR")), FieldPromisedOn: Day(day(t, "2026-03-20"))}
	add := Change{ID: "1", At: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), Actor: "a@example.com", Source: SourceSheet, Invoice: "fa-9", Field: FieldInvoice, New: Record(fields)}
	again := add
	fields[FieldDispute] = Text("too late")
	again.ID, again.At, again.Actor, again.New = "2", add.At.AddDate(0, 0, 1), "b@example.com", Record(fields)
	book, err := NewBook().Apply(add, again)
	if err != nil {
		t.Fatal(err)
	}
	inv, _ := book.Invoice("fa-9")
	for f, want := range map[Field]string{FieldPromisedOn: "a@example.com", FieldDispute: "b@example.com"} {
		if said, _ := inv.Attribution(f); said.By != want {
			t.Errorf("%s said by %q, want %q", f, said.By, want)
		}
	}
}
