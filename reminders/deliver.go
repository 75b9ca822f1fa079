package reminders

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"

	"github.com/relance-bot/relance/store"
)

// The failpoints, in the order of a delivery.
const (
	FailBeforeClaim   = "before_claim"
	FailAfterClaim    = "after_claim"
	FailAfterSending  = "after_sending"
	FailBeforeRequest = "before_request"
	FailAfterReply    = "after_reply"
	FailBeforeRecord  = "before_record"
	FailAfterRecord   = "after_record"
	FailBeforeMark    = "before_mark"
)

// freeze makes deliveries of the drafts.
func (s *Service) freeze(ctx context.Context, g *drafter, report *Report) error {
	var list []store.Delivery
	for _, d := range g.drafts() {
		id := randomID(s.o.Rand, "d")
		d.content.Delivery = id
		payload, err := s.seal(d.content)
		if err != nil {
			return err
		}
		list = append(list, store.Delivery{
			ID: id, Kind: d.kind, Destination: d.to.destination(), Person: d.to.Key, Day: d.day, Reminders: d.reminders,
			Subjects: d.subjectList(g.planner.book), PlannedSeq: g.planner.book.Seq(), NotAfter: d.ends, Payload: payload,
		})
	}
	if len(list) == 0 {
		return nil
	}
	verdicts, err := s.o.Store.Freeze(ctx, s.o.Book, list)
	if err != nil {
		return fmt.Errorf("freeze deliveries: %w", err)
	}
	for i, v := range verdicts {
		if v.Accepted() {
			report.Frozen++
			continue
		}
		// Another replica was quicker, or it was said so long ago that it was out of
		// mind. What holds it is read before the next plan.
		s.settled = nil
		if v == store.RefusedHeldID {
			s.ask(list[i])
		}
		s.o.Log.InfoContext(ctx, "delivery_not_frozen", "delivery", list[i].ID, "kind", list[i].Kind, "verdict", string(v))
	}
	s.moved()
	return s.recall(ctx)
}

// deliver claims what is due, batch by batch, and sends it. Once something was
// refused, what is left waits for the next tick; being told to slow down only
// slows it down.
func (s *Service) deliver(ctx context.Context, report *Report) error {
	tries := map[string]int{}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		s.o.Failpoint(FailBeforeClaim)
		owner := store.Owner{Incarnation: s.o.Incarnation, Attempt: randomID(s.o.Rand, "a")}
		batch, err := s.o.Store.Claim(ctx, s.o.Book, store.ClaimAsk{Owner: owner, TTL: claimTTL, Limit: claimBatch})
		if err != nil {
			return fmt.Errorf("claim deliveries: %w", err)
		}
		s.moved()
		s.o.Failpoint(FailAfterClaim)
		tired := false
		for _, d := range batch {
			if tries[d.ID]++; tries[d.ID] > triesPerTick {
				tired = true
				continue // its claim expires; nothing is lost
			}
			if err := s.sendOne(ctx, d, owner, report); err != nil {
				return err
			}
		}
		slowed := len(report.Refused) == 1 && report.Refused[codeRateLimited] > 0
		if tired || len(batch) == 0 || (len(report.Refused) > 0 && !slowed) {
			return s.recall(ctx)
		}
	}
}

// triesPerTick bounds how often one delivery is told to wait within a tick.
const triesPerTick = 5

// codeLate: the deadline had passed before anything was written.
const codeLate = "deadline_before_request"

// codeRateLimited counts what was told to slow down, under whatever code.
const codeRateLimited = "rate_limited"

// CodeNotConnected is the SendError code of a connection that was never made.
// It is no refusal: the delivery is tried again until its day has passed.
const CodeNotConnected = "connection"

// sendOne takes one claimed delivery through the gate and out.
func (s *Service) sendOne(ctx context.Context, d store.Delivery, owner store.Owner, report *Report) error {
	if isMail(d) && (s.mailerOf(d) == nil || report.mailDown) {
		return nil // the claim expires
	}
	if err := s.paceOf(d).turn(ctx, d.Destination); err != nil {
		return err
	}
	if hold := s.o.Desk.Book().Hold(); hold != "" {
		report.Held = hold
		return nil // the claim expires
	}
	frozen, err := open(d.Payload)
	if err != nil {
		return err
	}
	// From here on a scheduler that shuts down must not cut in. The deadline
	// counts from before the gate, so that it never lies after the store's T.
	ctx = context.WithoutCancel(ctx)
	timeout := s.o.PostTimeout
	if isMail(d) {
		timeout = s.o.MailTimeout
	}
	post, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	attempt := store.Attempt{ID: d.ID, Owner: owner, Fence: d.Fence, Timeout: timeout}
	begun, err := s.o.Store.BeginSending(post, s.o.Book, attempt)
	if err != nil {
		return s.giveBack(ctx, d, attempt, err, report)
	}
	if begun.Verdict != store.OK {
		// Already: another call of ours began, and may be posting.
		s.stopped(ctx, d, begun.Verdict, report)
		return nil
	}
	s.o.Failpoint(FailAfterSending)
	if post.Err() != nil { // the process slept; nothing was written yet
		return s.recordError(ctx, d, attempt, &SendError{Certain: true, Code: codeLate}, report)
	}
	s.o.Failpoint(FailBeforeRequest)
	message, err := s.hand(post, d, frozen)
	s.o.Failpoint(FailAfterReply)
	if err != nil {
		return s.recordError(ctx, d, attempt, err, report)
	}
	return s.recordSent(ctx, d, attempt, message, report)
}

