package scenario

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// message is one that the service sent by itself: answers are none.
type message struct {
	at       time.Time
	kind     string // digest, direct, post, case, line (under a case); question: none of the deliveries
	to       string // a person's name, or #channel
	about    string // of a case: the customer
	items    []string
	delivery string
	channel  string
	ts       string
	text     string   // of a letter; others are looked up as they stand
	letter   string   // of a letter: its kind
	approved []string // of a letter: by whom
	mailed   bool
}

func (m message) String() string {
	text := m.kind + " to " + m.to
	if m.about != "" {
		text += " of " + m.about
	}
	if len(m.items) > 0 {
		text += ": " + strings.Join(m.items, ", ")
	}
	return text
}

// look notes what the service has sent since the last look.
func (h *house) look() {
	places := map[string]string{channelFinance: "#finance", channelReminders: "#receivables", channelGeneral: "#general"}
	for _, m := range h.members {
		if !m.noSlack {
			places[h.slack.DM(m.id())] = m.name
		}
	}
	var fresh []message
	for _, c := range h.slack.Channels() {
		for _, m := range h.slack.Messages(c.ID) {
			if !m.ByBot || m.EphemeralFor != "" || h.seen[c.ID+m.TS] {
				continue
			}
			h.seen[c.ID+m.TS] = true
			fresh = append(fresh, h.messageOf(m, places[c.ID]))
		}
	}
	fresh = append(fresh, h.newLetters()...)
	slices.SortStableFunc(fresh, func(a, b message) int { return a.at.Compare(b.at) })
	for _, m := range fresh {
		h.said = append(h.said, m)
		h.diary = append(h.diary, entry{m.at, "    " + m.String()})
	}
}

func (h *house) messageOf(m slacksim.Message, to string) message {
	out := message{at: timeOf(m.TS).In(h.paris), kind: "question", to: to, channel: m.Channel, ts: m.TS, delivery: deliveryOf(m)}
	if m.ThreadTS != "" {
		out.kind = "line"
	}
	if out.delivery == "" {
		out.items = []string{shown(m.Text)}
		return out
	}
	d, err := h.store.Delivery(h.t.Context(), bookName, out.delivery)
	h.must(err)
	content, err := reminders.ContentOf(d.Payload)
	h.must(err)
	out.kind = map[string]string{store.KindChannel: "post", store.KindThread: "line"}[d.Kind]
	if out.kind == "" {
		out.kind = d.Kind
	}
	out.items, out.about = itemsOf(content)
	return out
}

// shown is the first line of a text, for the transcript.
func shown(text string) string {
	first, _, _ := strings.Cut(text, "\n")
	return strconv.Quote(first)
}

func deliveryOf(m slacksim.Message) string {
	var metadata struct {
		EventPayload struct {
			Delivery string `json:"delivery"`
		} `json:"event_payload"`
	}
	if json.Unmarshal(m.Metadata, &metadata) != nil {
		return ""
	}
	return metadata.EventPayload.Delivery
}

func timeOf(ts string) time.Time {
	var seconds, micros int64
	_, _ = fmt.Sscanf(ts, "%d.%d", &seconds, &micros)
	return time.Unix(seconds, micros*1000)
}

// itemsOf is what a message is about, in the words of the scripts.
func itemsOf(c reminders.Content) (items []string, about string) {
	add := func(format string, args ...any) { items = append(items, fmt.Sprintf(format, args...)) }
	stage := func(l reminders.Line) string {
		if l.Repeat > 0 {
			return fmt.Sprintf("%s stage %d again %d", l.Number, l.Stage, l.Repeat)
		}
		return fmt.Sprintf("%s stage %d", l.Number, l.Stage)
	}
	switch {
	case c.Digest != nil:
		for _, k := range c.Digest.Customers {
			for _, l := range k.Lines {
				add("%s", stage(l))
			}
		}
		for _, l := range c.Digest.Calls {
			add("%s call again", l.Number)
		}
		for _, l := range c.Digest.DueSoon {
			add("%s due soon", l.Number)
		}
		for _, l := range c.Digest.NoOwner {
			add("%s without owner", stage(l))
		}
		for _, k := range c.Digest.Credits {
			add("%s covered by credit", k.Name)
		}
		for _, p := range c.Digest.Parked {
			add("parked %s", p.Kind)
		}
		for _, l := range c.Digest.Broken {
			add("%s promise broken", l.Number)
		}
		for _, l := range c.Digest.Disputes {
			add("%s dispute to review", l.Number)
		}
		for _, v := range c.Digest.Reviews {
			add("mode of %s to review", v.Name)
		}
		for _, k := range c.Digest.Collections {
			for _, m := range k.Recovered {
				add("%s paid %s %s since", k.Name, m, m.Currency)
			}
		}
		if !c.Digest.Import.IsZero() {
			add("bank import of %s", c.Digest.Import)
		}
		if c.Digest.Letters > 0 {
			add("letters to approve")
		}
		if c.Digest.Weekly != nil {
			add("the week")
		}
	case c.Direct != nil:
		for _, l := range c.Direct.Lines {
			add("%s %s", l.Number, strings.ReplaceAll(string(c.Direct.About), "_", " "))
		}
	case c.Post != nil:
		for _, l := range c.Post.Reached {
			add("%s", stage(l))
		}
		for _, p := range c.Post.Paid {
			add("%s paid", p.Number)
		}
	case c.Case != nil:
		about = c.Case.Name
		for _, l := range c.Case.Lines {
			add("%s", stage(l))
		}
	case c.Thread != nil:
		about = string(c.Thread.Customer)
		for _, l := range c.Thread.Lines {
			add("%s %s", strings.Join(l.Numbers, " "), strings.ReplaceAll(l.What, "_", " "))
		}
	}
	return items, about
}

// note adds a line to the transcript.
func (h *house) note(format string, args ...any) {
	at := h.start
	if h.clock != nil {
		at = h.clock.Now()
	}
	h.diary = append(h.diary, entry{at, fmt.Sprintf(format, args...)})
}

// transcript is what happened so far, as a person would tell it.
func (h *house) transcript() string {
	var b strings.Builder
	fmt.Fprintf(&b, "What happened, by the clock of Paris:\n")
	for _, e := range h.diary {
		fmt.Fprintf(&b, "  %s  %s\n", e.at.In(h.paris).Format("Mon 2006-01-02 15:04"), e.text)
	}
	return b.String()
}
