package slackapi

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
)

// Bot is what requests are handed to; *bot.Bot is one.
type Bot interface {
	Command(ctx context.Context, c bot.Command)
	Action(ctx context.Context, a bot.Action)
	Submission(ctx context.Context, s bot.Submission) bot.SubmissionReply
	Event(ctx context.Context, e bot.Event)
	Shortcut(ctx context.Context, s bot.Shortcut)
}

// Limits of the work under way. A person clicks once a second at most: a few
// hundred requests at once are a flood, and are left to Slack to repeat.
const (
	maxUnderWay  = 256
	requestLimit = 30 * time.Second
	eventMemory  = time.Hour // Slack repeats an event after up to 5 min; three times
	maxEvents    = 100_000
)

// Receiver hands what Slack delivers, by whichever way, to the bot. Socket and
// Handler share one.
type Receiver struct {
	bot       Bot
	directory *Directory
	now       func() time.Time
	log       *slog.Logger
	tokens    chan struct{}
	work      sync.WaitGroup
	ctx       context.Context // of the work under way; ended by Close
	stop      context.CancelFunc
	events    *memory
}

// NewReceiver makes a Receiver; Close ends it.
func NewReceiver(b Bot, d *Directory, o Options) *Receiver {
	r := &Receiver{bot: b, directory: d, now: o.Now, log: o.Log, tokens: make(chan struct{}, maxUnderWay), events: newMemory(o.Now, eventMemory, maxEvents)}
	r.ctx, r.stop = context.WithCancel(context.Background())
	return r
}

// finishWithin is how long what was acknowledged may go on at the end.
const finishWithin = 3 * time.Second

// Close lets what is under way finish, for a moment, then ends it: a person
// who was told that it is being worked on gets their answer.
func (r *Receiver) Close() {
	finished := make(chan struct{})
	go func() {
		r.work.Wait()
		close(finished)
	}()
	patience := time.NewTimer(finishWithin)
	defer patience.Stop()
	select {
	case <-finished:
	case <-patience.C:
	}
	r.stop()
	<-finished
}

// go_ runs f if there is room for it.
func (r *Receiver) spawn(f func(ctx context.Context)) bool {
	select {
	case r.tokens <- struct{}{}:
	default:
		r.log.Warn("too many requests at once, one is refused", slog.Int("limit", maxUnderWay))
		return false
	}
	r.work.Go(func() {
		defer func() { <-r.tokens }()
		ctx, cancel := context.WithTimeout(r.ctx, requestLimit)
		defer cancel()
		f(ctx)
	})
	return true
}

// command takes a slash command. False: there was no room, don't acknowledge.
func (r *Receiver) command(c bot.Command) bool {
	return r.spawn(func(ctx context.Context) { r.bot.Command(ctx, c) })
}

// interaction takes a click, a filled modal or a shortcut. reply is called
// exactly once with the acknowledgement's payload, if there is room.
func (r *Receiver) interaction(raw []byte, reply func(payload any)) bool {
	var p interaction
	if err := json.Unmarshal(raw, &p); err != nil {
		r.log.Warn("interaction can't be read", slog.Any("error", err))
		reply(nil) // asking again would bring the same
		return true
	}
	switch p.Type {
	case "block_actions":
		actions := p.actions()
		ok := r.spawn(func(ctx context.Context) {
			for _, a := range actions {
				r.bot.Action(ctx, a)
			}
		})
		if ok {
			reply(nil)
		}
		return ok
	case "view_submission":
		return r.spawn(func(ctx context.Context) {
			answer := r.bot.Submission(ctx, p.submission())
			switch {
			case len(answer.Errors) > 0:
				reply(map[string]any{"response_action": "errors", "errors": answer.Errors})
				return
			case answer.View != nil:
				reply(map[string]any{"response_action": "update", "view": answer.View})
				return
			}
			reply(nil)
		})
	case "message_action":
		ok := r.spawn(func(ctx context.Context) { r.bot.Shortcut(ctx, p.shortcut()) })
		if ok {
			reply(nil)
		}
		return ok
	}
	reply(nil)
	return true
}

