package slackapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/store"
)

// Post is one message to be posted.
type Post struct {
	Destination    string   // Slack user or channel id
	Thread         string   // ts of the message that it is a reply to; empty: none
	DeliveryID     string   // goes into the metadata
	ReminderHashes []string // go into the metadata
	Payload        []byte   // {"text", "blocks"}
}

// SendError says what is known of a post that failed.
type SendError struct {
	Certain    bool          // it was not posted: never connected, a 429, or a refusal on the named list
	Code       string        // Slack's, or a word of ours
	RetryAfter time.Duration // of a 429
	Final      bool          // refused for good: trying again is of no use
	Err        error
}

func (e *SendError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("post: %s: %v", e.Code, e.Err)
	}
	return "post: " + e.Code
}

func (e *SendError) Unwrap() error { return e.Err }

// metadataType names our messages among those of other apps.
const metadataType = "relance_delivery"

// Sender posts deliveries: one attempt, one connection, HTTP/1.1, and a plain
// word on how sure it is. It is safe for concurrent use.
type Sender struct {
	api    *API
	client *http.Client
	traced bool // our own transport, which tells whether a connection was made
	pass   func(name string)

	mu  sync.Mutex
	dms map[string]string // user id to direct message channel
}

// NewSender makes a Sender for the workspace of api.
func NewSender(api *API) *Sender {
	s := &Sender{api: api, client: api.opt.HTTPClient, pass: func(string) {}, dms: map[string]string{}}
	if s.client == nil {
		s.client, s.traced = newPostClient(), true
	}
	return s
}

// The failpoints of a post, between those that the reminders have around it.
const (
	FailRequestWritten = "request_written" // it may or may not arrive
	FailReplyBegun     = "reply_begun"     // carried out, and nobody has read so
)

// OnFailpoint has pass called at the failpoints, for tests that kill the
// process there. Not to be called once the Sender is in use.
func (s *Sender) OnFailpoint(pass func(name string)) { s.pass = pass }

// Post posts one message. An error is a *SendError.
func (s *Sender) Post(ctx context.Context, p Post) (store.Message, error) {
	var payload map[string]json.RawMessage
	if err := json.Unmarshal(p.Payload, &payload); err != nil {
		return store.Message{}, &SendError{Certain: true, Final: true, Code: "payload", Err: err}
	}
	hashes := p.ReminderHashes
	if hashes == nil {
		hashes = []string{}
	}
	message := map[string]any{
		"channel": p.Destination, "text": payload["text"], "blocks": payload["blocks"], "unfurl_links": false, "unfurl_media": false,
		"metadata": map[string]any{
			"event_type":    metadataType,
			"event_payload": map[string]any{"delivery": p.DeliveryID, "reminders": hashes},
		},
	}
	if p.Thread != "" {
		message["thread_ts"] = p.Thread
	}
	body, err := json.Marshal(message)
	if err != nil {
		return store.Message{}, &SendError{Certain: true, Final: true, Code: "payload", Err: err}
	}
	return s.post(ctx, body)
}

func (s *Sender) post(ctx context.Context, body []byte) (store.Message, error) {
	if deadline, ok := ctx.Deadline(); ok {
		// The transport dials under a context of its own, without our deadline.
		ctx = context.WithValue(ctx, deadlineKey{}, deadline)
	}
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:              func(httptrace.GotConnInfo) { connected.Store(true) },
		WroteRequest:         func(httptrace.WroteRequestInfo) { s.pass(FailRequestWritten) },
		GotFirstResponseByte: func() { s.pass(FailReplyBegun) },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.api.opt.APIURL+"chat.postMessage", bytes.NewReader(body))
	if err != nil {
		return store.Message{}, &SendError{Certain: true, Code: "request", Err: err}
	}
	// Without GetBody nothing can write the body a second time.
	request.GetBody = nil
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("Authorization", "Bearer "+s.api.opt.BotToken)
	reply, err := s.client.Do(request)
	if err != nil {
		certain := s.traced && !connected.Load() || isDialError(err)
		return store.Message{}, &SendError{Certain: certain, Code: "connection", Err: redacted(err)}
	}
	defer func() { _ = reply.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(reply.Body, maxReply))
	if reply.StatusCode == http.StatusTooManyRequests {
		return store.Message{}, &SendError{Certain: true, Code: "ratelimited", RetryAfter: retryAfter(reply.Header)}
	}
	if err != nil {
		return store.Message{}, &SendError{Code: "reply", Err: err}
	}
	return readPosted(reply.StatusCode, answer)
}

// isDialError tells that the connection was never made.
func isDialError(err error) bool {
	if e, ok := errors.AsType[*net.OpError](err); ok && e.Op == "dial" {
		return true
	}
	_, ok := errors.AsType[*net.DNSError](err)
	return ok
}

// defaultRetryAfter is for a 429 that doesn't say: chat.postMessage allows
// about one message a second.
const defaultRetryAfter = 5 * time.Second

func retryAfter(h http.Header) time.Duration {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n <= 0 {
		return defaultRetryAfter
	}
	return time.Duration(min(n, 3600)) * time.Second
}

