package sheets_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// A batch whose call ended badly may still be applied, up to 180 s later: the
// void mark sees to it that it is applied before or never.
func TestALateBatchIsAppliedBeforeItIsSettledOrNever(t *testing.T) {
	for _, tt := range []struct {
		name         string
		settleAfter  time.Duration
		duplicateOK  bool
		wantsApplied string
	}{
		{"settled first", time.Second, false, "not applied"},
		{"settled first, where a second range of one name is allowed", time.Second, true, "not applied"},
		{"applied first", 3 * time.Minute, false, "applied"},
		{"applied first, where a second range of one name is allowed", 3 * time.Minute, true, "applied"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t, sheetsim.Options{DuplicateNamedRangeAllowed: tt.duplicateOK}, usualRows(), nil)
				o.settle()
				id := o.pays("INV-4", 15000)
				o.says("INV-3", ledger.FieldNotes, ledger.Text("hello"))
				o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LateCommit, Method: "spreadsheets.batchUpdate", After: 2 * time.Minute, GiveUp: time.Second})
				if _, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) {
					t.Fatalf("got %v", err)
				}
				time.Sleep(tt.settleAfter)
				synctest.Wait()
				r := o.sync()
				if len(r.Settled) != 1 || !strings.HasSuffix(r.Settled[0], ": "+tt.wantsApplied) {
					t.Errorf("settled %v, want %s", r.Settled, tt.wantsApplied)
				}
				time.Sleep(5 * time.Minute) // the late batch has landed, or was refused
				synctest.Wait()
				o.settle()
				o.expect("INV-3", "Notes", "hello")
				o.expect("INV-4", "Paid", "150")
				if rows := o.payments(); len(rows) != 1 || rows[0][0] != id {
					t.Errorf("rows %v", rows)
				}
			})
		})
	}
}

// A settled write may arrive while others have been made since: its token still
// stands in its way.
func TestALateBatchFindsItsTokenAfterOtherWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, sheetsim.Options{}, usualRows(), nil)
		o.settle()
		o.says("INV-3", ledger.FieldNotes, ledger.Text("hello"))
		o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LateCommit, Method: "spreadsheets.batchUpdate", After: 2 * time.Minute, GiveUp: time.Second})
		if _, err := o.try(); !errors.Is(err, sheets.ErrUnsettled) {
			t.Fatalf("got %v", err)
		}
		o.sync()
		o.types("INV-3", "Notes", "hers")
		for _, number := range []string{"INV-1", "INV-2", "INV-4", "INV-5", "INV-6"} {
			o.says(number, ledger.FieldNotes, ledger.Text("of "+number))
			o.sync()
		}
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		o.settle()
		o.expect("INV-3", "Notes", "hers")
	})
}
