package slacksim

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Control is the way in for a simulator that runs as its own process: what tests
// and people do by [Sim.Human], [Sim.Faults] and [Sim.State], as JSON over HTTP.
// It has no authentication; mount it on loopback only, under a prefix of its own.
//
//	GET    /users /channels /calls /files /options
//	GET    /state?user=U…      what a person sees
//	GET    /messages?channel=C…  or a user's ID
//	POST   /users /channels    a User or Channel; answers {"id"}
//	POST   /act                an [Act]; answers an [Acted]
//	POST   /faults             a [FaultOrder]; DELETE takes all back
//	POST   /disconnect?reason=refresh_requested (none: cut without a word)
func (s *Sim) Control() http.Handler {
	mux := http.NewServeMux()
	get := func(path string, value func(r *http.Request) any) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { writeJSON(w, http.StatusOK, value(r)) })
	}
	get("/users", func(*http.Request) any { return s.Users() })
	get("/channels", func(*http.Request) any { return s.Channels() })
	get("/calls", func(*http.Request) any { return s.Calls() })
	get("/files", func(*http.Request) any { return s.Files() })
	get("/options", func(*http.Request) any {
		return object{"team_id": s.opt.TeamID, "app_id": s.opt.AppID, "bot_id": s.opt.BotID, "bot_user_id": s.opt.BotUserID}
	})
	get("/state", func(r *http.Request) any { return s.State(r.FormValue("user")) })
	get("/messages", func(r *http.Request) any { return s.Messages(r.FormValue("channel")) })

	receive(mux, "/users", func(_ context.Context, u User) (any, error) { return object{"id": s.AddUser(u)}, nil })
	receive(mux, "/channels", func(_ context.Context, c Channel) (any, error) { return object{"id": s.AddChannel(c)}, nil })
	receive(mux, "/act", s.act)
	receive(mux, "/faults", func(_ context.Context, o FaultOrder) (any, error) { return object{"ok": true}, o.apply(s.Faults) })
	mux.HandleFunc("DELETE /faults", func(w http.ResponseWriter, _ *http.Request) {
		s.Faults.Clear()
		writeJSON(w, http.StatusOK, object{"ok": true})
	})
	mux.HandleFunc("POST /disconnect", func(w http.ResponseWriter, r *http.Request) {
		if reason := r.URL.Query().Get("reason"); reason != "" {
			s.Disconnect(reason)
		} else {
			s.CutConnections()
		}
		writeJSON(w, http.StatusOK, object{"ok": true})
	})
	return mux
}

// receive registers a POST of one JSON value.
func receive[T any](mux *http.ServeMux, path string, handle func(context.Context, T) (any, error)) {
	mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
		d.DisallowUnknownFields()
		var in T
		if err := d.Decode(&in); err != nil {
			writeJSON(w, http.StatusBadRequest, object{"error": err.Error()})
			return
		}
		out, err := handle(r.Context(), in)
		if err != nil {
			writeJSON(w, http.StatusUnprocessableEntity, object{"error": err.Error()})
			return
		}
		writeJSON(w, http.StatusOK, out)
	})
}

// Act is one thing a person does: Do is command, say, click, click_view, submit,
// close, home, shortcut or message_shortcut.
type Act struct {
	User    string         `json:"user"`
	Do      string         `json:"do"`
	Channel string         `json:"channel"`
	Text    string         `json:"text"` // the command line or the message
	TS      string         `json:"ts"`   // the message clicked in, or the thread
	View    string         `json:"view"`
	Action  string         `json:"action"` // action_id, or a shortcut's callback_id
	Block   string         `json:"block"`
	Value   *string        `json:"value"`  // which of several buttons
	Choose  any            `json:"choose"` // what is chosen
	Fields  map[string]any `json:"fields"`
}

// Acted is what came of it.
type Acted struct {
	TS      string            `json:"ts,omitempty"`
	Receipt Receipt           `json:"receipt"`
	Errors  map[string]string `json:"errors,omitempty"`
}

func (s *Sim) act(ctx context.Context, a Act) (any, error) {
	var (
		h   = s.Human(a.User)
		out Acted
		err error
	)
	var choices []Choice
	if a.Block != "" {
		choices = append(choices, InBlock(a.Block))
	}
	if a.Value != nil {
		choices = append(choices, WithValue(*a.Value))
	}
	if a.Choose != nil {
		choices = append(choices, Choose(a.Choose))
	}
	switch a.Do {
	case "command":
		out.Receipt, err = h.Command(ctx, a.Channel, a.Text)
	case "say":
		var thread []string
		if a.TS != "" {
			thread = []string{a.TS}
		}
		out.TS, err = h.Say(ctx, a.Channel, a.Text, thread...)
	case "click":
		out.Receipt, err = h.Click(ctx, a.Channel, a.TS, a.Action, choices...)
	case "click_view":
		out.Receipt, err = h.ClickView(ctx, a.View, a.Action, choices...)
	case "submit":
		out.Errors, err = h.Submit(ctx, a.View, a.Fields)
	case "close":
		err = h.Close(ctx, a.View)
	case "home":
		err = h.OpenHome(ctx)
	case "shortcut":
		out.Receipt, err = h.Shortcut(ctx, a.Action)
	case "message_shortcut":
		out.Receipt, err = h.MessageShortcut(ctx, a.Channel, a.TS, a.Action)
	default:
		err = fmt.Errorf("unknown act %q", a.Do)
	}
	return out, err
}

// FaultOrder sets one fault: Effect is the name of the function that makes it in
// snake case (lose_reply_after_apply, late_commit, …) or history_refused,
// replies_refused, history_delay.
type FaultOrder struct {
	Method      string  `json:"method"`
	Channel     string  `json:"channel"`
	Nth         int     `json:"nth"` // 0: every call
	Probability float64 `json:"probability"`
	Effect      string  `json:"effect"`
	Code        string  `json:"code"`
	Delay       string  `json:"delay"` // like 5m
}

func (o FaultOrder) apply(f *Faults) error {
	var d time.Duration
	if o.Delay != "" {
		var err error
		if d, err = time.ParseDuration(o.Delay); err != nil {
			return fmt.Errorf("delay: %w", err)
		}
	}
	switch o.Effect {
	case "history_refused":
		f.HistoryRefused(true)
		return nil
	case "replies_refused":
		f.RepliesRefused(true)
		return nil
	case "history_delay":
		f.HistoryDelay(d)
		return nil
	}
	e, ok := map[string]Effect{
		"lose_request": LoseRequest(), "lose_reply_after_apply": LoseReplyAfterApply(), "connection_refused": ConnectionRefused(),
		"error_reply_after_apply": ErrorReplyAfterApply(o.Code), "error_reply": ErrorReply(o.Code), "http_5xx": HTTP5xx(),
		"http_5xx_after_apply": HTTP5xxAfterApply(), "delay": Delay(d), "delay_reply": DelayReply(d), "late_commit": LateCommit(d),
		"rate_limit_429": RateLimit429(d), "disconnect": Disconnect(o.Code),
	}[o.Effect]
	if !ok {
		return fmt.Errorf("unknown effect %q", o.Effect)
	}
	switch {
	case o.Probability > 0:
		f.Sometimes(o.Method, o.Probability, e)
	default:
		f.OnChannel(o.Method, o.Channel, o.Nth, e)
	}
	return nil
}
