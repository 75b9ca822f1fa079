package bot

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// statusView is how a book is: level, sync, and what waits for a person.
type statusView struct {
	Book        string
	Now         time.Time
	Today       ledger.Date
	Level       ledger.Level
	Held        string
	Sync        SyncReport
	Invoices    int
	PausedUntil ledger.Date
	Paused      []pausedLine
	Waiting     []waitingLine
	Parked      []Parked
	Conflicts   []Conflict
	Questions   []Question
	Presumed    []Presumed
	Snapshot    *ledger.Book // that conflicts are about
	Reconcile   Reconciliation
	Govern      bool
	SheetURL    string
}

type (
	pausedLine struct {
		customer string
		until    ledger.Date
	}
	waitingLine struct {
		invoice  *ledger.Invoice
		customer string
		stage    ledger.Stage
	}
)

// statusLines is how many of each kind are listed; the rest is counted.
const statusLines = 5

func (v voice) status(q statusView) Message {
	text := v.mark("status", with{"Book": q.Book, "Count": q.Invoices, "Level": v.say("level_" + string(q.Level))})
	if q.Sync.At.IsZero() {
		text += "\n" + v.mark("status_never_synced")
	} else {
		text += "\n" + strings.Join(v.syncLines(q), "\n")
	}
	if q.Held != "" {
		text += "\n" + v.mark("held", with{"Reason": q.Held})
	}
	if !q.PausedUntil.IsZero() && !q.PausedUntil.Before(q.Today) {
		text += "\n" + v.mark("status_paused", with{"Day": q.PausedUntil})
	}
	blocks := append([]slack.Block{section(text)}, v.reconcile(q)...)
	list := func(id string, count, n int, line func(i int) string) {
		if n == 0 {
			return
		}
		lines := []string{v.mark(id, with{"Count": count})}
		for i := range min(n, statusLines) {
			lines = append(lines, "• "+line(i))
		}
		if n > statusLines {
			lines = append(lines, v.mark("and_more", with{"Count": n - statusLines}))
		}
		blocks = append(blocks, section(strings.Join(lines, "\n")))
	}
	heading, count := "status_problems", q.Sync.Quarantined
	if count == 0 { // of the sheet as a whole
		heading, count = "status_remarks", len(q.Sync.Problems)
	}
	list(heading, count, len(q.Sync.Problems), func(i int) string {
		p := q.Sync.Problems[i]
		return strings.TrimPrefix(escape(p.Where)+": ", ": ") + escape(p.Text)
	})
	list("status_paused_customers", len(q.Paused), len(q.Paused), func(i int) string {
		return escape(q.Paused[i].customer) + " · " + v.mark("paused_until", with{"Day": q.Paused[i].until})
	})
	list("status_waiting", len(q.Waiting), len(q.Waiting), func(i int) string {
		w := q.Waiting[i]
		return escape(w.invoice.Number) + " · " + escape(w.customer) + " · " + v.Money(w.invoice.Open()) + " · " + v.Late(w.invoice.DaysLate(q.Today)) + " · " + v.mark("would_be_stage", with{"Stage": w.stage.String()})
	})
	blocks = append(blocks, v.statusButtons(q)...)
	if n := len(q.Conflicts); n > 0 {
		blocks = append(blocks, section(v.mark("status_conflicts", with{"Count": n})))
		blocks = append(blocks, v.conflicts(q.Book, q.Snapshot.Invoice, q.Conflicts, statusLines)...)
	}
	if len(q.Presumed) > 0 {
		blocks = append(blocks, v.presumed(q.Book, q.Snapshot.Invoice, q.Presumed)...)
	}
	if n := len(q.Questions); n > 0 {
		blocks = append(blocks, section(v.mark("status_questions", with{"Count": n})))
		blocks = append(blocks, v.questions(q.Book, q.Snapshot.Invoice, q.Questions)...)
	}
	for i, p := range q.Parked[:min(len(q.Parked), statusLines)] {
		blocks = append(blocks, v.parked(q.Book, p, strconv.Itoa(i))...)
	}
	if n := len(q.Parked); n > statusLines {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n - statusLines})))
	}
	return message(text, blocks...)
}

// syncLines say what the last cycles did: when the sheet was last looked at and
// read, what moved last, and, to who governs, the calls against Google's quota.
// Each fits a phone's width.
func (v voice) syncLines(q statusView) []string {
	moment := func(t time.Time) string {
		t = t.In(q.Now.Location())
		if day := ledger.DateOf(t); day != q.Today {
			return v.Day(day) + " " + v.Clock(t)
		}
		return v.Clock(t)
	}
	s := q.Sync
	at := s.At.In(q.Now.Location())
	lines := []string{v.mark("status_synced", with{"Day": v.Day(ledger.DateOf(at)), "Time": v.Clock(at)})}
	if !s.ReadAt.IsZero() {
		lines[0] += " · " + v.mark("status_read", with{"Count": s.Read, "At": moment(s.ReadAt)})
	}
	if s.Changed+s.Written > 0 && !s.MovedAt.IsZero() {
		lines = append(lines, v.mark("status_moved", with{"At": moment(s.MovedAt), "Changed": s.Changed, "Written": s.Written}))
	}
	if c := s.Calls; q.Govern && c.Limit > 0 {
		line := v.mark("status_calls", with{"Reads": c.Reads, "Writes": c.Writes, "Drive": c.Drive, "Limit": c.Limit})
		if c.Refused > 0 {
			line += " · " + v.mark("status_refused", with{"Count": c.Refused})
		}
		lines = append(lines, line)
	}
	return lines
}