// event takes what happened, once: Slack repeats what wasn't acknowledged.
func (r *Receiver) event(raw []byte) bool {
	var p eventCallback
	if err := json.Unmarshal(raw, &p); err != nil {
		r.log.Warn("event can't be read", slog.Any("error", err))
		return true
	}
	if p.EventID != "" && !r.events.add(p.EventID) {
		return true
	}
	switch p.Event.Type {
	case "user_change", "team_join":
		var change struct {
			Event struct {
				User slack.User `json:"user"`
			} `json:"event"`
		}
		if err := json.Unmarshal(raw, &change); err == nil && change.Event.User.ID != "" {
			r.directory.Changed(&change.Event.User)
		}
		return true
	}
	e, ok := p.event()
	if !ok {
		return true
	}
	if !r.spawn(func(ctx context.Context) { r.bot.Event(ctx, e) }) {
		r.events.forget(p.EventID)
		return false
	}
	return true
}

// interaction is the part of Slack's payload that is used.
type interaction struct {
	Type string `json:"type"`
	Team struct {
		ID string `json:"id"`
	} `json:"team"`
	User struct {
		ID     string `json:"id"`
		TeamID string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		ChannelID string `json:"channel_id"`
		ViewID    string `json:"view_id"`
	} `json:"container"`
	Message struct {
		Text     string `json:"text"`
		ThreadTS string `json:"thread_ts"`
	} `json:"message"`
	TriggerID   string           `json:"trigger_id"`
	ResponseURL string           `json:"response_url"`
	State       interactionState `json:"state"` // of a message
	Actions     []struct {
		ActionID string `json:"action_id"`
		Value    string `json:"value"`
		ActionTS string `json:"action_ts"`
	} `json:"actions"`
	View struct {
		ID              string           `json:"id"`
		CallbackID      string           `json:"callback_id"`
		PrivateMetadata string           `json:"private_metadata"`
		State           interactionState `json:"state"`
	} `json:"view"`
}

// interactionState is what is typed and chosen, by block and action.
type interactionState struct {
	Values map[string]map[string]struct {
		Value          string `json:"value"`
		SelectedDate   string `json:"selected_date"`
		SelectedOption struct {
			Value string `json:"value"`
		} `json:"selected_option"`
		SelectedOptions []struct {
			Value string `json:"value"`
		} `json:"selected_options"`
	} `json:"values"`
}

// ticked are the options chosen in groups of boxes, by block.
func (s interactionState) ticked() []string {
	var list []string
	for _, block := range slices.Sorted(maps.Keys(s.Values)) {
		for _, element := range s.Values[block] {
			for _, o := range element.SelectedOptions {
				list = append(list, o.Value)
			}
		}
	}
	return list
}

// team is the person's own team: in a shared channel it isn't ours.
func (p interaction) team() string {
	if p.User.TeamID != "" {
		return p.User.TeamID
	}
	return p.Team.ID
}

func (p interaction) actions() []bot.Action {
	var list []bot.Action
	channel, thread := p.Channel.ID, p.Container.ThreadTS
	if channel == "" {
		channel = p.Container.ChannelID
	}
	if thread == "" {
		thread = p.Message.ThreadTS
	}
	ticked := append(p.State.ticked(), p.View.State.ticked()...)
	for _, a := range p.Actions {
		list = append(list, bot.Action{
			Ticked: ticked,
			TeamID: p.team(), UserID: p.User.ID, ChannelID: channel, MessageTS: p.Container.MessageTS, ThreadTS: thread, ViewID: p.Container.ViewID,
			ActionID: a.ActionID, Value: a.Value, ActionTS: a.ActionTS, TriggerID: p.TriggerID, ResponseURL: p.ResponseURL,
		})
	}
	return list
}

