package slacksim

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Why a delivery had no answer.
var (
	// ErrOperationTimeout: no acknowledgement within three seconds.
	ErrOperationTimeout = errors.New("operation_timeout")
	// ErrDispatchFailed: no connection, or the request URL failed.
	ErrDispatchFailed = errors.New("dispatch_failed")
)

// delivery is one payload on its way to the app.
type delivery struct {
	kind    string // slash_commands, interactive, events_api
	payload any
	accepts bool // accepts_response_payload
	attempt int  // retries so far
	reason  string
}

// deliver sends d and waits for the acknowledgement.
func (s *Sim) deliver(ctx context.Context, d delivery) (json.RawMessage, error) {
	if s.opt.RequestURL != "" {
		return s.deliverHTTP(ctx, d)
	}
	id, answer, ok := s.enqueue(d)
	if !ok {
		return nil, ErrDispatchFailed
	}
	return s.await(ctx, id, answer)
}

// enqueue hands d to one of the connections.
func (s *Sim) enqueue(d delivery) (id string, answer chan ack, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id = s.newEnvelopeID()
	envelope := object{
		"envelope_id": id, "type": d.kind, "accepts_response_payload": d.accepts, "payload": d.payload,
	}
	if d.kind == "events_api" {
		envelope["retry_attempt"], envelope["retry_reason"] = d.attempt, d.reason
	}
	list := slices.SortedFunc(maps.Keys(s.connections), func(a, b *connection) int { return cmp.Compare(a.serial, b.serial) })
	answer = make(chan ack, 1)
	for len(list) > 0 {
		i := s.rng.IntN(len(list))
		s.acks[id] = answer
		if list[i].send(frame{value: envelope}) {
			return id, answer, true
		}
		delete(s.acks, id)
		list = slices.Delete(list, i, i+1)
	}
	return "", nil, false
}

func (s *Sim) newEnvelopeID() string {
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", s.rng.Uint32(), s.rng.Uint32()&0xffff, s.rng.Uint32()&0xfff, s.rng.Uint32()&0xfff, s.rng.Uint64()&(1<<48-1))
}

func (s *Sim) await(ctx context.Context, id string, answer chan ack) (json.RawMessage, error) {
	t := time.NewTimer(ackWithin)
	defer t.Stop()
	defer func() {
		s.mu.Lock()
		delete(s.acks, id) // a late acknowledgement finds nobody
		s.mu.Unlock()
	}()
	select {
	case a := <-answer:
		return a.payload, nil
	case <-t.C:
		return nil, ErrOperationTimeout
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.done:
		return nil, ErrDispatchFailed
	}
}

// deliverHTTP posts d, signed, and reads the answer as the acknowledgement.
func (s *Sim) deliverHTTP(ctx context.Context, d delivery) (json.RawMessage, error) {
	payload, err := json.Marshal(d.payload)
	if err != nil {
		return nil, err
	}
	path, kind, body := "/slack/interactions", "application/x-www-form-urlencoded", []byte(url.Values{"payload": {string(payload)}}.Encode())
	switch d.kind {
	case "events_api", "url_verification":
		path, kind, body = "/slack/events", "application/json", payload
	case "slash_commands":
		form := url.Values{}
		for key, value := range d.payload.(object) {
			form.Set(key, fmt.Sprint(value))
		}
		path, body = "/slack/commands", []byte(form.Encode())
	}
	ctx, cancel := context.WithTimeout(ctx, ackWithin)
	defer cancel()
	stop := context.AfterFunc(s.closing(), cancel)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(s.opt.RequestURL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	s.sign(r.Header, body)
	if d.attempt > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		r.Header.Set("X-Slack-Retry-Reason", d.reason)
	}
	resp, err := s.opt.HTTPClient.Do(r)
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, ErrOperationTimeout
		}
		return nil, ErrDispatchFailed
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxBodyBytes))
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, ErrOperationTimeout
	case err != nil:
		return nil, ErrDispatchFailed
	case resp.StatusCode/100 != 2:
		return nil, &statusError{resp.StatusCode, resp.Header.Get("X-Slack-No-Retry") == "1"}
	}
	if d.kind == "events_api" || len(bytes.TrimSpace(answer)) == 0 {
		return nil, nil
	}
	if !json.Valid(answer) { // a command may be answered with bare text
		return json.Marshal(object{"text": string(answer)})
	}
	return answer, nil
}

// statusError is a request URL's refusal.
type statusError struct {
	status  int
	noRetry bool
}

func (e *statusError) Error() string { return fmt.Sprintf("http status %d", e.status) }
func (e *statusError) Unwrap() error { return ErrDispatchFailed }

// sign adds the headers of docs.slack.dev/authentication/verifying-requests-from-slack.
func (s *Sim) sign(h http.Header, body []byte) {
	at := strconv.FormatInt(s.opt.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.opt.SigningSecret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", at, body) // a hash never fails
	h.Set("X-Slack-Request-Timestamp", at)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

// closing is a context that ends with Close.
func (s *Sim) closing() context.Context { return closeContext{s} }

type closeContext struct{ s *Sim }

func (closeContext) Deadline() (time.Time, bool) { return time.Time{}, false }
func (c closeContext) Done() <-chan struct{}     { return c.s.done }
func (closeContext) Value(any) any               { return nil }

func (c closeContext) Err() error {
	select {
	case <-c.s.done:
		return context.Canceled
	default:
		return nil
	}
}
