package sheetsim

import (
	"net/http"
	"sync"
	"time"
)

// FaultKind is one way in which the service, or the way to it, fails.
type FaultKind int

// The faults. Those that come before applying change nothing.
const (
	// LoseReplyAfterApply applies the request and cuts the connection.
	LoseReplyAfterApply FaultKind = iota + 1
	// ErrorAfterApply applies the request and answers Fault.Status (default 503).
	ErrorAfterApply
	// Delay waits Fault.After before the request is applied.
	Delay
	// LateCommit applies the request Fault.After later, at most
	// serviceLimit, while the client waits until it gives up: by its own
	// deadline, or with a 503 after Fault.GiveUp when that is set.
	LateCommit
	// RateLimit429 refuses, exactly as recorded: no Retry-After, not applied.
	RateLimit429
	// Status5xx refuses with Fault.Status (default 503), not applied.
	Status5xx
	// TruncateReply applies the request and sends half of the reply's bytes.
	TruncateReply
	// StaleRead answers a read from Fault.Versions (default 1) versions ago.
	StaleRead
	// DropBeforeApply cuts the connection before the request is applied.
	DropBeforeApply
)

// serviceLimit is how long the service works on one request at most, from
// Google's usage limits page.
const serviceLimit = 180 * time.Second

// Fault matches calls and says what happens to them.
type Fault struct {
	Kind   FaultKind
	Method string // "spreadsheets.batchUpdate"; "" matches any
	// When restricts the match further; body is the request's.
	When func(method string, body []byte) bool
	Nth  int // strike from the nth matching call on; 0 and 1 are the next
	// Times is how many calls are struck; 0 means 1, negative no end.
	Times    int
	Status   int
	After    time.Duration
	GiveUp   time.Duration
	Versions int

	seen, struck int
}

// Faults is the queue of faults of one simulator.
type Faults struct {
	mu    sync.Mutex
	queue []*Fault
	quota bool
}

// Add queues faults. Each matches on its own; the first that strikes a call
// wins.
func (f *Faults) Add(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		f.queue = append(f.queue, &fault)
	}
}

// Clear removes all faults, struck or not.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.queue = nil
}

// Pending counts the faults that have not struck for the last time.
func (f *Faults) Pending() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, fault := range f.queue {
		if fault.Times >= 0 && fault.struck < max(1, fault.Times) {
			n++
		}
	}
	return n
}

// SetQuota switches the real quotas: 60 reads and 60 writes a minute and user.
func (f *Faults) SetQuota(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.quota = on
}

func (f *Faults) quotaOn() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.quota
}

// strike returns the fault for this call, or nil.
func (f *Faults) strike(c *call) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var hit *Fault
	for _, fault := range f.queue {
		if fault.Method != "" && fault.Method != c.method {
			continue
		}
		if fault.Kind == StaleRead && c.write {
			continue
		}
		if fault.When != nil && !fault.When(c.method, c.body) {
			continue
		}
		fault.seen++
		if fault.seen < fault.Nth || (fault.Times >= 0 && fault.struck >= max(1, fault.Times)) || hit != nil {
			continue
		}
		fault.struck++
		copied := *fault
		hit = &copied
	}
	return hit
}

func (f *Fault) statusError() *apiError {
	err := unavailable()
	if f.Status != 0 && f.Status != err.code {
		err = &apiError{code: f.Status, status: statusNames[f.Status], message: http.StatusText(f.Status)}
		if f.Status == http.StatusInternalServerError {
			err.message = "Internal error encountered."
		}
	}
	return err
}

var statusNames = map[int]string{
	http.StatusInternalServerError: "INTERNAL", http.StatusBadGateway: "UNAVAILABLE",
	http.StatusGatewayTimeout: "DEADLINE_EXCEEDED", http.StatusRequestTimeout: "DEADLINE_EXCEEDED",
	http.StatusForbidden: "PERMISSION_DENIED", http.StatusUnauthorized: "UNAUTHENTICATED",
	http.StatusConflict: "ABORTED", http.StatusNotFound: "NOT_FOUND",
}
