package slackapi_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// A file lands in one person's direct messages, whole, with its title and
// comment, and nowhere else.
func TestAFileLandsInDirectMessages(t *testing.T) {
	for _, row := range []struct {
		story  string
		method string
		effect slacksim.Effect // of the first call; none: nothing goes wrong
		fails  bool
		files  int // shared
	}{
		{"nothing goes wrong", "", slacksim.Effect{}, false, 1},
		{"asked to wait for the place", "files.getUploadURLExternal", slacksim.RateLimit429(time.Second), false, 1},
		{"the bytes are refused", "upload", slacksim.HTTP5xx(), true, 0},
		{"the sharing is refused", "files.completeUploadExternal", slacksim.ErrorReply("internal_error"), true, 0},
		{"the reply is lost: it is there, and isn't shared twice", "files.completeUploadExternal", slacksim.LoseReplyAfterApply(), true, 1},
	} {
		t.Run(row.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, nil)
				if row.method != "" {
					r.sim.Faults.On(row.method, 1, row.effect)
				}
				file := bot.File{Name: "notice.pdf", Title: "Formal notice", Comment: "To print.", Content: []byte("%PDF-1.7 and the rest")}
				if err := r.api.Upload(t.Context(), r.sophie.ID(), file); (err != nil) != row.fails {
					t.Fatalf("it says %v", err)
				}
				shared := slices.DeleteFunc(r.sim.Files(), func(f slacksim.File) bool { return len(f.Shared) == 0 })
				if len(shared) != row.files {
					t.Fatalf("shared: %+v", shared)
				}
				for _, f := range shared {
					if f.Name != file.Name || f.Title != file.Title || string(f.Content) != string(file.Content) {
						t.Errorf("%+v", f)
					}
					if list := r.sim.Messages(f.Shared[0]); len(f.Shared) != 1 || !strings.HasPrefix(f.Shared[0], "D") || len(list) != 1 || list[0].Text != file.Comment || len(list[0].Files) != 1 {
						t.Errorf("in %v stands %+v", f.Shared, list)
					}
				}
				if n := r.sim.Calls()["files.completeUploadExternal"]; n > 1 {
					t.Errorf("shared %d times", n)
				}
			})
		})
	}
}

// An app that was installed before it could hand out files says so by name.
func TestAFileWithoutTheScope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, func(o *slacksim.Options) {
			o.Scopes = slices.DeleteFunc(o.Scopes, func(s string) bool { return s == "files:write" })
		})
		err := r.api.Upload(t.Context(), r.sophie.ID(), bot.File{Name: "notice.pdf", Content: []byte("%PDF")})
		if !errors.Is(err, bot.ErrNoFileScope) {
			t.Errorf("it says %v", err)
		}
	})
}
