package app

import (
	"crypto/subtle"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// driveHook takes Drive's messages about a file, and wakes the sync of its
// book. They carry no body; everything stands in the headers.
type driveHook struct {
	key     []byte
	books   []*book
	now     func() time.Time
	log     *slog.Logger
	taken   *rate.Limiter
	refused *rate.Limiter
}

func newDriveHook(key []byte, books []*book, now func() time.Time, log *slog.Logger) *driveHook {
	return &driveHook{key: key, books: books, now: now, log: log, taken: rate.NewLimiter(hooksPerSecond, hookBurst), refused: rate.NewLimiter(1, hookBurst)}
}

func (h *driveHook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b := h.bookOf(r)
	if b == nil {
		if !h.refused.AllowN(h.now(), 1) {
			tooMany(w)
			return
		}
		h.log.WarnContext(r.Context(), "hook_refused", "path", r.URL.Path)
		hookAnswer(w, http.StatusUnauthorized, "no channel of ours")
		return
	}
	if !h.taken.AllowN(h.now(), 1) {
		tooMany(w)
		return
	}
	switch single(r, "X-Goog-Resource-State") {
	case "sync": // the channel works; nothing moved yet
	case "add", "update", "change", "remove", "trash", "untrash":
		b.sheetMoved()
	default:
		hookAnswer(w, http.StatusBadRequest, "no such resource state")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// bookOf is the book whose token for that channel the message bears.
func (h *driveHook) bookOf(r *http.Request) *book {
	channel, token := single(r, "X-Goog-Channel-Id"), single(r, "X-Goog-Channel-Token")
	if channel == "" || token == "" {
		return nil
	}
	name, _, _ := strings.Cut(token, ":")
	for _, b := range h.books {
		if b.config.Name == name && subtle.ConstantTimeCompare([]byte(token), []byte(watchToken(h.key, name, channel))) == 1 {
			return b
		}
	}
	return nil
}

// single is a header's value; one given twice is none.
func single(r *http.Request, name string) string {
	if list := r.Header.Values(name); len(list) == 1 {
		return list[0]
	}
	return ""
}
