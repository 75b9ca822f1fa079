package slacksim

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

func TestDirectMessagesCountsWhatTheAppWrote(t *testing.T) {
	f := newOffice(Options{})
	defer f.Close()
	api := clientOf(f.Sim)
	post := func(channel string) (string, string) {
		t.Helper()
		id, ts, err := api.PostMessageContext(t.Context(), channel, slack.MsgOptionText("late", false))
		if err != nil {
			t.Fatal(err)
		}
		return id, ts
	}
	post(f.ann)
	post(f.sales) // everyone's
	id, ts := post(f.ann)
	if _, err := f.Human(f.ann).Say(t.Context(), f.DM(f.ann), "thanks"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{f.ann: 2}, f.DirectMessages()); diff != "" {
		t.Error(diff)
	}
	if _, _, err := api.DeleteMessageContext(t.Context(), id, ts); err != nil {
		t.Fatal(err)
	}
	if got := f.DirectMessages()[f.ann]; got != 1 {
		t.Errorf("%d after one was deleted", got)
	}
}
