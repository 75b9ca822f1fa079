package mailsim

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const withFile = "From: a@a.example\r\nTo: b@b.example\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <2@a.example>\r\nSubject: notice\r\n" +
	"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<script>alert(1)</script>\r\n" +
	"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"notice.pdf\"\r\n\r\n%PDF-1.4\r\n--x--\r\n."

// What came is shown over HTTP, can do nothing there, and is there again after
// a save and a load.
func TestTheBoxOverHTTP(t *testing.T) {
	s := start(t, Options{Encryption: Plain})
	for _, text := range []string{good, withFile} {
		talk(t, s, "EHLO us.example", "250", "MAIL FROM:<a@a.example>", "250", "RCPT TO:<b@b.example>", "250", "DATA", "354", text, "250")
	}
	var saved bytes.Buffer
	if err := s.Save(&saved); err != nil {
		t.Fatal(err)
	}
	again := start(t, Options{Encryption: Plain})
	if err := again.Load(&saved); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		story, path string
		status      int
		holds       string
	}{
		{"the page names what came", "/", 200, "échéance"},
		{"the list is JSON, the newest first", "/messages", 200, `[{"number":2,`},
		{"one message", "/messages/1", 200, `"message_id":"1@a.example"`},
		{"a message as HTML, as it is", "/messages/2/html", 200, "<script>"},
		{"as text", "/messages/1/text", 200, ".dot"},
		{"as it came", "/messages/1/raw", 200, "Message-ID: <1@a.example>"},
		{"its file", "/messages/2/files/1", 200, "%PDF-1.4"},
		{"a file that isn't there", "/messages/2/files/2", 404, "no such file"},
		{"a message that isn't there", "/messages/3", 404, "no such message"},
	} {
		w := httptest.NewRecorder()
		again.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, row.path, nil))
		if w.Code != row.status || !strings.Contains(w.Body.String(), row.holds) {
			t.Errorf("%s: %d %s", row.story, w.Code, w.Body)
		}
		if policy := w.Header().Get("Content-Security-Policy"); strings.HasSuffix(row.path, "/html") && !strings.Contains(policy, "sandbox") {
			t.Errorf("%s: a script could run: %q", row.story, policy)
		}
	}
}

func TestFaultsOverHTTP(t *testing.T) {
	s := start(t, Options{Encryption: Plain})
	order := func(method, body string) (int, string) {
		w := httptest.NewRecorder()
		s.Control().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, "/faults", strings.NewReader(body)))
		return w.Code, w.Body.String()
	}
	for _, row := range []struct{ story, body, holds string }{
		{"a step that is none", `{"step": "dot", "effect": "drop"}`, "step is"},
		{"an effect that is none", `{"step": "end", "effect": "explode"}`, "effect is"},
		{"a reply without a code", `{"step": "end", "effect": "reply"}`, "code is 0"},
		{"a delay without a time", `{"step": "end", "effect": "delay"}`, "after is"},
		{"a message can't be refused like a connection", `{"step": "end", "effect": "refuse"}`, "nothing else"},
		{"a word that nobody knows", `{"step": "end", "affect": "drop"}`, "unknown field"},
	} {
		if code, said := order("POST", row.body); code < 400 || !strings.Contains(said, row.holds) {
			t.Errorf("%s: %d %s", row.story, code, said)
		}
	}
	steps := []string{"EHLO us.example", "250", "MAIL FROM:<a@a.example>", "451"}
	if code, said := order("POST", `{"step": "mail", "effect": "reply", "code": 451, "text": "4.7.1 Greylisted"}`); code != 200 {
		t.Fatal(said)
	}
	talk(t, s, steps...)
	talk(t, s, steps...) // each time
	if code, said := order("DELETE", ""); code != 200 {
		t.Fatal(said)
	}
	talk(t, s, "EHLO us.example", "250", "MAIL FROM:<a@a.example>", "250")
}
