package app

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/store"
)

// Reasons of a reconcile, as they stand in the store.
const (
	reasonServer = "the store answers from another server"
	reasonNew    = "the store is new and the sheet is not"
	reasonBehind = "the sheet has seen entry" // and its number
)

// reconcileStep is what has to happen before anything may be sent.
type reconcileStep string

const (
	reconcileNothing reconcileStep = "nothing"
	reconcileConfirm reconcileStep = "confirm" // store and sheet are both new: nobody need be asked
	reconcileBegin   reconcileStep = "begin"   // what was sent is unknown: finance is asked
)

// first is what a book's first sync met: how far the journal went before it,
// and how much of a journal the sheet has seen. The latter is of the first
// attempt that could read it: what a later one finds there may be of that
// attempt's own writing, though it failed afterwards.
type first struct {
	journal, sheet uint64
	known          bool
}

// end takes in how an attempt ended. One that failed before it saw a mark wrote
// over none either.
func (f *first) end(sheet uint64, err error) {
	if !f.known {
		f.sheet, f.known = sheet, err == nil || sheet > 0
	}
}

// nextStep decides whether anything may go out. A sheet that has seen more of
// the journal than the store holds means that the store was lost or restored.
// The reason names the entry, so that what finance confirmed is not asked again
// at the next start, when the sheet still tells of it.
func nextStep(state store.Reconciliation, f first) (step reconcileStep, reason string) {
	behind := fmt.Sprintf("%s %d", reasonBehind, f.sheet)
	switch {
	case f.sheet > f.journal && (state.Open || state.Reason != behind):
		return reconcileBegin, behind
	case !state.Open:
		return reconcileNothing, ""
	case state.Reason == store.ReasonAnotherServer:
		return reconcileBegin, reasonServer
	case state.Reason != store.ReasonNewStore:
		return reconcileNothing, "" // begun, and finance has not answered
	case f.sheet == 0:
		return reconcileConfirm, ""
	}
	return reconcileBegin, reasonNew
}

// reconcile takes the next step. It runs after the first sync that this
// replica brought to its end: before, nobody knows what the sheet has seen.
func (b *book) reconcile(ctx context.Context, f first) error {
	name := b.config.Name
	state, err := b.store.Reconciliation(ctx, name)
	if err != nil {
		return fmt.Errorf("ask whether to reconcile: %w", err)
	}
	step, reason := nextStep(state, f)
	switch step {
	case reconcileBegin:
		b.log.WarnContext(ctx, "reconcile", "book", name, "reason", reason, "sheet", f.sheet, "store", f.journal)
		_, err = b.store.BeginReconcile(ctx, name, reason)
	case reconcileConfirm:
		err = b.store.ConfirmReconcile(ctx, name, state.Epoch)
	case reconcileNothing:
	}
	if err != nil {
		return fmt.Errorf("reconcile: %w", err)
	}
	return nil
}

// watchServer begins a reconcile when the store came to answer from another
// server, which may have lost what the last one acknowledged.
func (b *book) watchServer(ctx context.Context) error {
	state, err := b.store.Reconciliation(ctx, b.config.Name)
	if err != nil || !state.Open || state.Reason != store.ReasonAnotherServer {
		return err
	}
	b.log.WarnContext(ctx, "reconcile", "book", b.config.Name, "reason", reasonServer)
	_, err = b.store.BeginReconcile(ctx, b.config.Name, reasonServer)
	return err
}