func (v voice) statusButtons(q statusView) []slack.Block {
	t := token{Book: q.Book}
	buttons := []*slack.ButtonBlockElement{button(actionSync, v.say("button_sync"), t)}
	if q.Govern {
		if q.Held != "" {
			buttons = append(buttons, primary(button(actionHeld, v.say("button_held"), t)))
		}
		if len(q.Waiting) > 0 {
			buttons = append(buttons, v.confirmed(primary(button(actionStartChasing, v.say("button_start_chasing", with{"Count": len(q.Waiting)}), t)), v.say("confirm_start_chasing", with{"Count": len(q.Waiting)})))
		}
		for _, level := range []ledger.Level{ledger.LevelObserve, ledger.LevelInternal, ledger.LevelLetters} {
			if level != q.Level {
				t := t
				t.Choice = string(level)
				buttons = append(buttons, button(actionPreview+":"+string(level), v.say("button_level_"+string(level)), t))
			}
		}
		if q.PausedUntil.IsZero() || q.PausedUntil.Before(q.Today) {
			buttons = append(buttons, button(actionPause, v.say("button_pause_all"), t))
		} else {
			buttons = append(buttons, button(actionResume, v.say("button_resume"), t))
		}
	}
	return row(buttons...)
}

// parked is one delivery that a person must decide on, with its two buttons.
func (v voice) parked(book string, p Parked, tail string) []slack.Block {
	text := v.mark("parked", with{"Kind": v.say("kind_" + p.Kind), "To": place(p.To), "Count": len(p.Invoices), "Reason": p.Reason})
	t := token{Book: book, ID: p.ID}
	return append([]slack.Block{section(text)}, row(
		v.confirmed(button(actionParkedAgain+":"+tail, v.say("button_send_again"), t), v.say("confirm_send_again")),
		button(actionParkedDone+":"+tail, v.say("button_arrived"), t),
	)...)
}

// previewView is who would get what at a level.
type previewView struct {
	Book  string
	Now   ledger.Level
	Level ledger.Level
	Lines []Preview

	NoAccount []ledger.Currency // in which letters would ask for money and say no place to pay it
}

const maxPreviewLines = 20

func (v voice) preview(q previewView) Message {
	text := v.mark("preview", with{"Level": v.say("level_" + string(q.Level)), "Count": len(q.Lines)})
	if len(q.Lines) == 0 {
		text = v.mark("preview_nothing", with{"Level": v.say("level_" + string(q.Level))})
	}
	blocks := []slack.Block{section(text)}
	var lines []string
	for _, p := range q.Lines[:min(len(q.Lines), maxPreviewLines)] {
		lines = append(lines, "• "+v.mark("preview_line", with{"Kind": v.say("kind_" + p.Kind), "To": place(p.To), "Count": p.Invoices, "Stage": v.stageNumber(p.Stage)}))
	}
	if n := len(q.Lines); n > maxPreviewLines {
		lines = append(lines, v.mark("and_more", with{"Count": n - maxPreviewLines}))
	}
	if len(lines) > 0 {
		blocks = append(blocks, section(strings.Join(lines, "\n")))
	}
	if len(q.NoAccount) > 0 {
		blocks = append(blocks, section(v.mark("preview_no_account", with{"Currencies": joined(q.NoAccount)})))
	}
	t := token{Book: q.Book, Choice: string(q.Level)}
	return message(text, append(blocks, row(
		v.confirmed(primary(button(actionLevel, v.say("button_set_level", with{"Level": v.say("level_" + string(q.Level))}), t)), v.say("confirm_level", with{"Level": v.say("level_" + string(q.Level))})),
		button(actionStatus, v.say("button_cancel"), token{Book: q.Book}),
	)...)...)
}

// synced is what a sync that was asked for found.
func (v voice) synced(r SyncReport, url string) Message {
	text := v.mark("synced", with{"Changed": r.Changed, "Written": r.Written})
	if r.Held != "" {
		text += "\n" + v.mark("held", with{"Reason": r.Held})
	}
	if n := len(r.Problems); n > 0 {
		text += "\n" + v.mark("status_problems", with{"Count": n})
	}
	if n := len(r.Conflicts); n > 0 {
		text += "\n" + v.mark("status_conflicts", with{"Count": n})
	}
	return message(text, section(text))
}

// joined are currencies in a row: EUR, GBP.
func joined(list []ledger.Currency) string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}
