package console

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// who begins every request of the Slack half.
type who struct {
	User string `json:"user"`
}

func (w who) id() string { return w.User }

// act makes an endpoint of something a demo user does in Slack.
func act[In interface{ id() string }](c *Console, f func(r *http.Request, h slacksim.Human, in In) error) http.HandlerFunc {
	return handle(func(r *http.Request, in In) (any, error) {
		if !c.knows(in.id()) {
			return nil, refusal{http.StatusNotFound, "no such user: " + in.id()}
		}
		return nil, f(r, c.opt.Slack.Human(in.id()), in)
	})
}

// done is what a person did with an element: which one, and what they chose.
type done struct {
	Block  string  `json:"block"`
	Action string  `json:"action"`
	Value  *string `json:"value,omitempty"`  // of the button, where several share an action
	Choose any     `json:"choose,omitempty"` // of a menu or input; null clears it
}

func (d done) choices() []slacksim.Choice {
	out := []slacksim.Choice{slacksim.Choose(d.Choose)}
	if d.Block != "" {
		out = append(out, slacksim.InBlock(d.Block))
	}
	if d.Value != nil {
		out = append(out, slacksim.WithValue(*d.Value))
	}
	return out
}

type (
	typedLine struct {
		who
		Channel string `json:"channel"`
		Text    string `json:"text"`
		Thread  string `json:"thread,omitempty"`
	}
	clickedMessage struct {
		who
		done
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	}
	clickedView struct {
		who
		done
		View string `json:"view"`
	}
	submittedView struct {
		who
		View   string                    `json:"view"`
		Values map[string]map[string]any `json:"values"`
	}
	closedView struct {
		who
		View string `json:"view"`
	}
)

func (c *Console) routeSlack() {
	c.mux.HandleFunc("POST /api/slack/say", act(c, func(r *http.Request, h slacksim.Human, in typedLine) error {
		if in.Text == "" {
			return badRequest("nothing was written")
		}
		var thread []string
		if in.Thread != "" {
			thread = []string{in.Thread}
		}
		_, err := h.Say(r.Context(), in.Channel, in.Text, thread...)
		return err
	}))
	c.mux.HandleFunc("POST /api/slack/command", act(c, func(r *http.Request, h slacksim.Human, in typedLine) error {
		_, err := h.Command(r.Context(), in.Channel, in.Text)
		return err
	}))
	c.mux.HandleFunc("POST /api/slack/click", act(c, func(r *http.Request, h slacksim.Human, in clickedMessage) error {
		_, err := h.Click(r.Context(), in.Channel, in.TS, in.Action, in.choices()...)
		return err
	}))
	c.mux.HandleFunc("POST /api/slack/view/click", act(c, func(r *http.Request, h slacksim.Human, in clickedView) error {
		_, err := h.ClickView(r.Context(), in.View, in.Action, in.choices()...)
		return err
	}))
	c.mux.HandleFunc("POST /api/slack/view/submit", act(c, func(r *http.Request, h slacksim.Human, in submittedView) error {
		fields := map[string]any{}
		for block, values := range in.Values {
			fields[block] = values
		}
		_, err := h.Submit(r.Context(), in.View, fields)
		if errors.Is(err, slacksim.ErrOperationTimeout) || errors.Is(err, slacksim.ErrDispatchFailed) {
			return refusal{http.StatusBadGateway, "We had some trouble connecting. Try again?"} // Slack's words
		}
		return err // what is wrong with a field shows in the view's state
	}))
	c.mux.HandleFunc("POST /api/slack/view/close", act(c, func(r *http.Request, h slacksim.Human, in closedView) error {
		return h.Close(r.Context(), in.View)
	}))
	c.mux.HandleFunc("POST /api/slack/home", act(c, func(r *http.Request, h slacksim.Human, _ who) error {
		return h.OpenHome(r.Context())
	}))
}

// slackFile sends an uploaded file.
func (c *Console) slackFile(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id")
	for _, f := range c.opt.Slack.Files() {
		if f.ID != id || !f.Uploaded {
			continue
		}
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
		w.Header().Set("Content-Type", "application/octet-stream")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Content))
		return
	}
	http.Error(w, "no such file: "+id, http.StatusNotFound)
}
