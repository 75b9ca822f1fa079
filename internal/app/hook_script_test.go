package app

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/sheets"
)

// scriptDid is what the script did on stubs of Google's services.
type scriptDid struct {
	Fetches []struct {
		URL     string
		Options struct {
			Method, ContentType, Payload        string
			Headers                             map[string]string
			MuteHttpExceptions, FollowRedirects bool
		}
	}
	Slept      []float64
	Alerts     []string
	Menu       []string
	Warned     []string
	Properties map[string]string
	Triggers   []struct{ Name, Kind string }
	Result     any
}

type story map[string]any

// runScript runs deploy/apps-script/Code.gs.
func runScript(t *testing.T, s story) scriptDid {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: the Apps Script is not run")
	}
	s["script"], s["spreadsheet"] = "../../deploy/apps-script/Code.gs", "1AbC"
	in, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), node, "testdata/apps_script.js")
	run.Stdin = bytes.NewReader(in)
	out, err := run.Output()
	if err != nil {
		if e, ok := err.(*exec.ExitError); ok { //nolint:errorlint // as exec returns it
			t.Fatalf("%v\n%s", err, e.Stderr)
		}
		t.Fatal(err)
	}
	var did scriptDid
	if err := json.Unmarshal(out, &did); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return did
}

func connected() map[string]string {
	return map[string]string{"RELANCE_URL": "https://relance.example.com", "RELANCE_SECRET": hookSecret}
}

func steps(list ...map[string]any) []map[string]any { return list }

func edited(tab, cells string, user ...string) map[string]any {
	e := map[string]any{"tab": tab, "range": cells}
	if len(user) > 0 {
		e["user"] = user[0]
	}
	return map[string]any{"edit": e}
}

// What the script sends is taken by the handler as it was meant.
func TestTheScriptAndTheHookAgree(t *testing.T) {
	did := runScript(t, story{"properties": connected(), "steps": steps(
		edited("Factures d'été", "B2:C3", "Temp@agency.example"),
		edited("Invoices", "A1"), edited("Invoices", "G7", "refused"),
		map[string]any{"change": "FORMAT"}, map[string]any{"change": "EDIT"}, map[string]any{"change": "INSERT_ROW"},
	)})
	if len(did.Fetches) != 4 {
		t.Fatalf("%d messages for three edits and an inserted row", len(did.Fetches))
	}
	now := time.Unix(1_800_000_000, 0)
	b := &book{config: config.Book{Name: "main", Spreadsheet: "1AbC"}, wakes: wakes{poked: make(chan struct{}, 1)}}
	h := newSheetHook(hookSecret, []*book{b}, nil, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	for _, f := range did.Fetches {
		if f.URL != "https://relance.example.com/hooks/sheet" || !strings.EqualFold(f.Options.Method, http.MethodPost) || !f.Options.MuteHttpExceptions || f.Options.FollowRedirects {
			t.Errorf("sent %+v", f)
		}
		r := hookRequest(f.Options.Payload, func(r *http.Request) { r.Header = http.Header{"Content-Type": {f.Options.ContentType}} })
		for k, v := range f.Options.Headers {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusAccepted {
			t.Errorf("%s is answered %d %s", f.Options.Payload, w.Code, w.Body)
		}
		if strings.Contains(f.Options.Payload, hookSecret) {
			t.Error("the secret is in the body")
		}
	}
	want := []sheets.Edit{
		{Tab: "Factures d'été", Row: 1, Col: 1, Rows: 2, Cols: 2, By: "temp@agency.example", At: now},
		{Tab: "Invoices", Rows: 1, Cols: 1, At: now},
		{Tab: "Invoices", Row: 6, Col: 6, Rows: 1, Cols: 1, At: now},
		{At: now, Structure: true},
	}
	if diff := cmp.Diff(want, b.takeEdits()); diff != "" {
		t.Errorf("the hints (-want +got):\n%s", diff)
	}
}

func TestTheScriptTriesAgainWhereThatMayHelp(t *testing.T) {
	for _, tt := range []struct {
		story   string
		replies []int
		sent    int
		warned  bool
	}{
		{"taken at once", []int{202}, 1, false},
		{"the proxy restarts", []int{502, 0, 202}, 3, false},
		{"too much at once", []int{429, 202}, 2, false},
		{"a wrong secret stays wrong", []int{401}, 1, true},
		{"another spreadsheet stays another", []int{404}, 1, true},
		{"nobody there at all", []int{0, 0, 0, 0, 0, 0, 0}, 5, true},
	} {
		t.Run(tt.story, func(t *testing.T) {
			did := runScript(t, story{"properties": connected(), "replies": tt.replies, "steps": steps(edited("Invoices", "A2"))})
			if len(did.Fetches) != tt.sent || len(did.Warned) > 0 != tt.warned || len(did.Slept) != tt.sent-1 {
				t.Errorf("sent %d times, slept %v, warned %v", len(did.Fetches), did.Slept, did.Warned)
			}
			for i, ms := range did.Slept {
				if least := 1000 * float64(int(1)<<i); ms < least || ms >= least+1000 {
					t.Errorf("pause %d is %v ms", i, ms)
				}
			}
			if strings.Contains(strings.Join(did.Warned, " "), hookSecret) {
				t.Error("the secret is logged")
			}
		})
	}
	if did := runScript(t, story{"steps": steps(edited("Invoices", "A2"))}); len(did.Fetches) != 0 {
		t.Error("it sends before it is set up")
	}
}

func TestTheScriptSetsItselfUpAndAway(t *testing.T) {
	did := runScript(t, story{
		"locale": "fr_FR", "prompts": []string{" https://relance.example.com/ ", hookSecret}, "triggers": []string{"relanceEdited", "theirOwn"},
		"steps": steps(map[string]any{"call": "onOpen"}, map[string]any{"call": "setup"}),
	})
	if diff := cmp.Diff(connected(), did.Properties); diff != "" {
		t.Errorf("properties:\n%s", diff)
	}
	if want := []string{"setup", "check", "disconnect"}; !slices.Equal(did.Menu, want) {
		t.Errorf("the menu calls %v", did.Menu)
	}
	if len(did.Triggers) != 3 || did.Triggers[0].Name != "theirOwn" || did.Triggers[1].Kind != "edit" || did.Triggers[2].Kind != "change" {
		t.Errorf("triggers %v", did.Triggers)
	}
	if len(did.Fetches) != 1 || len(did.Alerts) != 1 || !strings.Contains(did.Alerts[0], "est prévenu") {
		t.Errorf("it says %v", did.Alerts)
	}
	did = runScript(t, story{"prompts": []string{"http://relance.example.com"}, "steps": steps(map[string]any{"call": "setup"})})
	if len(did.Properties) != 0 || len(did.Triggers) != 0 || !strings.Contains(did.Alerts[0], "https") {
		t.Errorf("an address without https: %+v", did)
	}
	did = runScript(t, story{"properties": connected(), "triggers": []string{"relanceEdited", "relanceChanged", "theirOwn"}, "steps": steps(map[string]any{"call": "disconnect"})})
	if len(did.Properties) != 0 || len(did.Triggers) != 1 {
		t.Errorf("after disconnecting: %+v", did)
	}
}
