package console

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// pushed is what a page reads of a push.
type pushed struct {
	Reset bool           `json:"reset"`
	Set   map[string]any `json:"set"`
	Gone  []string       `json:"gone"`
}

func TestAFeedSendsWhatDiffers(t *testing.T) {
	f := newFeed()
	for _, c := range []struct {
		story string
		now   entries
		want  *pushed
	}{
		{"everything at first", entries{"a": "1", "b": "2"}, &pushed{Reset: true, Set: map[string]any{"a": "1", "b": "2"}}},
		{"nothing when nothing moved", entries{"a": "1", "b": "2"}, nil},
		{"what changed", entries{"a": "1", "b": "3"}, &pushed{Set: map[string]any{"b": "3"}}},
		{"what came and what went", entries{"a": "1", "c": "4"}, &pushed{Set: map[string]any{"c": "4"}, Gone: []string{"b"}}},
		{"what came back", entries{"a": "1", "b": "3", "c": "4"}, &pushed{Set: map[string]any{"b": "3"}}},
	} {
		t.Run(c.story, func(t *testing.T) {
			data := f.push(c.now)
			var got *pushed
			if data != nil {
				got = &pushed{}
				if err := json.Unmarshal(data, got); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnEmptyWorldIsStillAReset(t *testing.T) {
	if data := newFeed().push(entries{}); data == nil {
		t.Error("a page that connects to nothing is never told so")
	}
}

// A page that applies every push holds the state, whatever happened.
func TestAPageThatFollowsHoldsTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFeed()
		page := map[string]any{}
		for range rapid.IntRange(1, 12).Draw(t, "pushes") {
			state := rapid.MapOf(rapid.StringMatching(`[a-e]`), rapid.StringMatching(`[xyz]{0,2}`)).Draw(t, "state")
			now, want := entries{}, map[string]any{}
			for k, v := range state {
				now[k], want[k] = v, v
			}
			if data := f.push(now); data != nil {
				var p pushed
				if err := json.Unmarshal(data, &p); err != nil {
					t.Fatal(err)
				}
				if p.Reset {
					page = map[string]any{}
				}
				for _, k := range p.Gone {
					delete(page, k)
				}
				maps.Copy(page, p.Set)
			}
			if diff := cmp.Diff(want, page); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func TestEveryPartOfAMessageCounts(t *testing.T) {
	base := slacksim.SeenMessage{TS: "1.0", User: "U1", UserName: "Ann", Text: "late", Blocks: json.RawMessage(`[1]`)}
	f := newFeed()
	before, _ := f.sum(base)
	for part, change := range map[string]func(*slacksim.SeenMessage){
		"text":        func(m *slacksim.SeenMessage) { m.Text = "paid" },
		"blocks":      func(m *slacksim.SeenMessage) { m.Blocks = json.RawMessage(`[2]`) },
		"attachments": func(m *slacksim.SeenMessage) { m.Attachments = json.RawMessage(`[1]`) },
		"both moved":  func(m *slacksim.SeenMessage) { m.Blocks, m.Attachments = nil, m.Blocks },
		"edited":      func(m *slacksim.SeenMessage) { m.Edited = true },
		"reactions": func(m *slacksim.SeenMessage) {
			m.Reactions = []slacksim.Reaction{{Name: "eyes", Users: []string{"U1"}}}
		},
		"files":   func(m *slacksim.SeenMessage) { m.Files = []slacksim.SeenFile{{ID: "F1"}} },
		"a reply": func(m *slacksim.SeenMessage) { m.Replies = []slacksim.SeenMessage{{TS: "2.0"}} },
		"a reply's blocks": func(m *slacksim.SeenMessage) {
			m.Replies = []slacksim.SeenMessage{{TS: "2.0", Blocks: json.RawMessage(`[1]`)}}
		},
	} {
		changed := base
		change(&changed)
		if after, _ := f.sum(changed); after == before {
			t.Errorf("%s changed and the page would not be told", part)
		}
	}
	if again, _ := f.sum(base); again != before {
		t.Error("an unchanged message has another sum")
	}
}
