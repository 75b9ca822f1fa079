package slacksim

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzCalls sends hostile bodies to every method and to a response URL: the
// simulator answers and stays usable.
func FuzzCalls(f *testing.F) {
	f.Add("chat.postMessage", true, `{"channel":"CSALES","text":"t","blocks":`+oneBlock+`}`)
	f.Add("chat.postMessage", false, "channel=CSALES&text=t&attachments=%5B%5D")
	f.Add("chat.update", true, `{"channel":"CSALES","ts":"1.1","text":1}`)
	f.Add("views.publish", true, `{"user_id":"UANN","view":{"type":"home","blocks":`+oneBlock+`}}`)
	f.Add("views.open", true, `{"trigger_id":{},"view":[]}`)
	f.Add("respond", true, `{"text":"t","replace_original":true}`)
	f.Add("users.list", false, "limit=-1&cursor=YXQ6LTE%3D")
	f.Fuzz(func(t *testing.T, method string, asJSON bool, body string) {
		o := newOffice(Options{NoPostingLimit: true})
		defer o.Close()
		path := "/api/" + strings.Map(func(r rune) rune {
			if r < 'A' || r > 'z' {
				return '.'
			}
			return r
		}, method)
		if method == "respond" {
			o.locked(func() {
				path = strings.TrimPrefix(o.issueResponseURL(responseURL{User: o.ann, Channel: o.sales}), o.base)
			})
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+o.opt.BotToken)
		r.Header.Set("Content-Type", map[bool]string{true: "application/json", false: "application/x-www-form-urlencoded"}[asJSON])
		w := httptest.NewRecorder()
		o.ServeHTTP(w, r)
		if w.Body.Len() == 0 {
			t.Error("no answer")
		}
		if reply := call(t, o.Sim, "auth.test", nil); reply["ok"] != true {
			t.Errorf("afterwards: %v", reply)
		}
		_ = o.State(o.ann)
	})
}
