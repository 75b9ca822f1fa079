package reminders

import (
	"context"
	"fmt"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Journal is read to tell in threads what happened; ledger.Journal is one.
type Journal interface {
	// Since lists up to limit entries after a Seq, in order.
	Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error)
}

// statusFields are the fields behind a Status: whose word it is.
var statusFields = map[StatusKind]ledger.Field{
	StatusPaid: ledger.FieldPayment, StatusPart: ledger.FieldPayment, StatusPromised: ledger.FieldPromisedOn, StatusBroken: ledger.FieldPromisedOn,
	StatusDisputed: ledger.FieldDispute, StatusSnoozed: ledger.FieldSnoozedUntil, StatusTaken: ledger.FieldTakenUntil,
	StatusSaysPaid: ledger.FieldSaysPaidUntil, StatusOptOut: ledger.FieldOptOut,
	StatusPartKept: ledger.FieldPromisedOn, StatusCallAgain: ledger.FieldCallAgain, StatusReplied: ledger.FieldRepliedUntil,
	StatusPlan: ledger.FieldPlan, StatusPlanBroken: ledger.FieldPlan, StatusPlanUnread: ledger.FieldPlan,
	StatusInsolvent: ledger.FieldStanding, StatusFactored: ledger.FieldStanding, StatusHandedOver: ledger.FieldStanding,
}

// followBatch entries of the journal are read at once.
const followBatch = 5000

// follow reads on in the journal up to the book.
func (s *Service) follow(ctx context.Context) error {
	if s.o.Journal == nil {
		return nil
	}
	s.happened = slices.DeleteFunc(s.happened, func(c ledger.Change) bool { return s.o.Now().Sub(c.At) > threadFresh })
	for s.followed < s.o.Desk.Book().Seq() {
		entries, err := s.o.Journal.Since(ctx, s.followed, followBatch)
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		if len(entries) == 0 {
			return nil
		}
		for _, c := range entries {
			s.asked.take(c, s.o.Now())
			if isTold(c) && s.o.Now().Sub(c.At) <= threadFresh {
				s.happened = append(s.happened, c)
			}
			s.followed = c.Seq
		}
	}
	return nil
}