// readPosted reads the reply of chat.postMessage.
func readPosted(status int, answer []byte) (store.Message, error) {
	if status != http.StatusOK {
		return store.Message{}, &SendError{Code: "http_" + strconv.Itoa(status)}
	}
	var r struct {
		OK      bool   `json:"ok"`
		Error   string `json:"error"`
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	}
	if err := json.Unmarshal(answer, &r); err != nil {
		return store.Message{}, &SendError{Code: "reply", Err: err}
	}
	switch {
	case r.OK && r.TS != "" && r.Channel != "":
		return store.Message{Channel: r.Channel, TS: r.TS}, nil
	case r.OK:
		return store.Message{}, &SendError{Code: "reply", Err: errors.New("ok without channel and ts")}
	}
	final, refused := refusals[r.Error]
	return store.Message{}, &SendError{Certain: refused, Final: final, Code: r.Error}
}

// Update replaces a message; doing so twice is harmless.
func (s *Sender) Update(ctx context.Context, m store.Message, payload []byte) error {
	var content map[string]json.RawMessage
	if err := json.Unmarshal(payload, &content); err != nil {
		return fmt.Errorf("chat.update: payload: %w", err)
	}
	body, err := json.Marshal(map[string]any{"channel": m.Channel, "ts": m.TS, "text": content["text"], "blocks": content["blocks"]})
	if err != nil {
		return fmt.Errorf("chat.update: payload: %w", err)
	}
	return s.call(ctx, "chat.update", body)
}

// Delete removes a message; one that isn't there is no error.
func (s *Sender) Delete(ctx context.Context, m store.Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("chat.delete: %w", err)
	}
	err = s.call(ctx, "chat.delete", body)
	if e, ok := errors.AsType[codeError](err); ok && e == "message_not_found" {
		return nil
	}
	return err
}

// call makes a call that may be repeated by whoever made it.
func (s *Sender) call(ctx context.Context, method string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.api.opt.APIURL+method, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("Authorization", "Bearer "+s.api.opt.BotToken)
	reply, err := s.api.client.Do(request)
	if err != nil {
		return fmt.Errorf("%s: %w", method, redacted(err))
	}
	defer func() { _ = reply.Body.Close() }()
	var r struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	if err := json.NewDecoder(io.LimitReader(reply.Body, maxReply)).Decode(&r); err != nil || reply.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: http %d: %w", method, reply.StatusCode, errors.Join(err, codeError(r.Error)))
	}
	if !r.OK {
		return fmt.Errorf("%s: %w", method, codeError(r.Error))
	}
	return nil
}

// ErrHistoryRefused means that a destination's history may not be read.
var ErrHistoryRefused = errors.New("history may not be read")

// Bounds of a probe, and how far Slack's clock may be off from ours.
const (
	historyPage     = 200
	maxHistoryPages = 50
	clockSlack      = 15 * time.Minute
)

// historyRefusals are the codes by which Slack says that it won't show it.
var historyRefusals = map[string]bool{
	"missing_scope": true, "not_in_channel": true, "channel_not_found": true, "no_permission": true, "access_denied": true, "not_allowed_token_type": true,
}

// Find lists the top-level messages at a destination since a time that carry a
// delivery's id, oldest first. Too long a history is an error: not to have
// looked at all of it is not to have found nothing.
func (s *Sender) Find(ctx context.Context, destination, deliveryID string, since time.Time) ([]store.Message, error) {
	channel, err := s.conversation(ctx, destination)
	if err != nil {
		return nil, refusedHistory("conversations.open", err)
	}
	p := &slack.GetConversationHistoryParameters{
		ChannelID: channel, Limit: historyPage, IncludeAllMetadata: true, Inclusive: true,
		Oldest: strconv.FormatInt(since.Add(-clockSlack).Unix(), 10) + ".000000",
	}
	var found []store.Message
	for range maxHistoryPages {
		page, err := s.history(ctx, p)
		if err != nil {
			return nil, refusedHistory("conversations.history", err)
		}
		for _, m := range page.Messages {
			if m.Metadata.EventType == metadataType && m.Metadata.EventPayload["delivery"] == deliveryID && (m.ThreadTimestamp == "" || m.ThreadTimestamp == m.Timestamp) {
				found = append([]store.Message{{Channel: channel, TS: m.Timestamp}}, found...) // newest come first
			}
		}
		if !page.HasMore || page.ResponseMetaData.NextCursor == "" {
			return found, nil
		}
		p.Cursor = page.ResponseMetaData.NextCursor
	}
	return nil, fmt.Errorf("conversations.history: more than %d messages since then", historyPage*maxHistoryPages)
}

func (s *Sender) history(ctx context.Context, p *slack.GetConversationHistoryParameters) (*slack.GetConversationHistoryResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return s.api.again.GetConversationHistoryContext(ctx, p)
}

// conversation is the channel of a destination: a user's is their direct
// message with the bot.
func (s *Sender) conversation(ctx context.Context, destination string) (string, error) {
	if destination == "" || destination[0] != 'U' && destination[0] != 'W' {
		return destination, nil
	}
	s.mu.Lock()
	channel, ok := s.dms[destination]
	s.mu.Unlock()
	if ok {
		return channel, nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	c, _, _, err := s.api.again.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{destination}})
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dms[destination] = c.ID
	return c.ID, nil
}

func refusedHistory(method string, err error) error {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && historyRefusals[e.Err] {
		return fmt.Errorf("%s: %w: %w", method, ErrHistoryRefused, err)
	}
	return fmt.Errorf("%s: %w", method, err)
}
