package slacksim

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func control(t *testing.T, h http.Handler, verb, path, body string, out any) int {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), verb, path, strings.NewReader(body)))
	if out != nil {
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			t.Fatalf("%s %s: %v in %s", verb, path, err, w.Body)
		}
	}
	return w.Code
}

// TestControl drives a workspace as another process would.
func TestControl(t *testing.T) {
	f := newOffice(Options{})
	defer f.Close()
	a := connect(t, f.Sim, nil)
	defer a.stop()
	h := f.Control()

	var made struct{ ID string }
	control(t, h, "POST", "/users", `{"name":"eve","real_name":"Eve"}`, &made)
	control(t, h, "POST", "/channels", `{"name":"finance","members":["`+made.ID+`","`+f.opt.BotUserID+`"]}`, &made)
	eve := f.Users()[len(f.Users())-1]
	for _, u := range f.Users() {
		if u.Name == "eve" {
			eve = u
		}
	}
	var acted Acted
	if code := control(t, h, "POST", "/act", `{"user":"`+eve.ID+`","do":"command","channel":"`+made.ID+`","text":"/overdue"}`, &acted); code != http.StatusOK || !acted.Receipt.Acked {
		t.Errorf("command: %d %+v", code, acted)
	}
	control(t, h, "POST", "/faults", `{"method":"chat.postMessage","nth":1,"effect":"lose_reply_after_apply"}`, nil)
	if post(t.Context(), a.api, made.ID, "lost") == nil {
		t.Error("the reply was to be lost")
	}
	var messages []Message
	control(t, h, "GET", "/messages?channel="+made.ID, "", &messages)
	if len(messages) != 1 || messages[0].Text != "lost" {
		t.Errorf("messages %+v", messages)
	}
	var seen State
	control(t, h, "GET", "/state?user="+eve.ID, "", &seen)
	if len(seen.Channels) != 1 || seen.Channels[0].Name != "finance" || !seen.App.Connected {
		t.Errorf("state %+v", seen)
	}
	for _, bad := range []struct{ path, body string }{
		{"/act", `{"user":"UANN","do":"dance"}`},
		{"/act", `{"user":"UANN","do":"click","channel":"CSALES","ts":"1.0","action":"go"}`},
		{"/faults", `{"effect":"fire"}`},
		{"/faults", `{"efect":"http_5xx"}`},
	} {
		if code := control(t, h, "POST", bad.path, bad.body, nil); code/100 != 4 {
			t.Errorf("%s %s: %d", bad.path, bad.body, code)
		}
	}
}
