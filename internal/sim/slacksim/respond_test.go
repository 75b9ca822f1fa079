package slacksim

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func respondTo(t *testing.T, s *Sim, link, body string) (int, string) {
	t.Helper()
	resp, err := s.Client().Post(link, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(data)
}

func TestResponseURL(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now})
	defer f.Close()
	issue := func(original string) string {
		var link string
		f.locked(func() { link = f.issueResponseURL(responseURL{User: f.ann, Channel: f.sales, Original: original}) })
		return link
	}
	link := issue("")
	for i := range responseURLUses {
		if status, body := respondTo(t, f.Sim, link, `{"text":"a"}`); status != http.StatusOK || body != `{"ok":true}` {
			t.Errorf("use %d: %d %s", i+1, status, body)
		}
	}
	if status, body := respondTo(t, f.Sim, link, `{"text":"a"}`); status != http.StatusNotFound || !strings.Contains(body, "used_url") {
		t.Errorf("the sixth use: %d %s", status, body)
	}

	link = issue("")
	clock.advance(responseURLLife + time.Second)
	if status, body := respondTo(t, f.Sim, link, `{"text":"a"}`); status != http.StatusNotFound || !strings.Contains(body, "expired_url") {
		t.Errorf("after thirty minutes: %d %s", status, body)
	}
	if status, body := respondTo(t, f.Sim, link+"X", `{"text":"a"}`); status != http.StatusNotFound {
		t.Errorf("a made-up URL: %d %s", status, body)
	}

	link = issue("")
	if status, body := respondTo(t, f.Sim, link, `{"blocks":[{"type":"nope"}]}`); status != http.StatusBadRequest || !strings.Contains(body, "invalid_blocks") {
		t.Errorf("bad blocks: %d %s", status, body)
	}
	respondTo(t, f.Sim, link, `{"text":"to all","response_type":"in_channel"}`)
	last := func() Message { all := f.Messages(f.sales); return all[len(all)-1] }
	if m := last(); m.Text != "to all" || m.EphemeralFor != "" {
		t.Errorf("in_channel posted %+v", m)
	}
	respondTo(t, f.Sim, issue(""), `{"text":"for you"}`)
	private := last()
	if private.EphemeralFor != f.ann {
		t.Errorf("by default %+v", private)
	}
	link = issue(private.TS)
	respondTo(t, f.Sim, link, `{"text":"louder","response_type":"in_channel","replace_original":true}`)
	if m := last(); m.TS != private.TS || m.EphemeralFor != f.ann || m.Text != "louder" {
		t.Errorf("an ephemeral message became %+v", m)
	}
	respondTo(t, f.Sim, link, `{"delete_original":true}`)
	if m := last(); !m.Deleted {
		t.Errorf("delete_original left %+v", m)
	}
}

func TestPlainResponse(t *testing.T) {
	f := newOffice(Options{PlainResponses: true})
	defer f.Close()
	var link string
	f.locked(func() { link = f.issueResponseURL(responseURL{User: f.ann, Channel: f.sales}) })
	if _, body := respondTo(t, f.Sim, link, `{"text":"a"}`); body != "ok" {
		t.Errorf("body %q", body)
	}
}
