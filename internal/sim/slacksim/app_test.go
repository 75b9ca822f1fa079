package slacksim

import (
	"context"
	"errors"
	"io"
	"log"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// app is a small Slack app on slack-go, connected by Socket Mode over a pipe.
type app struct {
	api    *slack.Client
	client *socketmode.Client
	stop   func()

	mu      sync.Mutex
	events  []socketmode.Event
	handle  func(*app, socketmode.Event)
	arrived chan struct{}
}

func clientOf(s *Sim, options ...slack.Option) *slack.Client {
	return slack.New(s.opt.BotToken, append([]slack.Option{
		slack.OptionAppLevelToken(s.opt.AppToken), slack.OptionHTTPClient(s.Client()), slack.OptionAPIURL(s.APIURL()),
	}, options...)...)
}

// connect starts an app and waits until its socket says hello.
func connect(t *testing.T, s *Sim, handle func(*app, socketmode.Event)) *app {
	t.Helper()
	a := &app{api: clientOf(s), handle: handle, arrived: make(chan struct{}, 1000)}
	a.client = socketmode.New(a.api, socketmode.OptionDialer(s.Dialer()), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	hello := make(chan struct{}, 1)
	wg.Go(func() { _ = a.client.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case e := <-a.client.Events:
				switch e.Type {
				case socketmode.EventTypeHello:
					select {
					case hello <- struct{}{}:
					default:
					}
				case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
					a.mu.Lock()
					a.events = append(a.events, e)
					a.mu.Unlock()
					if a.handle != nil {
						a.handle(a, e)
					} else if err := a.client.Ack(*e.Request); err != nil {
						t.Errorf("ack: %v", err)
					}
					a.arrived <- struct{}{}
				}
			}
		}
	})
	a.stop = func() { cancel(); s.CutConnections(); wg.Wait() }
	select {
	case <-hello:
	case <-time.After(5 * time.Second):
		t.Fatal("no hello")
	}
	return a
}

func (a *app) last() socketmode.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.events[len(a.events)-1]
}

func (a *app) next(t *testing.T) socketmode.Event {
	t.Helper()
	select {
	case <-a.arrived:
	case <-time.After(10 * time.Minute):
		t.Fatal("nothing arrived")
	}
	return a.last()
}

// office is a workspace with two people and a channel that has them and the bot.
type office struct {
	*Sim
	ann, bob, sales string
}

func newOffice(o Options) office {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := New(o)
	f := office{Sim: s}
	f.ann = s.AddUser(User{ID: "UANN", Name: "ann", RealName: "Ann Lee", Email: "ann@example.com", TZ: "Europe/Paris", Locale: "fr-FR"})
	f.bob = s.AddUser(User{ID: "UBOB", Name: "bob", RealName: "Bob Ray", Email: "bob@example.com"})
	f.sales = s.AddChannel(Channel{ID: "CSALES", Name: "sales", Members: []string{f.ann, f.bob, s.opt.BotUserID}})
	return f
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var e slack.SlackErrorResponse
	switch {
	case code == "" && err != nil:
		t.Errorf("error %v, want none", err)
	case code != "" && (!errors.As(err, &e) || e.Err != code) && (err == nil || err.Error() != code):
		t.Errorf("error %v, want %s", err, code)
	}
}
