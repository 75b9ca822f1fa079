package slacksim

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
)

func post(ctx context.Context, api *slack.Client, channel, text string) error {
	_, _, err := api.PostMessageContext(ctx, channel, slack.MsgOptionText(text, false))
	return err
}

// TestFaults: which faults leave a message behind, and what the client is told.
func TestFaults(t *testing.T) {
	isNet := func(err error) bool {
		var e *url.Error
		return errors.As(err, &e)
	}
	for _, tc := range []struct {
		name   string
		effect Effect
		posted int
		told   func(error) bool
	}{
		{"a request lost on the way", LoseRequest(), 0, isNet},
		{"a connection refused", ConnectionRefused(), 0, func(err error) bool {
			var e *net.OpError
			return errors.As(err, &e) && e.Op == "dial"
		}},
		{"a reply lost on the way back", LoseReplyAfterApply(), 1, isNet},
		{"an error after the message was posted", ErrorReplyAfterApply("internal_error"), 1, func(err error) bool { return err.Error() == "internal_error" }},
		{"an error before", ErrorReply("fatal_error"), 0, func(err error) bool { return err.Error() == "fatal_error" }},
		{"503 before", HTTP5xx(), 0, func(err error) bool {
			var e slack.StatusCodeError
			return errors.As(err, &e) && e.Code == http.StatusServiceUnavailable
		}},
		{"503 after", HTTP5xxAfterApply(), 1, func(err error) bool {
			var e slack.StatusCodeError
			return errors.As(err, &e) && e.Code == http.StatusServiceUnavailable
		}},
		{"429", RateLimit429(7 * time.Second), 0, func(err error) bool {
			var e *slack.RateLimitedError
			return errors.As(err, &e) && e.RetryAfter == 7*time.Second
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newOffice(Options{})
			defer f.Close()
			api := clientOf(f.Sim)
			f.Faults.On("chat.postMessage", 2, tc.effect)
			if err := post(t.Context(), api, f.sales, "one"); err != nil {
				t.Fatalf("the first call: %v", err)
			}
			if err := post(t.Context(), api, f.sales, "two"); err == nil || !tc.told(err) {
				t.Errorf("the second call: %T %v", err, err)
			}
			if err := post(t.Context(), api, f.sales, "three"); err != nil {
				t.Errorf("the third call: %v", err)
			}
			if n := len(f.Messages(f.sales)); n != 2+tc.posted {
				t.Errorf("%d messages, want %d", n, 2+tc.posted)
			}
			if n := f.Calls()["chat.postMessage"]; n != 3 {
				t.Errorf("%d calls counted", n)
			}
		})
	}
}

func TestFaultsOfOneChannelAndTakenBack(t *testing.T) {
	f := newOffice(Options{})
	defer f.Close()
	api := clientOf(f.Sim)
	remove := f.Faults.OnChannel("chat.postMessage", f.sales, EveryCall, HTTP5xx())
	if err := post(t.Context(), api, f.ann, "a"); err != nil {
		t.Errorf("another channel: %v", err)
	}
	for range 2 {
		if post(t.Context(), api, f.sales, "a") == nil {
			t.Error("every call was to fail")
		}
	}
	remove()
	if err := post(t.Context(), api, f.sales, "a"); err != nil {
		t.Errorf("after taking the fault back: %v", err)
	}
}

// TestDelays: a client that gives up doesn't stop what Slack has received.
func TestDelays(t *testing.T) {
	for _, tc := range []struct {
		name   string
		effect Effect
		before int // messages when the client gives up
	}{
		{"a slow call", Delay(10 * time.Second), 0},
		{"a slow reply", DelayReply(10 * time.Second), 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newOffice(Options{})
				defer f.Close()
				f.Faults.On("chat.postMessage", 1, tc.effect)
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				if err := post(ctx, clientOf(f.Sim), f.sales, "late"); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error %v", err)
				}
				if n := len(f.Messages(f.sales)); n != tc.before {
					t.Errorf("%d messages when the client gives up, want %d", n, tc.before)
				}
				time.Sleep(10 * time.Second)
				if n := len(f.Messages(f.sales)); n != 1 {
					t.Errorf("%d messages in the end", n)
				}
			})
		})
	}
}

