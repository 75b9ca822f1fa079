package google

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// paced is a transport on which every call waits for its turn, and a refusal
// for quota is asked again: a 429 is the one failure that proves that nothing
// was done. Everything else is for package sheets to judge.
type paced struct {
	base    http.RoundTripper
	limiter *Limiter
}

// pace gives a client the limiter's pace.
func pace(c *http.Client, l *Limiter) *http.Client {
	if l == nil {
		return c
	}
	base := c.Transport
	if base == nil {
		base = http.DefaultTransport
	}
	slow := *c
	slow.Transport = paced{base, l}
	if slow.Timeout > 0 {
		slow.Timeout += giveUpAfter + time.Minute // it bounds the waiting too
	}
	return &slow
}

func (p paced) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := bodyOf(r)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	k := kindOf(r)
	var first time.Time
	for {
		if err := p.limiter.take(r.Context(), k); err != nil {
			return nil, fmt.Errorf("wait for the service's quota: %w", err)
		}
		again := r.Clone(r.Context())
		if body != nil {
			again.Body = io.NopCloser(bytes.NewReader(body))
		}
		sent := p.limiter.o.Now()
		if first.IsZero() {
			first = sent
		}
		reply, err := p.base.RoundTrip(again)
		if err != nil {
			return nil, err
		}
		refused := reply.StatusCode == http.StatusTooManyRequests
		p.limiter.answered(k, sent, refused)
		if !refused || p.limiter.o.Unpaced || k == drives || p.limiter.o.Now().Sub(first) > giveUpAfter {
			return reply, nil
		}
		_ = reply.Body.Close() // its text says nothing that the code doesn't
	}
}

func bodyOf(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	defer func() { _ = r.Body.Close() }()
	return io.ReadAll(r.Body)
}

// kindOf sorts a call by its path, as the service does: a search is a read
// though it is posted.
func kindOf(r *http.Request) kind {
	path := r.URL.Path
	switch {
	case !strings.Contains(path, "/v4/spreadsheets"):
		return drives
	case r.Method == http.MethodGet, strings.HasSuffix(path, ":search"), strings.HasSuffix(path, "etByDataFilter"):
		return reads
	}
	return writes
}
