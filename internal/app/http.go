package app

import (
	"encoding/json"
	"net/http"
	"time"
)

// health is what /healthz says of a book.
type health struct {
	LastSync time.Time `json:"last_sync,omitzero"`
	Held     bool      `json:"held,omitempty"`
	Leader   bool      `json:"leader"`
}

// Handler serves /healthz, /metrics, the hooks that are configured, and Slack's requests in mode http.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.healthz)
	mux.HandleFunc("GET /metrics", a.metrics)
	if secret := a.o.Config.HTTP.SheetHookSecret; secret != "" {
		mux.Handle("POST /hooks/sheet", newSheetHook(secret, a.books, a.members, a.o.Now, a.o.Log))
	}
	if a.o.Config.HTTP.PublicURL != "" {
		mux.Handle("POST "+driveHookPath, newDriveHook(a.hashKey(), a.books, a.o.Now, a.o.Log))
	}
	if a.requests != nil {
		mux.Handle("/slack/", a.requests)
	}
	return mux
}

// healthz says whether Slack can reach us and how fresh each book is. It names
// no customer and no amount, so it may be read by a probe without credentials.
func (a *App) healthz(w http.ResponseWriter, _ *http.Request) {
	state := struct {
		Slack bool              `json:"slack"`
		Books map[string]health `json:"books"`
	}{Slack: a.socket == nil || a.socket.Connected(), Books: map[string]health{}}
	for _, b := range a.books {
		at, report := b.syncer.LastSync()
		state.Books[b.config.Name] = health{LastSync: at, Held: report.Held != "", Leader: b.lease.held.Load()}
	}
	w.Header().Set("Content-Type", "application/json")
	if !state.Slack {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(state)
}
