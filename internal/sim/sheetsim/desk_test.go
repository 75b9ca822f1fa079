package sheetsim

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// noon is the instant at which tests begin: a Monday.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// desk is a simulator with one spreadsheet, and an HTTP client for it.
type desk struct {
	t   *testing.T
	sim *Sim
	id  string
	now time.Time
}

func newDesk(t *testing.T, change ...func(*Options)) *desk {
	t.Helper()
	d := &desk{t: t, now: noon}
	opts := Options{Now: func() time.Time { return d.now }, Seed: 7}
	for _, f := range change {
		f(&opts)
	}
	d.sim = New(opts)
	d.id = d.sim.CreateSpreadsheet("Ledger", "", "")
	return d
}

// send makes a request; path begins after the spreadsheet's id.
func (d *desk) send(verb, path, body string) (int, string) {
	d.t.Helper()
	target := path
	if !strings.HasPrefix(path, "/drive/") && !strings.HasPrefix(path, "/v4/") {
		target = "/v4/spreadsheets/" + d.id + path
	}
	r, err := http.NewRequestWithContext(d.t.Context(), verb, "http://sim.invalid"+target, strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	resp, err := d.sim.Client().Do(r)
	if err != nil {
		d.t.Fatalf("%s %s: %v", verb, path, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// ok sends and requires a 200, and returns the reply in compact JSON.
func (d *desk) ok(verb, path, body string) string {
	d.t.Helper()
	status, text := d.send(verb, path, body)
	if status != http.StatusOK {
		d.t.Fatalf("%s %s: %d %s", verb, path, status, text)
	}
	return compact(d.t, text)
}

// batch applies requests and requires success.
func (d *desk) batch(requests ...string) string {
	d.t.Helper()
	return d.ok("POST", ":batchUpdate", `{"requests":[`+strings.Join(requests, ",")+`]}`)
}

// refused requires a 400 for one request and returns its message.
func (d *desk) refused(request string) string {
	d.t.Helper()
	status, text := d.send("POST", ":batchUpdate", `{"requests":[`+request+`]}`)
	if status != http.StatusBadRequest {
		d.t.Fatalf("%s: %d %s", request, status, text)
	}
	return errorText(d.t, text)
}

func errorText(t *testing.T, text string) string {
	t.Helper()
	var e struct {
		Error struct{ Message string }
	}
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return e.Error.Message
}

// values reads a range; extra is added to the query.
func (d *desk) values(a1, extra string) string {
	d.t.Helper()
	var v struct{ Values json.RawMessage }
	text := d.ok("GET", "/values/"+url.PathEscape(a1)+"?"+extra, "")
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		d.t.Fatal(err)
	}
	return string(v.Values)
}

func (d *desk) put(a1, option, values string) {
	d.t.Helper()
	d.ok("PUT", "/values/"+url.PathEscape(a1)+"?valueInputOption="+option, `{"values":`+values+`}`)
}

func (d *desk) hand() *Hand { return d.sim.Human(d.id, "finance@example.com") }

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func compact(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func equal(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
