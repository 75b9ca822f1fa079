package slackapi_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// endless is a body of so many bytes that says nothing of its length: it comes
// in chunks.
type endless struct{ left, read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	e.left -= n
	e.read += n
	return n, nil
}

func TestABodyOfAHundredMegabytesInChunksIsNotRead(t *testing.T) {
	r := newHTTPRig(t)
	body := &endless{left: 100 << 20}
	q := httptest.NewRequest(http.MethodPost, "/slack/commands", body)
	resign(q, secret, clock, overdueForm)
	if w := r.serve(q); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", w.Code)
	}
	if body.read > 2<<20 {
		t.Errorf("%d bytes were read", body.read)
	}
}

// A payload that can't be read is acknowledged, for Slack would bring the same
// again; it does nothing.
func TestPayloadsThatAreNoneDoNothing(t *testing.T) {
	for story, payload := range map[string]string{
		"truncated":         `{"type":"block_actions","team":{"id":"T1"`,
		"10,000 deep":       strings.Repeat(`{"a":`, 10_000),
		"10,000 deep, shut": strings.Repeat(`[`, 10_000) + strings.Repeat(`]`, 10_000),
		"nothing":           "",
		"a number":          "7",
	} {
		r := newHTTPRig(t)
		if w := r.post("/slack/interactions", formType, "payload="+url.QueryEscape(payload)); w.Code != http.StatusOK || w.Body.Len() != 0 {
			t.Errorf("%s: status %d, %s", story, w.Code, w.Body)
		}
		if n := len(r.bot.actions) + len(r.bot.events); n != 0 {
			t.Errorf("%s: the bot heard %d things", story, n)
		}
	}
}

func TestAKeyGivenTwiceInAnEventIsHeardOnce(t *testing.T) {
	r := newHTTPRig(t)
	event := `{"type":"event_callback","team_id":"T1","event_id":"E1","event_id":"E2","event":{"type":"app_mention","user":"U1","channel":"C1","text":"first","text":"last"}}`
	for range 2 {
		if w := r.post("/slack/events", jsonType, event); w.Code != http.StatusOK {
			t.Errorf("status %d", w.Code)
		}
		r.now = r.now.Add(time.Minute)
	}
	<-r.bot.got
	if n := len(r.bot.events); n != 1 {
		t.Errorf("the bot heard it %d times", n)
	}
}

// oneConn is a listener that hands out one connection.
type oneConn struct {
	conn net.Conn
	once sync.Once
	done chan struct{}
}

func (l *oneConn) Accept() (net.Conn, error) {
	var conn net.Conn
	l.once.Do(func() { conn = l.conn })
	if conn != nil {
		return conn, nil
	}
	<-l.done
	return nil, net.ErrClosed
}

func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

func TestASlowClientIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newHTTPRig(t)
		client, server := net.Pipe()
		listener := &oneConn{conn: server, done: make(chan struct{})}
		srv := &http.Server{Handler: r, ReadHeaderTimeout: time.Minute} //nolint:exhaustruct // the handler's own deadline is tested
		ended := make(chan error, 1)
		go func() { ended <- srv.Serve(listener) }()
		began := time.Now()
		fmt.Fprintf(client, "POST /slack/commands HTTP/1.1\r\nHost: bot\r\nContent-Length: %d\r\n\r\nteam_id=", len(overdueForm))
		response, err := http.ReadResponse(bufio.NewReader(client), nil)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("status %d", response.StatusCode)
		}
		if waited := time.Since(began); waited > 6*time.Second {
			t.Errorf("it was waited for %s", waited)
		}
		client.Close()
		close(listener.done)
		srv.Close()
		if err := <-ended; err == nil {
			t.Error("the server ended without being closed")
		}
	})
}
