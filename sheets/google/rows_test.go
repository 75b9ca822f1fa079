package google

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/relance-bot/relance/sheets"
	"github.com/relance-bot/relance/sheets/rowscan"
)

// canned answers each call with the same reply.
type canned struct {
	header http.Header
	body   []byte
	asked  *http.Request
}

func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	c.asked = r
	header := http.Header{"Content-Type": {"application/json"}}
	maps.Copy(header, c.header)
	return &http.Response{StatusCode: http.StatusOK, Header: header, Body: io.NopCloser(bytes.NewReader(c.body)), Request: r}, nil
}

func readerOf(tb testing.TB, transport http.RoundTripper) *Spreadsheet {
	tb.Helper()
	s, err := Open(tb.Context(), Options{SpreadsheetID: "id", Endpoint: "http://sheets.invalid", HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func readFrom(t *testing.T, transport http.RoundTripper) ([]sheets.Grid, error) {
	t.Helper()
	return readerOf(t, transport).Read(t.Context(), sheets.ReadAsk{Areas: []sheets.Area{{Tab: sheets.TabInfo{Title: "Invoices"}, FullHeight: true}}})
}

func packed(body string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, body)
	_ = w.Close()
	return b.Bytes()
}

const oneRow = `{"valueRanges":[{"range":"Invoices!A1:B2","majorDimension":"ROWS","values":[["F-1",12.5]]}]}`

func TestAReadIsUnpackedWhoeverPackedIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.UserAgent(), "gzip") || r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("Google would not compress for %q, %q", r.UserAgent(), r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed(oneRow))
	}))
	defer server.Close()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	for name, via := range map[string]http.RoundTripper{
		"the transport":                          redirect{transport, server.Listener.Addr().String()},
		"a server that nobody asked, left to us": &canned{header: http.Header{"Content-Encoding": {"gzip"}}, body: packed(oneRow)},
		"nobody":                                 &canned{body: []byte(oneRow)},
	} {
		grids, err := readFrom(t, via)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if row := grids[0].Rows[0]; string(row) != `["F-1",12.5]` || grids[0].Hashes[0] != rowscan.Hash(row) {
			t.Errorf("%s: got %s", name, row)
		}
	}
}

// redirect sends every request to one address.
type redirect struct {
	http.RoundTripper
	to string
}

func (r redirect) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.URL.Host = r.to
	return r.RoundTripper.RoundTrip(request)
}

func TestAReadThatCannotBeTrusted(t *testing.T) {
	whole := packed(oneRow)
	for _, tt := range []struct {
		name  string
		reply canned
		says  string
		code  sheets.CallCode
	}{
		{"a reply that is cut", canned{body: []byte(oneRow[:80])}, "read spreadsheet: unclear: byte 80, row 1 of Invoices!A1:B2: the reply ends too early", sheets.CallUnclear},
		{"a packed reply that is cut", canned{header: http.Header{"Content-Encoding": {"gzip"}}, body: whole[:len(whole)-4]}, "unexpected EOF", sheets.CallUnclear},
		{"a packed reply with a wrong checksum", canned{header: http.Header{"Content-Encoding": {"gzip"}}, body: append(bytes.Clone(whole[:len(whole)-8]), 1, 2, 3, 4, 5, 6, 7, 8)}, "invalid checksum", sheets.CallUnclear},
		{"a reply that isn't packed and says so", canned{header: http.Header{"Content-Encoding": {"gzip"}}, body: []byte(oneRow)}, "unpack the reply", sheets.CallUnclear},
		{"another way to pack", canned{header: http.Header{"Content-Encoding": {"br"}}, body: []byte(oneRow)}, `unknown way, "br"`, sheets.CallUnclear},
		{"a proxy's page", canned{body: []byte("<html>")}, "an object was expected", sheets.CallUnclear},
		{"a range too few", canned{body: []byte(`{"valueRanges":[]}`)}, "0 ranges came for 1 asked", sheets.CallUnclear},
		{"columns", canned{body: []byte(strings.Replace(oneRow, `"ROWS"`, `"COLUMNS"`, 1))}, "columns came in place of rows", sheets.CallUnclear},
		{"more rows than are read", canned{body: []byte(`{"valueRanges":[{"values":[` + strings.Repeat("[],", sheets.MaxRows) + `[]]}]}`)}, "more rows than are read", sheets.CallTooLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			grids, err := readFrom(t, &tt.reply)
			e, ok := errors.AsType[*sheets.CallError](err)
			if !ok || grids != nil {
				t.Fatalf("%v, %d grids", err, len(grids))
			}
			if !strings.Contains(err.Error(), tt.says) || e.Code != tt.code || !e.Certain {
				t.Errorf("got %v (%+v)", err, e)
			}
		})
	}
}
