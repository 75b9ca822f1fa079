package slackapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// Socket Mode's pace.
const (
	// connectEvery is the least time between two apps.connections.open: a
	// workspace that answers each with an immediate disconnect was seen to be
	// called 9,038 times in three seconds.
	connectEvery = 2 * time.Second
	// retryFirst and retryLast bound the wait after Slack refused us for good
	// (a revoked token): someone may put it right while we run.
	retryFirst = 10 * time.Second
	retryLast  = 5 * time.Minute
	// connections held at once. One alone leaves a gap while it is refreshed;
	// Slack gives each payload to any one of them.
	connections = 2
	// maxAck is Slack's limit: larger acknowledgements are dropped silently.
	maxAck = 20_000
	// maxFrame bounds an incoming frame; a modal's state is the largest.
	maxFrame = 4 << 20
)

// Socket receives over Socket Mode.
type Socket struct {
	api      *API
	receiver *Receiver
	log      *slog.Logger

	mu        sync.Mutex
	connected int
	changed   chan struct{} // closed and replaced when connected changes
	last      time.Time     // of an apps.connections.open
}

// NewSocket makes a Socket; Run connects it.
func NewSocket(api *API, r *Receiver) *Socket {
	return &Socket{api: api, receiver: r, log: api.opt.Log, changed: make(chan struct{})}
}

// Run keeps the connections until ctx ends, and returns when they are closed.
func (s *Socket) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for i := range connections {
		wg.Go(func() { s.supervise(ctx, i) })
	}
	wg.Wait()
}

// Connected tells whether Slack can reach us.
func (s *Socket) Connected() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.connected > 0 }

// WaitConnected returns when it can.
func (s *Socket) WaitConnected(ctx context.Context) error {
	for {
		s.mu.Lock()
		n, changed := s.connected, s.changed
		s.mu.Unlock()
		if n > 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// supervise starts a client again whenever it gives up.
func (s *Socket) supervise(ctx context.Context, serial int) {
	wait := retryFirst
	for ctx.Err() == nil {
		started := s.api.opt.Now()
		err := s.connect(ctx, serial)
		if ctx.Err() != nil {
			return
		}
		s.log.ErrorContext(ctx, "socket mode gave up, will try again", slog.Int("connection", serial), slog.Any("error", redacted(err)), slog.Duration("wait", wait))
		if s.api.opt.Now().Sub(started) > retryLast {
			wait = retryFirst // it had worked
		}
		if !sleep(ctx, wait) {
			return
		}
		wait = min(2*wait, retryLast)
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// connect runs one client and takes all it receives, until it gives up.
func (s *Socket) connect(ctx context.Context, serial int) error {
	api := slack.New(
		s.api.opt.BotToken, slack.OptionAPIURL(s.api.opt.APIURL), slack.OptionAppLevelToken(s.api.opt.AppToken),
		slack.OptionHTTPClient(paced{s}),
	)
	options := []socketmode.Option{socketmode.OptionReadLimit(maxFrame)}
	if s.api.opt.Dialer != nil {
		options = append(options, socketmode.OptionDialer(s.api.opt.Dialer))
	}
	client := socketmode.New(api, options...)
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	up := false
	defer func() { s.note(&up, false) }()
	// An undrained channel wedges the client, so nothing here waits for work.
	for {
		select {
		case err := <-ended:
			return err
		case e := <-client.Events:
			s.take(ctx, client, e, &up, serial)
		}
	}
}

func (s *Socket) take(ctx context.Context, client *socketmode.Client, e socketmode.Event, up *bool, serial int) {
	switch e.Type {
	case socketmode.EventTypeHello: // Slack's word that payloads may come
		s.note(up, true)
		s.log.InfoContext(ctx, "socket mode connected", slog.Int("connection", serial))
	case socketmode.EventTypeConnecting:
		s.note(up, false)
	case socketmode.EventTypeConnectionError:
		if failure, ok := e.Data.(*slack.ConnectionErrorEvent); ok {
			s.log.WarnContext(ctx, "socket mode can't connect", slog.Int("connection", serial), slog.Any("error", redacted(failure.ErrorObj)))
		}
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		if e.Request != nil {
			s.envelope(ctx, client, string(e.Type), e.Request.EnvelopeID, e.Request.Payload)
		}
	case socketmode.EventTypeErrorBadMessage:
		// An event that the library has no type for: it must be acknowledged
		// all the same, or Slack repeats it.
		bad, ok := e.Data.(*socketmode.ErrorBadMessage)
		var envelope struct {
			Type       string          `json:"type"`
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if ok && json.Unmarshal(bad.Message, &envelope) == nil && envelope.EnvelopeID != "" {
			s.envelope(ctx, client, envelope.Type, envelope.EnvelopeID, envelope.Payload)
		}
	}
}

// envelope hands a payload on. Without room it stays unacknowledged: a person
// is told so by Slack, an event comes again.
func (s *Socket) envelope(ctx context.Context, client *socketmode.Client, kind, id string, payload []byte) {
	ack := func(answer any) { s.ack(ctx, client, id, answer) }
	switch kind {
	case socketmode.RequestTypeSlashCommands:
		c, err := readSocketCommand(payload)
		if err != nil {
			s.log.WarnContext(ctx, "command can't be read", slog.Any("error", err))
		}
		if err != nil || s.receiver.command(c) {
			ack(nil)
		}
	case socketmode.RequestTypeInteractive:
		s.receiver.interaction(payload, ack)
	case socketmode.RequestTypeEventsAPI:
		if s.receiver.event(payload) {
			ack(nil)
		}
	default:
		ack(nil)
	}
}

func (s *Socket) ack(ctx context.Context, client *socketmode.Client, id string, answer any) {
	if raw, err := json.Marshal(answer); err != nil || len(raw) > maxAck-200 { // room for the envelope's own fields
		s.log.ErrorContext(ctx, "acknowledgement is too large and was left out", slog.Int("bytes", len(raw)))
		answer = nil
	}
	if err := client.AckCtx(ctx, id, answer); err != nil && !errors.Is(err, context.Canceled) {
		s.log.WarnContext(ctx, "acknowledgement was not sent", slog.Any("error", err))
	}
}

// note counts a connection that came up or went.
func (s *Socket) note(up *bool, now bool) {
	if *up == now {
		return
	}
	*up = now
	s.mu.Lock()
	defer s.mu.Unlock()
	if now {
		s.connected++
	} else {
		s.connected--
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// paced is the socket clients' http client: it keeps connectEvery between two
// calls of apps.connections.open, whichever client makes them.
type paced struct{ s *Socket }

func (p paced) Do(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/apps.connections.open") {
		if !sleep(r.Context(), p.s.turn()) {
			return nil, r.Context().Err()
		}
	}
	return p.s.api.client.Do(r)
}

// turn books the next time a connection may be opened and tells how long it
// is until then.
func (s *Socket) turn() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.api.opt.Now()
	next := now
	if earliest := s.last.Add(connectEvery); !s.last.IsZero() && earliest.After(now) {
		next = earliest
	}
	if limit := now.Add(connections * connectEvery); next.After(limit) {
		next = limit // the clock was set back
	}
	s.last = next
	return next.Sub(now)
}
