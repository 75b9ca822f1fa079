package app

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/time/rate"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/sheets"
)

// Limits of the hooks. A trigger's message has some 200 bytes; a team that
// types and pastes makes a few edits a second, and a script that goes round in
// circles makes more.
const (
	maxHookBody    = 1 << 20
	hooksPerSecond = 10
	hookBurst      = 60
	hookBodyWithin = 5 * time.Second
	maxEditor      = 254 // the longest e-mail address (RFC 5321)
)

// secretHeader carries the secret of the trigger.
const secretHeader = "X-Relance-Secret"

// sheetHook takes what an Apps Script trigger tells of an edit, and wakes the
// sync of that book. What it tells is a hint: the cycle reads the sheet itself.
type sheetHook struct {
	secret  [sha256.Size]byte
	books   []*book
	members bot.Directory // may be nil
	now     func() time.Time
	log     *slog.Logger
	taken   *rate.Limiter
	refused *rate.Limiter // of who has no secret: they never use up the others' share
}

func newSheetHook(secret string, books []*book, members bot.Directory, now func() time.Time, log *slog.Logger) *sheetHook {
	return &sheetHook{
		secret: sha256.Sum256([]byte(secret)), books: books, members: members, now: now, log: log,
		taken: rate.NewLimiter(hooksPerSecond, hookBurst), refused: rate.NewLimiter(1, hookBurst),
	}
}

// hookMessage is what the trigger sends.
type hookMessage struct {
	Spreadsheet string `json:"spreadsheet"`
	Event       string `json:"event"`  // edit, change or test
	Change      string `json:"change"` // of a change: the trigger's changeType
	Tab         string `json:"tab"`
	Range       string `json:"range"`  // A1
	Editor      string `json:"editor"` // an e-mail address, where Google tells it
}

func (h *sheetHook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !h.authentic(r) {
		if !h.refused.AllowN(h.now(), 1) {
			tooMany(w)
			return
		}
		h.log.WarnContext(r.Context(), "hook_refused", "path", r.URL.Path)
		hookAnswer(w, http.StatusUnauthorized, "the header "+secretHeader+" is missing or wrong: run the script's setup again")
		return
	}
	if !h.taken.AllowN(h.now(), 1) {
		tooMany(w)
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		hookAnswer(w, http.StatusUnsupportedMediaType, "the body must be application/json")
		return
	}
	m, status, problem := readHook(w, r)
	if problem != "" {
		hookAnswer(w, status, problem)
		return
	}
	for _, b := range h.books {
		if b.config.Spreadsheet == m.Spreadsheet {
			h.tell(r.Context(), b, m)
			hookAnswer(w, http.StatusAccepted, "")
			return
		}
	}
	hookAnswer(w, http.StatusNotFound, "no book of this service is of that spreadsheet")
}

// authentic compares in constant time, of equal lengths. A header given twice
// is nobody's.
func (h *sheetHook) authentic(r *http.Request) bool {
	given := r.Header.Values(secretHeader)
	if len(given) != 1 {
		return false
	}
	sum := sha256.Sum256([]byte(given[0]))
	return subtle.ConstantTimeCompare(sum[:], h.secret[:]) == 1
}

func readHook(w http.ResponseWriter, r *http.Request) (m hookMessage, status int, problem string) {
	// Not every ResponseWriter can; a server's own timeouts hold then.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(hookBodyWithin)) // of the kernel's clock
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxHookBody))
	err := body.Decode(&m)
	if err == nil {
		if _, err = body.Token(); errors.Is(err, io.EOF) {
			err = nil
		} else {
			err = errors.New("more than one value")
		}
	}
	switch _, tooLarge := errors.AsType[*http.MaxBytesError](err); {
	case tooLarge:
		return m, http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB"
	case err != nil:
		return m, http.StatusBadRequest, "the body is no JSON object as the script sends it"
	case m.Spreadsheet == "":
		return m, http.StatusBadRequest, "spreadsheet is missing"
	case m.Event != "edit" && m.Event != "change" && m.Event != "test":
		return m, http.StatusBadRequest, "event must be edit, change or test"
	}
	return m, 0, ""
}

// tell wakes the sync. A formatting changes no value; a test is only answered.
func (h *sheetHook) tell(ctx context.Context, b *book, m hookMessage) {
	switch {
	case m.Event == "test", m.Event == "change" && m.Change == "FORMAT":
	case m.Event == "change" && m.Change == "EDIT": // the edit itself is told too
		b.sheetMoved()
	case m.Event == "change":
		b.sheetMoved(sheets.Edit{Tab: m.Tab, At: h.now(), Structure: true})
	default:
		e := sheets.Edit{Tab: m.Tab, At: h.now(), By: h.actor(ctx, m.Editor)}
		e.Row, e.Col, e.Rows, e.Cols = readRange(m.Range)
		b.sheetMoved(e)
	}
}

// actor is who an editor is: their Slack id where they have one, their address
// where they haven't, nobody where Google didn't say.
func (h *sheetHook) actor(ctx context.Context, editor string) string {
	editor = strings.TrimSpace(editor)
	if len(editor) > maxEditor || !strings.Contains(editor, "@") || strings.ContainsFunc(editor, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
		return ""
	}
	if h.members != nil {
		ctx, cancel := context.WithTimeout(ctx, nameTimeout)
		defer cancel()
		if u, ok, err := h.members.ByEmail(ctx, editor); err == nil && ok {
			return u.ID
		}
	}
	return strings.ToLower(editor)
}

var cellRange = regexp.MustCompile(`^\$?([A-Z]{1,3})\$?([1-9][0-9]{0,7})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,7}))?$`)

// readRange reads A1 notation of a cell or a block; anything else is the whole
// tab, with no rows.
func readRange(text string) (row, col, rows, cols int) {
	m := cellRange.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return 0, 0, 0, 0
	}
	row, col = lineOf(m[2]), columnOf(m[1])
	last, right := row, col
	if m[3] != "" {
		last, right = lineOf(m[4]), columnOf(m[3])
	}
	return min(row, last), min(col, right), max(row, last) - min(row, last) + 1, max(col, right) - min(col, right) + 1
}

func lineOf(digits string) int {
	n, _ := strconv.Atoi(digits) // at most eight digits
	return n - 1
}

func columnOf(letters string) int {
	n := 0
	for _, r := range letters {
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

// hookAnswer says how it went, for the script's log.
func hookAnswer(w http.ResponseWriter, status int, problem string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct {
		OK    bool   `json:"ok"`
		Error string `json:"error,omitempty"`
	}{problem == "", problem})
}

func tooMany(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "2")
	hookAnswer(w, http.StatusTooManyRequests, "too many requests: come back in 2 seconds")
}
