package slacksim

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"

	"github.com/gorilla/websocket"
)

// Client is an http.Client whose requests go straight to the simulator, without
// a socket. It honours contexts, suffers the faults, and works in a
// testing/synctest bubble. Any host will do.
func (s *Sim) Client() *http.Client { return &http.Client{Transport: roundTripper{s}} }

// APIURL is the API's address for Client, with the slash slack-go wants.
func (s *Sim) APIURL() string { return inProcessBase + "/api/" }

type roundTripper struct{ s *Sim }

// RoundTrip runs the handler in its own goroutine: a client that gives up does
// not stop the call, just as with a real server.
func (rt roundTripper) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	inner := r.Clone(context.WithoutCancel(r.Context()))
	inner.Body = io.NopCloser(bytes.NewReader(body))
	inner.Host = r.URL.Host
	result := make(chan func() (*http.Response, error), 1)
	running := rt.s.spawn(func() { result <- rt.s.serveRecorded(inner, r) }) //nolint:bodyclose // the client of this transport closes it
	if !running {
		return nil, dialError(net.ErrClosed)
	}
	select {
	case answer := <-result:
		return answer()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func dialError(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }

// serveRecorded runs the handler and says what the client gets.
func (s *Sim) serveRecorded(inner, original *http.Request) (answer func() (*http.Response, error)) {
	rec := &recorder{header: http.Header{}}
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			answer = func() (*http.Response, error) { return nil, io.ErrUnexpectedEOF }
		case errConnectionRefused:
			answer = func() (*http.Response, error) { return nil, dialError(syscall.ECONNREFUSED) }
		default:
			panic(p)
		}
	}()
	s.ServeHTTP(rec, inner)
	return func() (*http.Response, error) { return rec.response(original), nil }
}

// recorder is the ResponseWriter of the in-process client.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(p)
}

func (r *recorder) response(req *http.Request) *http.Response {
	r.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)), StatusCode: r.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: r.header,
		Body: io.NopCloser(&r.body), ContentLength: int64(r.body.Len()), Request: req,
	}
}

// Dialer connects Socket Mode over net.Pipe; give it to socketmode.OptionDialer.
func (s *Sim) Dialer() *websocket.Dialer {
	return &websocket.Dialer{NetDialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		client, server := net.Pipe()
		if !s.spawn(func() { s.servePipe(server) }) {
			return nil, dialError(net.ErrClosed)
		}
		return client, nil
	}}
}

// servePipe answers the one handshake that arrives on a pipe.
func (s *Sim) servePipe(conn net.Conn) {
	stop := make(chan struct{})
	defer close(stop)
	// A pipe that never sends its request must not outlive Close.
	s.spawn(func() {
		select {
		case <-s.done:
			_ = conn.Close()
		case <-stop:
		}
	})
	in := bufio.NewReader(conn)
	r, err := http.ReadRequest(in)
	if err != nil {
		_ = conn.Close()
		return
	}
	w := &pipeWriter{recorder: recorder{header: http.Header{}}, conn: conn, in: in}
	s.ServeHTTP(w, r)
	if !w.hijacked {
		_ = w.response(r).Write(conn) //nolint:bodyclose // it lies in memory
		_ = conn.Close()
	}
}

// pipeWriter lets the WebSocket upgrade take over a pipe.
type pipeWriter struct {
	recorder
	conn     net.Conn
	in       *bufio.Reader
	hijacked bool
}

func (w *pipeWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.hijacked = true
	return w.conn, bufio.NewReadWriter(w.in, bufio.NewWriter(w.conn)), nil
}
