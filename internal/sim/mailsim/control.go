package mailsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// FaultOrder asks for a fault from outside the process.
type FaultOrder struct {
	Step   Step   `json:"step"`
	Effect string `json:"effect"` // refuse, drop, drop_after, reply, reply_after, delay, delay_reply or garbage
	Code   int    `json:"code"`   // of reply and reply_after
	Text   string `json:"text"`
	After  string `json:"after"` // of delay and delay_reply: "90s"
	Nth    int    `json:"nth"`   // 1: the next time; 0: each time
}

// steps are all of them, in order.
var steps = []Step{Connect, Greeting, Hello, StartTLS, Auth, Mail, Rcpt, Data, Content, End, Quit}

// apply puts the fault in force, or says why it makes none.
func (o FaultOrder) apply(f *Faults) error {
	if !slices.Contains(steps, o.Step) {
		return fmt.Errorf("step is %q; expected one of %v", o.Step, steps)
	}
	if o.Nth < 0 {
		return fmt.Errorf("nth is %d; expected 1 for the next time, or 0 for each", o.Nth)
	}
	var delay time.Duration
	if o.Effect == "delay" || o.Effect == "delay_reply" {
		var err error
		if delay, err = time.ParseDuration(o.After); err != nil || delay <= 0 {
			return fmt.Errorf("after is %q; expected a time such as 90s", o.After)
		}
	}
	if (o.Effect == "reply" || o.Effect == "reply_after") && (o.Code < 200 || o.Code > 599) {
		return fmt.Errorf("code is %d; expected a reply code such as 451", o.Code)
	}
	if (o.Effect == "refuse") != (o.Step == Connect && o.Effect != "delay") {
		return fmt.Errorf("effect is %q at step %q; a connection can be refused or delayed, and nothing else can be refused", o.Effect, o.Step)
	}
	e, ok := map[string]Effect{
		"refuse": Refuse(), "drop": Drop(), "drop_after": DropAfter(), "reply": Reply(o.Code, o.Text), "reply_after": ReplyAfter(o.Code, o.Text),
		"delay": Delay(delay), "delay_reply": DelayReply(delay), "garbage": Garbage(),
	}[o.Effect]
	if !ok {
		return fmt.Errorf("effect is %q; expected refuse, drop, drop_after, reply, reply_after, delay, delay_reply or garbage", o.Effect)
	}
	f.On(o.Step, o.Nth, e)
	return nil
}

// maxOrderBytes bounds a control request; they are typed by hand or by a test.
const maxOrderBytes = 1 << 16

// Control is the way in for a simulator that runs as its own process. It has no
// authentication; mount it on loopback only, under a prefix of its own.
//
//	POST   /faults  a [FaultOrder]; DELETE takes all back
func (s *Sim) Control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /faults", func(w http.ResponseWriter, r *http.Request) {
		d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxOrderBytes))
		d.DisallowUnknownFields()
		var o FaultOrder
		if err := d.Decode(&o); err != nil {
			writeJSON(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
			return
		}
		if err := o.apply(s.Faults); err != nil {
			writeJSON(w, http.StatusUnprocessableEntity, map[string]string{"error": err.Error()})
			return
		}
		writeJSON(w, http.StatusOK, map[string]bool{"ok": true})
	})
	mux.HandleFunc("DELETE /faults", func(w http.ResponseWriter, _ *http.Request) {
		s.Faults.Clear()
		writeJSON(w, http.StatusOK, map[string]bool{"ok": true})
	})
	return mux
}
