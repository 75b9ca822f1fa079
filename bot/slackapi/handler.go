package slackapi

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"time"
)

// maxBody bounds a request's body (facts of our own: Slack's are some 100 kB).
const maxBody = 1 << 20

// bodyTimeout cuts off who sends slowly.
const bodyTimeout = 5 * time.Second

// Handler takes Slack's signed requests under /slack/commands,
// /slack/interactions and /slack/events.
type Handler struct {
	receiver *Receiver
	verifier *verifier
	log      *slog.Logger
	mux      *http.ServeMux
}

// NewHandler makes a Handler. Two secrets may hold while one is replaced.
func NewHandler(r *Receiver, o Options, secrets ...string) (*Handler, error) {
	h := &Handler{receiver: r, verifier: newVerifier(secrets, o.Now), log: o.Log, mux: http.NewServeMux()}
	if len(h.verifier.secrets) == 0 {
		return nil, errors.New("http needs slack's signing secret")
	}
	h.mux.HandleFunc("POST /slack/commands", h.verified(h.command))
	h.mux.HandleFunc("POST /slack/interactions", h.verified(h.interaction))
	h.mux.HandleFunc("POST /slack/events", h.verified(h.event))
	return h, nil
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// verified reads the raw body and lets through what Slack signed.
func (h *Handler) verified(next func(w http.ResponseWriter, body []byte, contentType string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Not every ResponseWriter can; a server's own timeouts hold then.
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTimeout)) //nolint:forbidigo // a deadline of the kernel's clock, not of the book's
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			status := http.StatusBadRequest
			if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
				status = http.StatusRequestEntityTooLarge
			}
			http.Error(w, http.StatusText(status), status)
			return
		}
		if err := h.verifier.verify(r.Header, body); err != nil {
			h.log.WarnContext(r.Context(), "slack request refused", slog.String("path", r.URL.Path), slog.Any("reason", err))
			http.Error(w, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
			return
		}
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // an unknown kind is refused by whoever needs one
		next(w, body, kind)
	}
}

// form reads a form body. A key given twice is refused: who signed it and who
// reads it must not see two things.
func form(w http.ResponseWriter, body []byte, kind string) (url.Values, bool) {
	values, err := url.ParseQuery(string(body))
	ok := err == nil && kind == "application/x-www-form-urlencoded"
	for _, list := range values {
		ok = ok && len(list) == 1
	}
	if !ok {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
	}
	return values, ok
}

func (h *Handler) command(w http.ResponseWriter, body []byte, kind string) {
	values, ok := form(w, body, kind)
	if !ok {
		return
	}
	if values.Get("ssl_check") == "1" {
		return // Slack tries the certificate
	}
	if !h.receiver.command(readCommand(values)) {
		busy(w)
	}
}

func (h *Handler) interaction(w http.ResponseWriter, body []byte, kind string) {
	values, ok := form(w, body, kind)
	if !ok {
		return
	}
	answer := make(chan any, 1)
	if !h.receiver.interaction([]byte(values.Get("payload")), func(payload any) { answer <- payload }) {
		busy(w)
		return
	}
	var payload any
	select {
	case payload = <-answer:
	case <-h.receiver.ctx.Done():
		busy(w)
		return
	}
	if payload == nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(payload); err != nil {
		h.log.Warn("acknowledgement was not written", slog.Any("error", err))
	}
}

func (h *Handler) event(w http.ResponseWriter, body []byte, _ string) {
	var check struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if err := json.Unmarshal(body, &check); err != nil {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	if check.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, check.Challenge) // the other side gave up: nothing to do
		return
	}
	if !h.receiver.event(body) {
		busy(w)
	}
}

// busy lets Slack try again.
func busy(w http.ResponseWriter) {
	http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
}