func (p interaction) submission() bot.Submission {
	s := bot.Submission{
		TeamID: p.team(), UserID: p.User.ID, ViewID: p.View.ID, CallbackID: p.View.CallbackID, Metadata: p.View.PrivateMetadata,
		Values: map[string]bot.Input{},
	}
	for block, elements := range p.View.State.Values {
		for _, v := range elements {
			in := bot.Input{Text: v.Value, Date: v.SelectedDate, Option: v.SelectedOption.Value}
			for _, o := range v.SelectedOptions {
				in.Ticked = append(in.Ticked, o.Value)
			}
			s.Values[block] = in
		}
	}
	return s
}

func (p interaction) shortcut() bot.Shortcut {
	return bot.Shortcut{
		TeamID: p.team(), UserID: p.User.ID, ChannelID: p.Channel.ID, Text: p.Message.Text, ResponseURL: p.ResponseURL, TriggerID: p.TriggerID,
	}
}

// eventCallback is the part of an event that is used.
type eventCallback struct {
	Type      string `json:"type"`
	Challenge string `json:"challenge"`
	TeamID    string `json:"team_id"`
	EventID   string `json:"event_id"`
	Event     struct {
		Type        string          `json:"type"`
		Subtype     string          `json:"subtype"`
		User        json.RawMessage `json:"user"`
		UserTeam    string          `json:"user_team"`
		BotID       string          `json:"bot_id"`
		Text        string          `json:"text"`
		Channel     json.RawMessage `json:"channel"` // an id, or an object in events we don't take
		ChannelType string          `json:"channel_type"`
		Tab         string          `json:"tab"`
		TS          string          `json:"ts"`
		ThreadTS    string          `json:"thread_ts"`
	} `json:"event"`
}

// event is what the bot takes; edits, joins and what bots say are none of it.
func (p eventCallback) event() (bot.Event, bool) {
	e := bot.Event{
		Kind: p.Event.Type, ID: p.EventID, TeamID: p.TeamID, Text: p.Event.Text, TS: p.Event.TS, ThreadTS: p.Event.ThreadTS,
		Direct: p.Event.ChannelType == "im", FromBot: p.Event.BotID != "",
	}
	if p.Event.UserTeam != "" {
		e.TeamID = p.Event.UserTeam
	}
	// An unreadable id stays empty, and an event without a user is nobody's.
	_ = json.Unmarshal(p.Event.User, &e.UserID)
	_ = json.Unmarshal(p.Event.Channel, &e.ChannelID)
	switch p.Event.Type {
	case bot.EventMention:
		return e, p.Event.Subtype == ""
	case bot.EventMessage:
		return e, p.Event.Subtype == "" && e.Direct
	case bot.EventHomeOpened:
		return e, p.Event.Tab == "home"
	}
	return e, false
}

// readCommand reads a slash command's form.
func readCommand(form url.Values) bot.Command {
	return bot.Command{
		TeamID: form.Get("team_id"), UserID: form.Get("user_id"), ChannelID: form.Get("channel_id"), Name: form.Get("command"), Text: form.Get("text"),
		TriggerID: form.Get("trigger_id"), ResponseURL: form.Get("response_url"),
	}
}

// readSocketCommand reads a slash command as Socket Mode carries it.
func readSocketCommand(raw []byte) (bot.Command, error) {
	var c struct {
		TeamID      string `json:"team_id"`
		UserID      string `json:"user_id"`
		ChannelID   string `json:"channel_id"`
		Command     string `json:"command"`
		Text        string `json:"text"`
		TriggerID   string `json:"trigger_id"`
		ResponseURL string `json:"response_url"`
	}
	err := json.Unmarshal(raw, &c)
	return bot.Command{
		TeamID: c.TeamID, UserID: c.UserID, ChannelID: c.ChannelID, Name: strings.TrimSpace(c.Command), Text: c.Text,
		TriggerID: c.TriggerID, ResponseURL: c.ResponseURL,
	}, err
}
