package console

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
)

const (
	// pushEvery is the shortest time between two pushes of a stream: ten a
	// second look live, and more only make the browser redraw.
	pushEvery = 100 * time.Millisecond
	// sheetEvery is the same for the spreadsheet, which is rendered whole for each
	// look: some 80 ms for 2,500 rows of 28 columns.
	sheetEvery = 400 * time.Millisecond
	// sheetEveryMoving leaves the simulated world more room while days go by.
	sheetEveryMoving = 1500 * time.Millisecond
	// lookEvery is how often the clock's minute is looked at, which nothing
	// signals.
	lookEvery = time.Second
	// beatEvery keeps proxies and sleeping laptops from holding a dead stream.
	beatEvery = 15 * time.Second
)

// events is one page's stream, as one user. It sends everything once, then what
// changes, until the page, the server or the console goes away.
func (c *Console) events(w http.ResponseWriter, r *http.Request) {
	user := r.URL.Query().Get("user")
	if !c.knows(user) {
		http.Error(w, "no such user: "+user, http.StatusNotFound)
		return
	}
	c.opt.Slack.DM(user) // everyone has the app in their sidebar, spoken to or not
	control := http.NewResponseController(w)
	// A stream has no end in time; an error means the server has no deadline.
	_ = control.SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")

	slackMoved, endSlack := c.opt.Slack.Subscribe()
	defer endSlack()
	sheetMoved, endSheet := c.opt.Sheets.Subscribe()
	defer endSheet()
	clockMoved, endClock := c.clock.moved.subscribe()
	defer endClock()
	var mailMoved <-chan struct{}
	if c.opt.Mail != nil {
		moved, endMail := c.opt.Mail.Subscribe()
		defer endMail()
		mailMoved = moved
	}
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	pause := time.NewTimer(0)
	defer pause.Stop()

	sheetPause := time.NewTimer(0)
	defer sheetPause.Stop()

	s := stream{console: c, user: user, slack: newFeed(), slackDue: true, sheetDue: true, clockDue: true, mailDue: c.opt.Mail != nil}
	c.mirror.stale()
	resting := true // until pause fires
	for {
		select {
		case <-r.Context().Done():
			return
		case <-c.stopped.Done():
			return
		case <-slackMoved:
			s.slackDue = true
		case <-sheetMoved:
			c.mirror.stale()
			s.sheetDue = true
		case <-clockMoved:
			s.clockDue, s.slackDue = true, true // late commits show with time
		case <-mailMoved:
			s.mailDue = true
		case <-look.C:
			s.clockDue = true
		case <-beat.C:
			s.out.WriteString(": still here\n\n")
		case <-sheetPause.C:
			s.sheetResting = false
		case <-pause.C:
			resting = false
		}
		if resting {
			continue
		}
		if s.collect() {
			rest := sheetEvery
			if c.clockState().Running {
				rest = sheetEveryMoving
			}
			sheetPause.Reset(rest)
		}
		if s.out.Len() == 0 {
			continue
		}
		if _, err := w.Write(s.out.Bytes()); err != nil {
			return
		}
		if err := control.Flush(); err != nil {
			return
		}
		s.out.Reset()
		pause.Reset(pushEvery)
		resting = true
	}
}

func (c *Console) knows(user string) bool {
	for _, u := range c.opt.Users {
		if u.ID == user {
			return true
		}
	}
	return false
}

// stream is what one page has been sent.
type stream struct {
	console *Console
	user    string
	out     bytes.Buffer

	slackDue, sheetDue, clockDue, mailDue bool

	sheetResting bool // the spreadsheet was looked at just now

	slack   *feed
	sheet   string // the last list of tabs
	clock   string // the last clock, as shown: to the minute
	mail    string // the last list of mails
	lastDay string
}

// collect writes into out what is due and differs from what was sent. It tells
// whether it looked at the spreadsheet.
func (s *stream) collect() (lookedAtSheet bool) {
	c := s.console
	if s.clockDue {
		s.clockDue = false
		state := c.clockState()
		state.Now = state.Now.Truncate(time.Minute)
		s.send("clock", &s.clock, state)
		// TODAY() in a cell changes with the day, without anyone editing.
		if day := state.Now.Format(time.DateOnly); day != s.lastDay {
			s.lastDay = day
			c.mirror.newDay()
			s.sheetDue = true
		}
	}
	if s.mailDue {
		s.mailDue = false
		s.send("mail", &s.mail, c.opt.Mail.List())
	}
	if s.slackDue {
		s.slackDue = false
		if push := s.slack.push(c.slackEntries(s.user)); push != nil {
			s.event("slack", push)
		}
	}
	if s.sheetDue && !s.sheetResting {
		s.sheetDue, s.sheetResting, lookedAtSheet = false, true, true
		s.send("sheet", &s.sheet, c.mirror.list())
	}
	return lookedAtSheet
}

// send writes an event unless it says what last says.
func (s *stream) send(topic string, last *string, v any) {
	data, err := json.Marshal(v)
	if err != nil || string(data) == *last {
		return
	}
	*last = string(data)
	s.event(topic, data)
}

func (s *stream) event(topic string, data []byte) {
	s.out.WriteString("event: " + topic + "\ndata: ")
	s.out.Write(data) // JSON has no line breaks of its own
	s.out.WriteString("\n\n")
}
