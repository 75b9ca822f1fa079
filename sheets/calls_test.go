package sheets_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// What the simulator calls the methods that a cycle uses.
const (
	callProbe   = "files.get"
	callInspect = "spreadsheets.get" // of an outline, too
	callTags    = "spreadsheets.developerMetadata.search"
	callRead    = "spreadsheets.values.batchGet"
	callWrite   = "spreadsheets.batchUpdate"
)

// The quota is 60 reads and 60 writes a minute for all books of an account: what
// each kind of cycle costs is counted by the service and not estimated.
func TestWhatACycleCosts(t *testing.T) {
	lose := func(o *office) {
		o.pays("INV-1", 4000)
		o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.LoseReplyAfterApply, Method: callWrite})
		if _, err := o.try(); err == nil {
			o.t.Fatal("the reply was to be lost")
		}
	}
	for _, tt := range []struct {
		name string
		act  func(*office)
		ask  sheets.SyncAsk
		want map[string]int
	}{
		{"nothing is new", func(*office) {}, sheets.SyncAsk{}, map[string]int{callProbe: 1}},
		{"nothing is new, but the last read is five minutes old", func(o *office) { o.now = o.now.Add(5 * time.Minute) }, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1}},
		{"a person typed what the bot has nothing to write for", func(o *office) { o.types("INV-1", "Notes", "call") }, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1}},
		{"a person changed an amount, so the balance is written", func(o *office) { o.types("INV-1", "Amount", "120") }, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1, callWrite: 1}},
		{"someone in Slack made a promise", func(o *office) {
			o.says("INV-1", ledger.FieldPromisedOn, ledger.Day(ledger.NewDate(2026, time.December, 1)))
		}, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1, callWrite: 1}},
		{"three payments from Slack, with their rows: what waits below the last one is looked at first", func(o *office) {
			o.pays("INV-1", 1000)
			o.pays("INV-2", 1000)
			o.pays("INV-3", 1000)
		}, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1, callInspect: 1, callWrite: 1}},
		{"a person sorted", func(o *office) { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) }, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1}},
		{"Paid was typed without a row: formulas and a second read", func(o *office) { o.types("INV-1", "Paid", "50") }, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 3, callInspect: 2, callWrite: 1}},
		{"a dry run of a change", func(o *office) { o.types("INV-1", "Amount", "120") }, sheets.SyncAsk{DryRun: true}, map[string]int{callProbe: 1, callRead: 1}},
		{"a dry run of nothing reads all the same", func(*office) {}, sheets.SyncAsk{DryRun: true}, map[string]int{callProbe: 1, callRead: 1}},
		{"a person says go on where nothing holds", func(*office) {}, sheets.SyncAsk{Force: true}, map[string]int{callProbe: 1, callRead: 1}},
		{"a new row", func(o *office) {
			o.must(o.hand.SetValues("Invoices", "A8", [][]any{invoice("INV-7", "Gala", 30, 700)}))
		}, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1, callWrite: 1}},
		{"a write whose reply was lost: void mark, copies, then the cycle", lose, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 1, callInspect: 2, callTags: 1, callWrite: 1}},
		{"a put-back after a sort in between", func(o *office) {
			o.pays("INV-1", 4000)
			o.between(func() { o.must(o.hand.SortRange("Invoices", "A2:T7", 4, true)) })
		}, sheets.SyncAsk{}, map[string]int{callProbe: 1, callRead: 3, callInspect: 2, callWrite: 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := usual(t)
			o.settle()
			tt.act(o)
			o.sim.ResetCalls()
			o.now = o.now.Add(time.Minute)
			r, err := o.syncer.Sync(context.Background(), tt.ask)
			got := o.sim.Calls()
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s\n%v, %v", diff, r, err)
			}
		})
	}
}

func TestWhatTheFirstCyclesCost(t *testing.T) {
	o := usual(t)
	o.sim.ResetCalls()
	o.sync()
	first := map[string]int{callProbe: 1, callRead: 2, callInspect: 4, callTags: 3, callWrite: 2} // the marks, then the cells
	if diff := cmp.Diff(first, o.sim.Calls()); diff != "" {
		t.Errorf("a first sync: (-want +got)\n%s", diff)
	}
	o.settle()
	o.restart()
	o.sim.ResetCalls()
	o.sync()
	if diff := cmp.Diff(map[string]int{callProbe: 1, callRead: 1, callInspect: 1, callTags: 1}, o.sim.Calls()); diff != "" {
		t.Errorf("the first cycle of a process: (-want +got)\n%s", diff)
	}
}
