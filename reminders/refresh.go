package reminders

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// viewed is the book and day that the messages were last made to agree with.
type viewed struct {
	seq uint64
	day ledger.Date
}

// Refresh makes the messages that speak of these invoices say what is so now;
// without any, all messages. To be called after something moved; a tick does so
// by itself at its end, so while one runs there is nothing to wait for.
func (s *Service) Refresh(ctx context.Context, invoices ...ledger.Key) error {
	if !s.ticking.TryAcquire(1) {
		return nil
	}
	defer s.ticking.Release(1)
	if err := s.recall(ctx); err != nil {
		return err
	}
	report := newReport(s.o.Now())
	s.seen = viewed{}
	return s.refresh(ctx, &report, invoices)
}

// refresh updates in place what no longer reads as it should. An update that
// fails is tried again at the next change or day: it only tells late.
func (s *Service) refresh(ctx context.Context, report *Report, only []ledger.Key) error {
	book, today := s.o.Desk.Book(), s.Today()
	if s.seen == (viewed{book.Seq(), today}) || book.Hold() != "" || book.Level() == ledger.LevelObserve {
		s.seen = viewed{book.Seq(), today}
		return nil
	}
	p := s.planner(book, s.said, today)
	if err := s.follow(ctx); err != nil {
		return err
	}
	p.waitFor(s.o.Quiet, s.o.Now())
	plan := s.decided(p)
	looked, some := plan.stirredSince(s.showed)
	complete := true
	for _, d := range s.said.shownSince(today) {
		if err := ctx.Err(); err != nil {
			return err
		}
		_, known := s.shown[d.ID]
		if some && known && !s.late[d.ID] && !s.isAbout(d.ID, looked) {
			continue // nothing that it speaks of moved
		}
		said, err := s.contentOf(d)
		if err != nil {
			return fmt.Errorf("delivery %s: %w", d.ID, err)
		}
		if len(only) > 0 && !mentions(said, only) {
			complete = false
			continue
		}
		if !known {
			s.shown[d.ID] = hashOf(said)
		}
		now := p.current(said, d, s.said)
		hash := hashOf(now)
		if delete(s.late, d.ID); hash == s.shown[d.ID] {
			continue
		}
		s.late[d.ID] = true
		payload, err := s.o.Composer.Compose(now)
		if err != nil {
			return fmt.Errorf("compose delivery %s again: %w", d.ID, err)
		}
		if err := s.pace.turn(ctx, d.Destination); err != nil {
			return err
		}
		if err := s.o.Sender.Update(ctx, d.Message, payload); err != nil {
			s.o.Log.WarnContext(ctx, "update_failed", "delivery", d.ID, "error", err)
			complete = false
			continue
		}
		s.shown[d.ID] = hash
		delete(s.late, d.ID)
		report.Updated++
	}
	if len(only) == 0 {
		s.showed = plan
	}
	if complete {
		s.seen = viewed{book.Seq(), today}
	}
	return nil
}

// isAbout tells whether a message that was looked at before speaks of one of
// the customers, or of what waits for a person.
func (s *Service) isAbout(id string, customers map[ledger.Key]bool) bool {
	of := s.about[id]
	if of == nil || of[""] {
		return true
	}
	for k := range of {
		if customers[k] {
			return true
		}
	}
	return false
}

// contentOf reads a payload once: it is frozen, and asked for whenever the book
// moves.
func (s *Service) contentOf(d store.Delivery) (Content, error) {
	if c, ok := s.contents[d.ID]; ok {
		return c, nil
	}
	c, err := ContentOf(d.Payload)
	if err == nil {
		s.contents[d.ID], s.about[d.ID] = c, customersOf(c)
	}
	return c, err
}

// shownSince are the messages still kept true, oldest first.
func (s *Said) shownSince(today ledger.Date) []store.Delivery {
	var list []store.Delivery
	for d := range s.all() {
		days := refreshDays
		if d.Kind == store.KindCase {
			days = caseDays
		}
		if d.State == store.Sent && d.Message.TS != "" && !isMail(d) && d.Kind != store.KindThread && today.DaysSince(d.Day) <= days {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b store.Delivery) int {
		if a.Day != b.Day {
			return int(a.Day) - int(b.Day)
		}
		return slices.Compare([]byte(a.ID), []byte(b.ID))
	})
	return list
}

// current is a content as it should read now: figures stay as they were said,
// what is known of each invoice is of today. A case is written anew.
func (p *planner) current(c Content, d store.Delivery, said *Said) Content {
	switch {
	case c.Case != nil:
		c.Case, c.Day = p.caseContent(c.Case.Customer, p.caseInvoices(d, c.Case.Customer)), p.today
	case c.Digest != nil:
		digest := *c.Digest
		digest.Customers = slices.Clone(digest.Customers)
		for i := range digest.Customers {
			digest.Customers[i].Lines = p.restated(digest.Customers[i].Lines)
		}
		digest.DueSoon, digest.NoOwner = p.restated(digest.DueSoon), p.restated(digest.NoOwner)
		digest.Calls = p.restated(digest.Calls)
		digest.Parked = slices.Clone(digest.Parked)
		for i, l := range digest.Parked {
			of, ok := said.delivery(l.Delivery)
			digest.Parked[i].Resolved = !ok || of.State != store.Parked
		}
		c.Digest = &digest
	case c.Post != nil:
		post := *c.Post
		post.Reached = p.restated(post.Reached)
		c.Post = &post
	case c.Direct != nil:
		direct := *c.Direct
		direct.Lines = p.restated(direct.Lines)
		c.Direct = &direct
	}
	return c
}

func (p *planner) restated(lines []Line) []Line {
	lines = slices.Clone(lines)
	for i := range lines {
		lines[i].Status = p.status(lines[i].Invoice)
	}
	return lines
}

// customersOf are the customers that a message speaks of; with "" it speaks of
// deliveries too.
func customersOf(c Content) map[ledger.Key]bool {
	of := map[ledger.Key]bool{}
	for _, l := range linesOf(c) {
		of[l.CustomerKey] = true
	}
	switch {
	case c.Case != nil:
		of[c.Case.Customer] = true
	case c.Digest != nil && len(c.Digest.Parked) > 0:
		of[""] = true
	}
	return of
}

// mentions tells whether a message may speak of one of the invoices. A case
// may have taken in more than it was opened with.
func mentions(c Content, keys []ledger.Key) bool {
	if c.Case != nil {
		return true
	}
	return slices.ContainsFunc(linesOf(c), func(l Line) bool { return slices.Contains(keys, l.Invoice) })
}

// linesOf are the lines of a message whose statuses are kept true.
func linesOf(c Content) []Line {
	switch {
	case c.Digest != nil:
		lines := slices.Concat(c.Digest.DueSoon, c.Digest.NoOwner, c.Digest.Calls)
		for _, customer := range c.Digest.Customers {
			lines = append(lines, customer.Lines...)
		}
		return lines
	case c.Post != nil:
		return c.Post.Reached
	case c.Direct != nil:
		return c.Direct.Lines
	}
	return nil
}

// hashOf leaves out what moves with every day that goes by: that alone is no
// reason to touch a message. Day says as of when the rest is.
func hashOf(c Content) [32]byte {
	c.Day = 0
	if c.Case != nil {
		undated := *c.Case
		undated.Lines = slices.Clone(undated.Lines)
		for i := range undated.Lines {
			undated.Lines[i].DaysLate = 0
		}
		c.Case = &undated
	}
	b, err := json.Marshal(c)
	if err != nil { // plain structs
		panic(err)
	}
	return sha256.Sum256(b)
}
