package sheets_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// What the state machine found about the tokens of writes.

func TestATokenThatIsGoneStopsNoWrite(t *testing.T) {
	o := usual(t)
	o.settle()
	for i := range 4 {
		o.says("INV-4", ledger.FieldNotes, ledger.Text("note "+itoa(i)))
		o.settle()
	}
	var shown struct {
		NamedRanges []struct {
			ID string `json:"namedRangeId"`
		} `json:"namedRanges"`
	}
	o.must(json.Unmarshal(o.call("GET", "?fields=namedRanges.namedRangeId", ""), &shown))
	if len(shown.NamedRanges) < 4 {
		t.Fatalf("%d tokens", len(shown.NamedRanges))
	}
	for _, n := range shown.NamedRanges { // somebody tidies up the list of named ranges
		o.batch(`{"deleteNamedRange":{"namedRangeId":"` + n.ID + `"}}`)
	}
	o.now = o.now.Add(time.Hour) // old enough to be dropped
	o.says("INV-4", ledger.FieldNotes, ledger.Text("after that"))
	_, _ = o.try() // refused: one is gone
	o.settle()
	o.expect("INV-4", "Notes", "after that")
}
