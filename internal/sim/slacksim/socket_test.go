package slacksim

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

func TestNobodyAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		ann := f.Human(f.ann)
		r, err := ann.Command(t.Context(), f.sales, "/overdue")
		if err != nil || r.Notice != "dispatch_failed" {
			t.Errorf("without an app: %+v, %v", r, err)
		}
		a := connect(t, f.Sim, func(*app, socketmode.Event) {})
		defer a.stop()
		start := time.Now()
		r, err = ann.Command(t.Context(), f.sales, "/overdue")
		if err != nil || r.Notice != "operation_timeout" || time.Since(start) != ackWithin {
			t.Errorf("unanswered: %+v, %v after %v", r, err, time.Since(start))
		}
		notices := f.State(f.ann).Notices
		if len(notices) != 2 || notices[1].Code != "operation_timeout" || len(f.State(f.bob).Notices) != 0 {
			t.Errorf("notices %+v", notices)
		}
	})
}

// TestEventRetries: an event nobody acknowledges comes four times.
func TestEventRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		a := connect(t, f.Sim, func(*app, socketmode.Event) {})
		defer a.stop()
		start := time.Now()
		if _, err := f.Human(f.ann).Say(t.Context(), f.sales, "@relance"); err != nil {
			t.Fatal(err)
		}
		var at []time.Duration
		ids := map[string]bool{}
		for range 4 {
			e := a.next(t)
			at = append(at, time.Since(start))
			ids[e.Data.(slackevents.EventsAPIEvent).Data.(*slackevents.EventsAPICallbackEvent).EventID] = true
			if e.Request.RetryAttempt != len(at)-1 {
				t.Errorf("attempt %d says %d", len(at)-1, e.Request.RetryAttempt)
			}
		}
		want := []time.Duration{0, 3 * time.Second, 66 * time.Second, 369 * time.Second}
		for i := range want {
			if at[i] != want[i] {
				t.Errorf("attempt %d after %v, want %v", i, at[i], want[i])
			}
		}
		if len(ids) != 1 {
			t.Errorf("event ids %v, want one", ids)
		}
	})
}

// TestReconnects: refreshed once an hour, an app stays reachable for a day.
func TestReconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{RefreshEvery: time.Hour})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		time.Sleep(24*time.Hour + time.Minute)
		if n := f.Calls()["apps.connections.open"]; n < 24 {
			t.Errorf("%d connections in a day", n)
		}
		if r, err := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue"); err != nil || !r.Acked {
			t.Errorf("after a day: %+v, %v", r, err)
		}
		for _, reason := range []string{DisconnectWarning, DisconnectRefresh, DisconnectDisabled, DisconnectTooMany} {
			f.Disconnect(reason)
			time.Sleep(time.Minute)
			if n := f.Connections(); n != 1 {
				t.Errorf("%d connections after %s", n, reason)
			}
		}
	})
}

// TestOversizedAckIsDropped speaks the protocol by hand: slack-go refuses to
// send an acknowledgement of 20 KB.
func TestOversizedAckIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		_, link, err := clientOf(f.Sim).StartSocketModeContext(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ws, _, err := f.Dialer().DialContext(t.Context(), link, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = ws.Close() }()
		var hello struct{ Type string }
		if err := ws.ReadJSON(&hello); err != nil || hello.Type != "hello" {
			t.Fatalf("first frame %+v, %v", hello, err)
		}
		for _, tc := range []struct {
			bytes  int
			notice string
		}{{100, ""}, {maxAckBytes, "operation_timeout"}} {
			done := make(chan Receipt)
			go func() {
				r, _ := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue")
				done <- r
			}()
			var m struct {
				ID string `json:"envelope_id"`
			}
			if err := ws.ReadJSON(&m); err != nil {
				t.Fatal(err)
			}
			payload := slack.Msg{Text: strings.Repeat("x", tc.bytes)}
			if err := ws.WriteJSON(object{"envelope_id": m.ID, "payload": payload}); err != nil {
				t.Fatal(err)
			}
			if r := <-done; r.Notice != tc.notice {
				t.Errorf("an acknowledgement with a text of %d bytes: %+v", tc.bytes, r)
			}
		}
		if got := f.Messages(f.sales); len(got) != 1 || got[0].EphemeralFor != f.ann {
			t.Errorf("the answer in the acknowledgement became %+v", got)
		}
		if _, _, err := f.Dialer().DialContext(t.Context(), link, nil); err == nil {
			t.Error("a Socket Mode URL worked twice")
		}
	})
}

// TestTwoConnections: each payload goes to one of an app's connections.
func TestTwoConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		a, b := connect(t, f.Sim, nil), connect(t, f.Sim, nil)
		defer a.stop()
		defer b.stop()
		const commands = 40
		for range commands {
			if r, err := f.Human(f.ann).Command(t.Context(), f.sales, "/overdue"); err != nil || !r.Acked {
				t.Fatalf("%+v, %v", r, err)
			}
		}
		synctest.Wait()
		na, nb := len(a.arrived), len(b.arrived)
		if na+nb != commands || na == 0 || nb == 0 {
			t.Errorf("%d and %d payloads of %d", na, nb, commands)
		}
	})
}

func TestTooManyConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		for range maxConnections {
			defer connect(t, f.Sim, nil).stop()
		}
		_, _, err := clientOf(f.Sim).StartSocketModeContext(t.Context())
		wantCode(t, err, "too_many_websockets")
	})
}

func TestLostAcknowledgement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		f.Faults.On("ack", 1, LoseRequest())
		if _, err := f.Human(f.ann).Say(t.Context(), f.sales, "@relance"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if n := len(a.arrived); n != 2 {
			t.Errorf("the event came %d times, want 2", n)
		}
	})
}

func TestDisconnectDuringACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		a := connect(t, f.Sim, nil)
		defer a.stop()
		f.Faults.On("chat.postMessage", 1, Disconnect(DisconnectRefresh))
		if err := post(t.Context(), a.api, f.sales, "t"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if n := f.Calls()["apps.connections.open"]; n != 2 {
			t.Errorf("%d connections were opened, want 2", n)
		}
	})
}
