package sheets_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// aside is a transport on which something happens after a call.
type aside struct {
	sim   *sheetsim.Sim
	after func(r *http.Request)
}

func (a *aside) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := a.sim.Client().Transport.RoundTrip(r)
	if a.after != nil {
		a.after(r)
	}
	return response, err
}

// process is another process on the same store, with no lease, and what lies
// between it and the service.
func (o *office) process() (*sheets.Syncer, *aside) {
	o.t.Helper()
	wire := &aside{sim: o.sim}
	opt := o.opt
	o.opt = func(p *sheets.Options) {
		g, err := google.Open(context.Background(), google.Options{SpreadsheetID: o.id, Endpoint: "http://sheets.invalid", HTTPClient: newClient(wire)})
		o.must(err)
		p.Spreadsheet = g
	}
	o.restart()
	o.opt = opt
	return o.syncer, wire
}

// Two processes without a lease settle one intent at once. The second to close
// it discards all that it concluded: the put-back that the first has carried out
// is not noted again, or it would be carried out over what a person typed since.
func TestWhoSettlesSecondDiscardsEverything(t *testing.T) {
	o := strayed(t)
	slow, wire := o.process()
	quick, _ := o.process()
	refused, settling := false, false
	wire.after = func(r *http.Request) {
		// The slow one has learnt that the batch was applied, and over what.
		write := strings.HasSuffix(r.URL.Path, ":batchUpdate")
		if refused = refused || write; write || !refused || settling {
			return
		}
		settling = true
		for range 4 {
			_, err := quick.Sync(t.Context(), sheets.SyncAsk{})
			o.must(err)
		}
		o.expect("INV-3", "Salesperson", "") // put back
		o.types("INV-3", "Salesperson", "Bob")
	}
	if _, err := slow.Sync(t.Context(), sheets.SyncAsk{}); !errors.Is(err, store.ErrNotOpen) {
		t.Errorf("the second to settle ends with %v", err)
	}
	if !settling {
		t.Fatal("it did not settle")
	}
	o.restart()
	o.settle()
	o.expect("INV-3", "Salesperson", "Bob")
	o.expect("INV-4", "Salesperson", "Bob")
	if got := o.invoice("INV-3").Salesperson; got != "Bob" {
		t.Errorf("a person's word is lost: the salesperson is %q", got)
	}
}

// A 429 is a certain no: the intent ends with it, and nothing is left to settle.
func TestARefusedWriteLeavesNothingToSettle(t *testing.T) {
	o := usual(t)
	o.settle()
	o.says("INV-4", ledger.FieldSalesperson, ledger.Text("Bob"))
	o.sim.Faults.Add(sheetsim.Fault{Kind: sheetsim.RateLimit429, Method: "spreadsheets.batchUpdate"})
	if _, err := o.try(); err == nil || errors.Is(err, sheets.ErrUnsettled) {
		t.Errorf("the cycle ends with %v", err)
	}
	if open, err := o.state.Docs(t.Context(), "main", store.KindIntent); err != nil || len(open) != 0 {
		t.Errorf("%d intents are open, %v", len(open), err)
	}
	o.sim.ResetCalls()
	if r := o.sync(); len(r.Settled) != 0 || r.Written != 1 {
		t.Errorf("the next cycle settled %v and wrote %d", r.Settled, r.Written)
	}
	if n := o.sim.Calls()["spreadsheets.batchUpdate"]; n != 1 {
		t.Errorf("it made %d write calls", n)
	}
	o.expect("INV-4", "Salesperson", "Bob")
}

// Nobody has told this process that its lease is gone; the store knows.
func TestAProcessThatLostItsLeaseUnawaresCommitsNothing(t *testing.T) {
	o := newOffice(t, sheetsim.Options{}, usualRows(), func(p *sheets.Options) { p.Term = func() uint64 { return 1 } })
	o.state.setTerm(1)
	o.settle()
	o.types("INV-4", "Notes", "hello")
	o.state.setTerm(2)
	if _, err := o.try(); !errors.Is(err, store.ErrStaleTerm) {
		t.Errorf("the cycle ends with %v", err)
	}
	if got := o.invoice("INV-4").Notes; got != "" {
		t.Errorf("it took %q", got)
	}
}
