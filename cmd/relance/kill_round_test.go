package main

import (
	"fmt"
	"strings"
	"syscall"
	"time"

	"github.com/relance-bot/relance/bot/slackapi"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// killPoint is where a process ends, and at which passage it may: a day has two
// messages at least, one of which may be struck by a fault.
type killPoint struct {
	name     string
	passages int
}

var killPoints = []killPoint{
	{reminders.FailBeforeClaim, 2},
	{reminders.FailAfterClaim, 2},
	{reminders.FailAfterSending, 2},
	{reminders.FailBeforeRequest, 2},
	{slackapi.FailRequestWritten, 2},
	{slackapi.FailReplyBegun, 1},
	{reminders.FailAfterReply, 2},
	{reminders.FailBeforeRecord, 1},
	{reminders.FailAfterRecord, 1},
	{reminders.FailBeforeMark, 1},
}

// killFaults are what Slack does to a post meanwhile. All of it is over within
// the wait that the configuration promises for.
var killFaults = []slacksim.FaultOrder{
	{Effect: "lose_reply_after_apply"},
	{Effect: "error_reply_after_apply", Code: "internal_error"},
	{Effect: "error_reply_after_apply", Code: "fatal_error"},
	{Effect: "http_5xx_after_apply"},
	{Effect: "late_commit", Delay: "600ms"},
	{Effect: "lose_request"},
	{Effect: "error_reply", Code: "internal_error"},
	{Effect: "rate_limit_429", Delay: "1s"},
	{Effect: "delay_reply", Delay: "1300ms"},
}

// killOnce has the service die at a point drawn, and starts it again.
func (w *killWorld) killOnce() {
	w.t.Helper()
	// Each world goes round all points, beginning anywhere.
	if w.round == 1 {
		w.first = w.rng.IntN(len(killPoints))
	}
	point := killPoints[(w.first+w.round*3)%len(killPoints)]
	w.point = fmt.Sprintf("%s:%d", point.name, 1+w.rng.IntN(point.passages))
	w.faults = nil
	w.clearFaults()
	if w.rng.IntN(3) == 0 {
		w.strike()
	}
	if w.rng.IntN(4) == 0 {
		w.strikeSheet()
	}
	w.serve(w.point)
	if !w.run.waitEnd(patience) || !w.run.wasKilled() {
		w.t.Fatalf("the service did not die at %s: %s", w.point, w.run.cmd.ProcessState)
	}
	w.tally.kills[point.name]++
	w.learn()
	left, err := w.store.List(w.t.Context(), killBook, store.Sending)
	w.must(err)
	w.tally.uncertain += len(left)
	w.clearFaults()
	switch w.rng.IntN(8) {
	case 0, 1:
		w.strike()
	case 2:
		w.order(slacksim.FaultOrder{Effect: "history_delay", Delay: "200ms"})
	case 3:
		w.order(slacksim.FaultOrder{Effect: "history_refused"})
	}
	again := ""
	if w.rng.IntN(2) == 0 {
		again = fmt.Sprintf("%s:%d:stop", stopPoints[w.rng.IntN(len(stopPoints))], 1+w.rng.IntN(2))
	}
	w.serve(again)
}

// stopPoints are where the process that was started again may be stopped, past
// the deadline of what it is about to write or has written.
var stopPoints = []string{
	reminders.FailAfterClaim, reminders.FailAfterSending, reminders.FailBeforeRequest, slackapi.FailRequestWritten, slackapi.FailReplyBegun, reminders.FailBeforeRecord,
}

// stoppedFor is longer than a post may take and a doubt settles, as configured.
const stoppedFor = 1500 * time.Millisecond

// wake lets the service go on once it has stood at a failpoint for long enough.
func (w *killWorld) wake() {
	if !w.run.isStopped() {
		w.stopped = time.Time{}
		return
	}
	switch {
	case w.stopped.IsZero():
		w.stopped = time.Now()
	case time.Since(w.stopped) > stoppedFor:
		w.tally.stops++
		w.note("stopped past its deadline")
		_ = w.run.cmd.Process.Signal(syscall.SIGCONT)
		w.stopped = time.Time{}
	}
}

func (w *killWorld) clearFaults() {
	w.must(w.slack.try("DELETE", "/_control/faults", nil, nil))
}

// strike has Slack fail at one of the next two posts.
func (w *killWorld) strike() {
	f := killFaults[w.rng.IntN(len(killFaults))]
	f.Method, f.Nth = "chat.postMessage", 1+w.rng.IntN(2)
	w.order(f)
}

func (w *killWorld) order(f slacksim.FaultOrder) {
	w.slack.post("/faults", f, nil)
	w.note(strings.TrimSpace(f.Effect + " " + f.Code))
}

// strikeSheet has Google fail at the next write.
func (w *killWorld) strikeSheet() {
	kind := []string{"lose_reply", "error_after_apply", "5xx"}[w.rng.IntN(3)]
	w.sheets.post("/fault", map[string]any{"method": "spreadsheets.batchUpdate", "kind": kind, "nth": 1, "times": 1}, nil)
	w.note("sheet " + kind)
}

func (w *killWorld) note(fault string) {
	w.faults = append(w.faults, fault)
	w.tally.faults[fault]++
}

// learn counts what a run said in its log.
func (w *killWorld) learn() {
	for line := range strings.Lines(w.run.log.String()) {
		switch {
		case strings.Contains(line, "DATA RACE"):
			w.t.Errorf("the service has a data race:\n%s", w.run.log.tail())
		case strings.Contains(line, "msg=delivery_in_doubt"):
			w.tally.uncertain++
		case strings.Contains(line, "msg=message_found") && strings.Contains(line, "verdict=ok"):
			w.tally.adopted++
		case strings.Contains(line, "msg=delivery_released"):
			w.tally.resent++
		}
	}
}

// settle waits until all that is due today was said or is parked, and nothing
// is under way.
func (w *killWorld) settle() {
	w.t.Helper()
	began := time.Now()
	w.poll("all that is due today", func() string {
		open, err := w.store.List(w.t.Context(), killBook, store.Due, store.Claimed, store.Sending, store.Uncertain)
		w.must(err)
		if len(open) > 0 {
			return fmt.Sprintf("%d deliveries are under way, one of them %s", len(open), open[0].State)
		}
		if unmarked, err := w.store.Unmarked(w.t.Context(), killBook); err != nil || len(unmarked) > 0 {
			return fmt.Sprintf("%d deliveries are not in the journal, %v", len(unmarked), err)
		}
		if said := w.untold(); said != "" {
			return said
		}
		return w.look().missing(w.calls[:w.round+1])
	})
	w.t.Logf("day %d, %s, faults %v: settled in %s", w.round, w.point, w.faults, time.Since(began).Round(10*time.Millisecond))
	w.look().onlyOnce(w.t)
}

// untold complains while something is parked and finance has no digest of today:
// what waits for a person is listed there, if nowhere else.
func (w *killWorld) untold() string {
	all, err := w.store.List(w.t.Context(), killBook)
	w.must(err)
	today := w.days[w.round].Format(time.DateOnly)
	parked, told := "", false
	for _, d := range all {
		if d.State == store.Parked {
			parked = d.ID
		}
		told = told || d.Kind == store.KindDigest && d.Destination == killFinance && d.Day.String() == today && d.State != store.Dropped
	}
	if parked == "" || told {
		return ""
	}
	return "finance was not told today that " + parked + " is parked"
}