func (s *Service) stopped(ctx context.Context, d store.Delivery, verdict store.Verdict, report *Report) {
	report.Dropped[verdict]++
	s.o.Log.InfoContext(ctx, "delivery_dropped", "delivery", d.ID, "kind", d.Kind, "verdict", string(verdict))
}

// giveBack ends a claim whose gate didn't answer. Nobody but this call has its
// owner and fence, and it wrote nothing: whether the gate opened, or had opened
// when it was asked first, the message certainly isn't out, and needn't wait until
// the claim expires. A first call that arrives later still finds an older fence.
func (s *Service) giveBack(ctx context.Context, d store.Delivery, a store.Attempt, cause error, report *Report) error {
	s.o.Log.WarnContext(ctx, "gate_did_not_answer", "delivery", d.ID, "error", cause)
	begun, err := s.o.Store.BeginSending(ctx, s.o.Book, a)
	if err != nil {
		return fmt.Errorf("begin sending %s: %w", d.ID, errors.Join(cause, err)) // if it did begin, the sweep finds it
	}
	if begun.Verdict.Accepted() {
		return s.recordError(ctx, d, a, &SendError{Certain: true, Code: codeLate}, report)
	}
	s.stopped(ctx, d, begun.Verdict, report)
	return nil
}

// hand gives a message to Slack, or to the mail server.
func (s *Service) hand(ctx context.Context, d store.Delivery, frozen envelope) (store.Message, error) {
	if isMail(d) {
		return s.mail(ctx, d, frozen)
	}
	post := Post{Destination: d.Destination, DeliveryID: d.ID, ReminderHashes: s.hashes(d.Reminders), Payload: frozen.Message}
	if under := frozen.Content.Thread; under != nil {
		post.Thread = under.Parent.TS
	}
	return s.o.Sender.Post(ctx, post)
}

func (s *Service) recordSent(ctx context.Context, d store.Delivery, a store.Attempt, m store.Message, report *Report) error {
	s.o.Failpoint(FailBeforeRecord)
	verdict, err := s.o.Store.RecordSent(ctx, s.o.Book, a, m)
	if err != nil { // asking again says what stands
		verdict, err = s.o.Store.RecordSent(ctx, s.o.Book, a, m)
	}
	if err != nil {
		return fmt.Errorf("record %s as sent: %w", d.ID, err) // the probe adopts it
	}
	s.o.Failpoint(FailAfterRecord)
	if verdict.Accepted() {
		report.Sent[d.Kind]++
		s.o.Log.InfoContext(ctx, "delivery_sent", "delivery", d.ID, "kind", d.Kind, "reminders", len(d.Reminders), "attempts", d.Attempts+1)
		return nil
	}
	s.o.Log.WarnContext(ctx, "delivery_condemned", "delivery", d.ID, "verdict", string(verdict))
	return s.bury(ctx, report)
}

// recordError puts down a post that failed: a certain no may be tried again, a
// doubt waits for the probe.
func (s *Service) recordError(ctx context.Context, d store.Delivery, a store.Attempt, cause error, report *Report) error {
	failed, ok := errors.AsType[*SendError](cause)
	if !ok || !failed.Certain {
		report.Doubts++
		s.o.Log.WarnContext(ctx, "delivery_in_doubt", "delivery", a.ID, "error", cause)
		if _, err := s.o.Store.RecordDoubt(ctx, s.o.Book, a, cause.Error()); err != nil {
			return fmt.Errorf("record doubt about %s: %w", a.ID, err)
		}
		return nil
	}
	refusal := store.Refusal{Reason: failed.Code, Final: failed.Final, MaxAttempts: maxAttempts}
	if isMail(d) {
		refusal.MaxAttempts = mailAttempts
	}
	code := failed.Code
	switch {
	case isMail(d) && code == CodeNotConnected: // as good as no server, for this tick
		report.mailDown, refusal.MaxAttempts = true, math.MaxInt32
	case failed.RetryAfter > 0:
		s.pace.backOff(failed.RetryAfter)
		code, refusal.MaxAttempts = codeRateLimited, math.MaxInt32 // being told to wait is no reason to give up
	case code == CodeNotConnected, code == codeLate:
		refusal.MaxAttempts = math.MaxInt32
	}
	report.Refused[code]++
	s.o.Log.WarnContext(ctx, "delivery_refused", "delivery", a.ID, "code", failed.Code, "final", failed.Final)
	if _, err := s.o.Store.RecordRefused(ctx, s.o.Book, a, refusal); err != nil {
		return fmt.Errorf("record refusal of %s: %w", a.ID, err)
	}
	return nil
}

// hashes are what the metadata says of the reminders: recognisable to who has
// the key, meaningless to the channel's members.
func (s *Service) hashes(reminders []store.Reminder) []string {
	list := make([]string, 0, len(reminders))
	for _, r := range reminders {
		mac := hmac.New(sha256.New, s.o.HashKey)
		mac.Write([]byte(s.o.Book + "\x00" + r.ID))
		list = append(list, hex.EncodeToString(mac.Sum(nil)[:hashBytes]))
	}
	return list
}

// hashBytes of a reminder's hash: 64 bits tell any company's reminders apart.
const hashBytes = 8
