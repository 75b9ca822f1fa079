package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/google"
	"github.com/relance-bot/relance/store"
)

// botSyncer is the sync cycle as the bot shows it.
type botSyncer struct {
	book     *book
	language string
}

func (s botSyncer) Sync(ctx context.Context) (bot.SyncReport, error) {
	report, err := s.book.syncFor(ctx, sheets.SyncAsk{})
	if err != nil {
		return bot.SyncReport{}, err
	}
	return s.convert(report), nil
}

func (s botSyncer) LastSync() bot.SyncReport {
	last := s.book.lastSync(context.Background())
	if last.Last.At.IsZero() {
		return bot.SyncReport{}
	}
	out := s.convert(last.Last)
	out.Read, out.ReadAt = last.Read.Read, last.Read.At
	out.Changed, out.Written, out.MovedAt = last.Moved.Changed, last.Moved.Written, last.Moved.At
	out.Calls = bot.Calls{Reads: last.Usage.Reads, Writes: last.Usage.Writes, Drive: last.Usage.Drive, Refused: last.Usage.Refused, Limit: google.PerMinute}
	return out
}

func (s botSyncer) convert(r sheets.Report) bot.SyncReport {
	out := bot.SyncReport{
		At: r.At, Changed: r.Changed, Written: r.Written, Held: r.Held, Conflicts: s.conflicts(r.Conflicts),
		Read: r.Read, ReadAt: r.At, MovedAt: r.At, Quarantined: quarantined(r.Problems),
	}
	for _, p := range r.Problems {
		where := p.Tab
		if p.Row > 0 {
			where = fmt.Sprintf("%s %d", p.Tab, p.Row)
		}
		out.Problems = append(out.Problems, bot.Problem{Invoice: p.Invoice, Where: where, Text: p.Text(s.language)})
	}
	return out
}

// botReminders is the reminder cycle as the bot shows it.
type botReminders struct {
	service *reminders.Service
	log     *slog.Logger
}

func (r botReminders) Why(key ledger.Key) []bot.Decision {
	var list []bot.Decision
	policy := r.service.Policy()
	for _, d := range r.service.Why(key) {
		said := bot.Decision{Reason: string(d.Reason), Stage: d.Stage, Tone: d.Tone, Next: d.Next, Ladder: ladderWording(d, policy), Unconfirmed: d.Unconfirmed}
		if reason, until, ok := r.service.WhyLetter(key); ok {
			said.Letter, said.LetterUntil = string(reason), until
		}
		list = append(list, said)
	}
	return list
}

func (r botReminders) Waiting() []bot.Waiting {
	var list []bot.Waiting
	for _, d := range r.service.Waiting() {
		list = append(list, bot.Waiting{Invoice: d.Invoice, Stage: d.Stage})
	}
	return list
}

func (r botReminders) Preview(ctx context.Context, level ledger.Level) ([]bot.Preview, error) {
	preview, err := r.service.Preview(ctx, r.service.Today(), level)
	if err != nil {
		return nil, err
	}
	var list []bot.Preview
	for _, m := range preview.Messages {
		list = append(list, bot.Preview{To: m.To, Kind: m.Kind, Invoices: m.Invoices, Stage: m.Stage})
	}
	return list, nil
}

func (r botReminders) Parked(ctx context.Context) ([]bot.Parked, error) {
	parked, err := r.service.Parked(ctx)
	return deliveriesOf(parked), err
}

func deliveriesOf(lines []reminders.ParkedLine) []bot.Parked {
	var list []bot.Parked
	for _, p := range lines {
		list = append(list, bot.Parked{ID: p.Delivery, Kind: p.Kind, To: p.To, Invoices: p.Invoices, Reason: p.Reason})
	}
	return list
}

func (r botReminders) Reconciliation(ctx context.Context) (bot.Reconciliation, error) {
	state, err := r.service.Reconciliation(ctx)
	if err != nil || !state.Open {
		return bot.Reconciliation{Epoch: state.Epoch}, err
	}
	searched, err := r.service.Searched(ctx)
	return bot.Reconciliation{
		Open: true, Epoch: state.Epoch, Cause: causeOf(state.Reason), Since: state.Since, Searched: deliveriesOf(searched),
	}, err
}

// causeOf is a reconcile's reason in the bot's terms.
func causeOf(reason string) string {
	switch {
	case strings.HasPrefix(reason, reasonBehind):
		return bot.ReconcileBehind
	case reason == reasonServer, reason == store.ReasonAnotherServer:
		return bot.ReconcileServer
	}
	return bot.ReconcileNew
}

func (r botReminders) ConfirmReconcile(ctx context.Context, c bot.ReconcileConfirmed) error {
	err := r.service.ConfirmReconcile(ctx, c.Epoch)
	if errors.Is(err, store.ErrStaleEpoch) {
		return &ledger.Error{Code: ledger.CodeConflict, Message: "Something changed meanwhile. Ask for the status again."}
	}
	if err == nil {
		r.log.InfoContext(ctx, "reconcile_confirmed", "by", c.Actor, "epoch", c.Epoch)
	}
	return err
}

func (r botReminders) ResolveParked(ctx context.Context, d bot.ParkedDecision) (already bool, err error) {
	err = r.service.ResolveParked(ctx, d.ID, d.SendAgain, d.Actor)
	if e, ok := errors.AsType[*ledger.Error](err); ok && e.Code == ledger.CodeConflict {
		return true, nil
	}
	return false, err
}

func (r botReminders) SpendDirect(ctx context.Context, user string) (bool, error) {
	return r.service.SpendDirect(ctx, user)
}

func (r botReminders) Refresh(ctx context.Context, invoices ...ledger.Key) error {
	return r.service.Refresh(ctx, invoices...)
}
