package sheetsim

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// errConnectionLost is what a client without a socket sees when a fault cuts
// the connection.
var errConnectionLost = errors.New("sheetsim: connection lost before a reply")

// transport is an http.RoundTripper that calls the simulator directly.
type transport struct{ sim *Sim }

// Client returns a client whose requests reach the simulator whatever their
// host. It opens no socket and starts no goroutine, honours the contexts of
// requests, and works inside a testing/synctest bubble.
func (s *Sim) Client() *http.Client { return &http.Client{Transport: transport{s}} }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		defer r.Body.Close()
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	out := t.sim.serve(r, body)
	if out.lost != nil {
		return nil, out.lost
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var reader io.Reader = bytes.NewReader(out.body)
	length := int64(len(out.body))
	if out.truncated {
		reader, length = io.MultiReader(reader, brokenReader{}), -1
	}
	return &http.Response{
		Status: http.StatusText(out.status), StatusCode: out.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: out.header(), Body: io.NopCloser(reader), ContentLength: length, Request: r,
	}, nil
}

// brokenReader ends a truncated body as a cut connection does.
type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
