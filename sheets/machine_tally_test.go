package sheets_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// tally adds up what happened in all runs.
type tally struct {
	mu   sync.Mutex
	seen map[string]int
}

func (t *tally) add(seen map[string]int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen == nil {
		t.seen = map[string]int{}
	}
	for k, n := range seen {
		t.seen[k] += n
	}
}

func (t *tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(t.seen)) {
		fmt.Fprintf(&b, "%9d  %s\n", t.seen[k], k)
	}
	return b.String()
}

func newClient(t http.RoundTripper) *http.Client { return &http.Client{Transport: t} }
