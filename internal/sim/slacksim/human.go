package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Human does what one person does in Slack.
type Human struct {
	s  *Sim
	id string
}

// Human returns the hand of a user.
func (s *Sim) Human(userID string) Human { return Human{s: s, id: userID} }

// ID is the user's ID.
func (h Human) ID() string { return h.id }

// Receipt is what came of an interaction.
type Receipt struct {
	Acked       bool            `json:"acked"`
	Payload     json.RawMessage `json:"payload,omitempty"` // of the acknowledgement, if any
	Notice      string          `json:"notice,omitempty"`  // what Slack told the person instead: operation_timeout, …
	TriggerID   string          `json:"trigger_id,omitempty"`
	ResponseURL string          `json:"response_url,omitempty"`
}

// ErrNotThere says that a person can't do this: they don't see that channel,
// message, view or button.
var ErrNotThere = errors.New("not there")

func notThere(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrNotThere, fmt.Sprintf(format, args...))
}

// visible finds a channel the person sees. The state is locked.
func (h Human) visible(channelID string) (*Channel, *User, error) {
	u, c := h.s.ws.Users[h.id], h.s.ws.Channels[channelID]
	switch {
	case u == nil || u.Deleted:
		return nil, nil, notThere("user %s", h.id)
	case c == nil || ((c.Private || c.IM) && !c.has(h.id)) || (u.Guest && !c.has(h.id)):
		return nil, nil, notThere("channel %s", channelID)
	}
	return c, u, nil
}

// Command types a slash command into a channel and waits until the app has
// acknowledged it or the three seconds are over.
func (h Human) Command(ctx context.Context, channelID, line string) (Receipt, error) {
	s := h.s
	command, text, _ := strings.Cut(strings.TrimSpace(line), " ")
	if !strings.HasPrefix(command, "/") {
		return Receipt{}, notThere("%q is not a command", line)
	}
	var (
		r     Receipt
		d     delivery
		reply responseURL
		err   error
	)
	s.locked(func() {
		var (
			c *Channel
			u *User
		)
		if c, u, err = h.visible(channelID); err != nil {
			return
		}
		if len(s.opt.Commands) > 0 && !contains(s.opt.Commands, command) {
			s.notice(h.id, c.ID, "invalid_command")
			r.Notice = "invalid_command"
			return
		}
		reply = responseURL{User: h.id, Channel: c.ID}
		r.TriggerID, r.ResponseURL = s.issueTrigger(h.id), s.issueResponseURL(reply)
		d = delivery{kind: "slash_commands", accepts: true, payload: object{
			"token": "simulated", "api_app_id": s.opt.AppID, "team_id": s.opt.TeamID, "team_domain": s.opt.TeamDomain,
			"channel_id": c.ID, "channel_name": commandChannelName(c), "user_id": u.ID, "user_name": u.Name,
			"command": command, "text": s.commandText(strings.TrimSpace(text)), "response_url": r.ResponseURL,
			"trigger_id": r.TriggerID, "is_enterprise_install": false,
		}}
	})
	if err != nil || r.Notice != "" {
		return r, err
	}
	if err := h.dispatch(ctx, d, channelID, &r); err != nil || !r.Acked || len(r.Payload) == 0 {
		return r, err
	}
	s.locked(func() {
		var answer response
		if string(r.Payload) == "{}" || string(r.Payload) == "null" {
			return
		}
		if json.Unmarshal(r.Payload, &answer) != nil || s.respond(&reply, answer, "ack") != nil {
			s.notice(h.id, channelID, "app_error")
			r.Notice = "app_error"
		}
	})
	return r, nil
}

func commandChannelName(c *Channel) string {
	switch {
	case c.IM:
		return "directmessage"
	case c.Private:
		return "privategroup"
	}
	return c.Name
}

// dispatch delivers and files a notice when the app doesn't answer. The error is
// the context's.
func (h Human) dispatch(ctx context.Context, d delivery, channelID string, r *Receipt) error {
	payload, err := h.s.deliver(ctx, d)
	switch {
	case err == nil:
		r.Acked, r.Payload = true, payload
		return nil
	case errors.Is(err, ErrOperationTimeout):
		r.Notice = "operation_timeout"
	case errors.Is(err, ErrDispatchFailed):
		r.Notice = "dispatch_failed"
	default:
		return err
	}
	h.s.locked(func() { h.s.notice(h.id, channelID, r.Notice) })
	return nil
}

// Say posts a message, as a reply if thread is given. The app hears of it by a
// message event in direct messages, by app_mention where it is mentioned, and by
// message.channels or message.groups if it subscribed to those.
func (h Human) Say(ctx context.Context, channelID, text string, thread ...string) (ts string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	s := h.s
	s.locked(func() {
		var c *Channel
		if c, _, err = h.visible(channelID); err != nil {
			return
		}
		if c.Archived || !c.has(h.id) {
			err = notThere("a way to write in %s", c.Name)
			return
		}
		m := &Message{Channel: c.ID, User: h.id, Text: s.messageText(text), Via: "human", ClientMsgID: s.newEnvelopeID()}
		if len(thread) > 0 {
			m.ThreadTS = thread[0]
		}
		ts = s.post(m).TS
	})
	return ts, err
}

// OpenHome opens the app's Home tab.
func (h Human) OpenHome(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var (
		event object
		err   error
	)
	h.s.locked(func() {
		if u := h.s.ws.Users[h.id]; u == nil || u.Deleted {
			err = notThere("user %s", h.id)
			return
		}
		event = object{"type": "app_home_opened", "user": h.id, "channel": h.s.openIM(h.id).ID, "tab": "home"}
		if v := h.s.ws.Views[h.s.ws.Homes[h.id]]; v != nil {
			event["view"] = h.s.viewObject(v, false)
		}
	})
	if err == nil {
		h.s.emit("app_home_opened", event)
	}
	return err
}

var (
	typedMention = regexp.MustCompile(`<@([A-Z0-9]+)(\|[^>]*)?>|@([\p{L}\p{N}._-]+)`)
	escaper      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
)

// commandText is what a command carries of what was typed.
func (s *Sim) commandText(text string) string {
	if s.opt.EscapeCommands {
		return s.mentions(text, func(u *User) string { return "<@" + u.ID + "|" + u.Name + ">" }, escaper.Replace)
	}
	return s.mentions(text, func(u *User) string { return "@" + u.Name }, func(plain string) string { return plain })
}

// messageText is what a message carries: always escaped.
func (s *Sim) messageText(text string) string {
	return s.mentions(text, func(u *User) string { return "<@" + u.ID + ">" }, escaper.Replace)
}

// mentions rewrites mentions of known users and escapes the rest.
func (s *Sim) mentions(text string, mention func(*User) string, plain func(string) string) string {
	var b strings.Builder
	from := 0
	for _, m := range typedMention.FindAllStringSubmatchIndex(text, -1) {
		var u *User
		if m[2] >= 0 {
			u = s.ws.Users[text[m[2]:m[3]]]
		} else {
			u = s.userNamed(text[m[6]:m[7]])
		}
		if u == nil {
			continue
		}
		b.WriteString(plain(text[from:m[0]]))
		b.WriteString(mention(u))
		from = m[1]
	}
	b.WriteString(plain(text[from:]))
	return b.String()
}

func (s *Sim) userNamed(name string) *User {
	for _, id := range sortedKeys(s.ws.Users) {
		if u := s.ws.Users[id]; strings.EqualFold(u.Name, name) {
			return u
		}
	}
	return nil
}

func contains(list []string, want string) bool {
	return slices.Contains(list, want)
}
