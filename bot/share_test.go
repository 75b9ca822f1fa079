package bot_test

import (
	"errors"
	"testing"
	"time"
)

func TestADoubleClickOnShareToChannelPostsOnce(t *testing.T) {
	for _, line := range []struct{ command, action string }{
		{"/overdue", "overdue_share"}, {"/dso", "dso_share"}, {"/aging", "aging_share"},
	} {
		r := newRig(t)
		m := r.command(sophie, line.command)
		r.click(sophie, m, line.action)
		if !r.slack.last().public {
			t.Fatalf("%s wasn't shared", line.command)
		}
		r.click(sophie, m, line.action)
		if s := r.slack.last(); s.public || s.m.Text != "This is in the channel already." {
			t.Errorf("%s: the second click said %+v", line.command, s)
		}
		// Much later it is asked for on purpose.
		r.now = r.now.Add(31 * time.Minute)
		r.click(sophie, m, line.action)
		if !r.slack.last().public {
			t.Errorf("%s can't be shared an hour later", line.command)
		}
		r.sound()
	}
}

func TestWhatCouldNotBeSharedIsSharedByAnotherClick(t *testing.T) {
	r := newRig(t)
	m := r.command(sophie, "/overdue")
	r.slack.refuse = errors.New("connection reset")
	r.click(sophie, m, "overdue_share")
	r.click(sophie, m, "overdue_share")
	if !r.slack.last().public {
		t.Error("the second click shared nothing")
	}
}
