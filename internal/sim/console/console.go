package console

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/relance-bot/relance/internal/sim/mailsim"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// Options join the console to the simulators. Slack, Sheets, SpreadsheetID and
// Now are required.
type Options struct {
	Slack         *slacksim.Sim
	Sheets        *sheetsim.Sim
	SpreadsheetID string
	Mail          *mailsim.Sim // without it the page has no mail

	// Now is the simulated clock; its location is the one the page shows.
	Now func() time.Time
	// Advance moves the clock forward by whole days and lets everything due
	// happen. It calls progress as each day (from 1) begins, with a line for the
	// person who watches. Without it the page has no buttons for time.
	Advance func(ctx context.Context, days int, progress func(day int, text string)) error

	Lang  string   // of the page: "fr" or "en"
	Users []User   // whom a visitor can be, the first one at the start
	Tips  []string // what to try first, in Lang; `code` and *bold* as in Slack
}

// User is someone a visitor can be.
type User struct {
	ID    string `json:"id"`    // in the simulated Slack
	Name  string `json:"name"`  // as people call them
	Title string `json:"title"` // what they do: "salesperson"
}

// Console is the page and its interface. It is safe for concurrent use.
type Console struct {
	opt    Options
	mux    *http.ServeMux
	guard  *http.CrossOriginProtection
	mirror *mirror
	clock  clock

	stop    context.CancelFunc
	stopped context.Context //nolint:containedctx // the console's own lifetime, which outlives requests
	wg      sync.WaitGroup
}

// New returns the page's handler. It starts nothing; Close ends what requests
// have started.
func New(o Options) *Console {
	if o.Slack == nil || o.Sheets == nil || o.Now == nil {
		panic("console: Options.Slack, Sheets and Now are required")
	}
	if o.Lang != "fr" {
		o.Lang = "en"
	}
	c := &Console{opt: o, mux: http.NewServeMux(), guard: http.NewCrossOriginProtection(), mirror: newMirror(o.Sheets, o.SpreadsheetID)}
	c.stopped, c.stop = context.WithCancel(context.Background())
	c.mux.HandleFunc("GET /{$}", c.page)
	c.mux.Handle("GET /static/", staticFiles())
	c.mux.HandleFunc("GET /events", c.events)
	c.mux.HandleFunc("GET /api/boot", c.boot)
	c.mux.HandleFunc("GET /api/sheet", c.sheetRows)
	c.mux.HandleFunc("GET /api/slack/file", c.slackFile)
	c.mux.HandleFunc("POST /api/clock/advance", c.advance)
	if o.Mail != nil {
		c.mux.Handle("GET /api/mail/", http.StripPrefix("/api/mail", o.Mail.Box()))
	}
	c.routeSlack()
	c.routeSheet()
	return c
}

// ServeHTTP serves the page, its streams and its interface.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// What the page loads comes from here; nothing can frame it or run in it.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
	c.guard.Handler(c.mux).ServeHTTP(w, r)
}

// Close ends the streams, stops a move of the clock under way and waits for it.
func (c *Console) Close() {
	c.stop()
	c.wg.Wait()
}