func historyTexts(t *testing.T, api *slack.Client, channel string) []string {
	t.Helper()
	h, err := api.GetConversationHistoryContext(t.Context(), &slack.GetConversationHistoryParameters{ChannelID: channel})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range h.Messages {
		out = append(out, m.Text)
	}
	return out
}

func TestLateCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newOffice(Options{})
		defer f.Close()
		api := clientOf(f.Sim)
		changes, stop := f.Subscribe()
		defer stop()
		f.Faults.On("chat.postMessage", 1, LateCommit(5*time.Minute))
		start := time.Now()
		if err := post(t.Context(), api, f.sales, "late"); err == nil {
			t.Error("a late commit was answered")
		}
		time.Sleep(time.Minute)
		if err := post(t.Context(), api, f.sales, "soon"); err != nil {
			t.Fatal(err)
		}
		if got := historyTexts(t, api, f.sales); !slices.Equal(got, []string{"soon"}) {
			t.Errorf("after a minute %q", got)
		}
		<-changes
		<-changes // told of the late one without asking
		time.Sleep(time.Hour)
		if got := historyTexts(t, api, f.sales); !slices.Equal(got, []string{"late", "soon"}) {
			t.Errorf("in the end %q", got)
		}
		late := f.Messages(f.sales)[1]
		if at, _ := parseTS(late.TS); time.UnixMicro(at).Sub(start) != 5*time.Minute {
			t.Errorf("the late message is of %s", late.TS)
		}
	})
}

func TestHistoryFaults(t *testing.T) {
	clock := newClock()
	f := newOffice(Options{Now: clock.now})
	defer f.Close()
	api := clientOf(f.Sim)
	f.Faults.HistoryDelay(10 * time.Minute)
	if err := post(t.Context(), api, f.sales, "hidden"); err != nil {
		t.Fatal(err)
	}
	if got := historyTexts(t, api, f.sales); len(got) != 0 {
		t.Errorf("at once %q", got)
	}
	clock.advance(10 * time.Minute)
	if got := historyTexts(t, api, f.sales); !slices.Equal(got, []string{"hidden"}) {
		t.Errorf("ten minutes later %q", got)
	}
	f.Faults.HistoryRefused(true)
	f.Faults.RepliesRefused(true)
	_, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: f.sales})
	wantCode(t, err, "missing_scope")
	ts := f.Messages(f.sales)[0].TS
	_, _, _, err = api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: f.sales, Timestamp: ts})
	wantCode(t, err, "not_allowed_token_type")
	f.Faults.Clear()
	_, _, _, err = api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: f.sales, Timestamp: ts})
	wantCode(t, err, "")
}

// TestSometimesFollowsTheSeed: the same seed draws the same faults.
func TestSometimesFollowsTheSeed(t *testing.T) {
	outcome := func(seed int64) []bool {
		f := newOffice(Options{Seed: seed, NoPostingLimit: true})
		defer f.Close()
		api := clientOf(f.Sim)
		f.Faults.Sometimes("chat.postMessage", 0.5, HTTP5xx())
		var out []bool
		for range 40 {
			out = append(out, post(t.Context(), api, f.sales, "a") == nil)
		}
		return out
	}
	first := outcome(7)
	if !slices.Equal(first, outcome(7)) {
		t.Error("the same seed gave other faults")
	}
	if slices.Equal(first, outcome(8)) {
		t.Error("another seed gave the same faults")
	}
	if !slices.Contains(first, true) || !slices.Contains(first, false) {
		t.Errorf("half of 40 calls: %v", first)
	}
}
