package show_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/internal/show"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// TestAKeptWorldGoesOnWhereItStopped closes a world and opens it again on its
// folder: sheet, messages, people and clock are as they were, nothing that was
// said is said again, and the bot goes on.
func TestAKeptWorldGoesOnWhereItStopped(t *testing.T) {
	dir := t.TempDir()
	first := open(t, show.Options{Lang: "fr", Dir: dir, Keep: true})
	if err := first.Advance(t.Context(), 2, func(int, string) {}); err != nil {
		t.Fatal(err)
	}
	number := frenchNumber(t, first, 5)
	hand := first.Sheets.Human(first.SpreadsheetID, "sophie.marchand@example.com")
	if err := hand.Type("Factures", "T5", "rappeler vendredi"); err != nil {
		t.Fatal(err)
	}
	ending := first.Clock.Now() // the clock is kept while the world closes, before it has closed
	closed(t, first)
	// Settled only now: stopping may still write what was under way.
	sheet, said := peoplesTabs(first), everything(first)
	if len(said) < 20 {
		t.Fatalf("only %d messages before the end: the world is not alive", len(said))
	}

	second := open(t, show.Options{Lang: "fr", Dir: dir, Keep: true})
	defer closed(t, second)
	if now := second.Clock.Now(); now.Before(ending) || now.Sub(ending) > time.Hour {
		t.Errorf("the clock goes on at %s, it stopped after %s", now, ending)
	}
	if err := second.App.Wake(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sheet, peoplesTabs(second)); diff != "" {
		t.Errorf("the sheet changed (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(said, everything(second)); diff != "" {
		t.Errorf("the messages changed (-before +after):\n%s", diff)
	}
	if got := frenchNumber(t, second, 5); got != number {
		t.Errorf("row 5 is invoice %s, was %s", got, number)
	}

	if err := second.Advance(t.Context(), 7, func(int, string) {}); err != nil {
		t.Fatal(err)
	}
	after := everything(second)
	if len(after) < len(said)+5 {
		t.Errorf("a week brought %d messages", len(after)-len(said))
	}
	var texts []string
	for _, m := range after {
		texts = append(texts, m.Channel+m.Delivery)
	}
	slices.Sort(texts)
	if once := slices.Compact(slices.Clone(texts)); len(once) != len(texts) {
		t.Errorf("%d of %d messages are second copies", len(texts)-len(once), len(texts))
	}
}

// TestAKeptWorldStaysInItsLanguage refuses to mix two sheets' worlds.
// peoplesTabs are those that people type into. The dashboard moves by itself: it
// shows when the bot was last there.
func peoplesTabs(w *show.World) []sheetsim.TabSnapshot {
	return w.Sheets.Snapshot(w.SpreadsheetID).Tabs[:4]
}

func TestAKeptWorldStaysInItsLanguage(t *testing.T) {
	dir := t.TempDir()
	closed(t, open(t, show.Options{Lang: "fr", Dir: dir, Keep: true}))
	w, err := show.Open(t.Context(), show.Options{Base: time.Now, Lang: "en", Dir: dir, Keep: true})
	if err == nil {
		closed(t, w)
		t.Fatal("a French world was opened in English")
	}
}

func closed(t *testing.T, w *show.World) {
	t.Helper()
	if err := w.Close(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
}

// utterance is a message of the bot's as the test compares it.
type utterance struct{ Channel, TS, Text, Delivery string }

// everything is what stands in Slack.
func everything(w *show.World) []utterance {
	var list []utterance
	for _, c := range w.Slack.Channels() {
		for _, m := range w.Slack.Messages(c.ID) {
			list = append(list, utterance{c.ID, m.TS, m.Text, deliveryOf(m)})
		}
	}
	return list
}

// deliveryOf is the id that the bot gave a message; its time if it gave none.
func deliveryOf(m slacksim.Message) string {
	raw, err := json.Marshal(m.Metadata)
	if err != nil {
		return err.Error()
	}
	var metadata struct {
		EventPayload struct {
			Delivery string `json:"delivery"`
		} `json:"event_payload"`
	}
	if json.Unmarshal(raw, &metadata) != nil || metadata.EventPayload.Delivery == "" {
		return m.TS
	}
	return metadata.EventPayload.Delivery
}

func frenchNumber(t *testing.T, w *show.World, line int) string {
	t.Helper()
	rows := w.Sheets.Tab(w.SpreadsheetID, 0).Rows
	if len(rows) < line || len(rows[line-1]) == 0 {
		t.Fatalf("row %d is empty", line)
	}
	return rows[line-1][0].Formatted
}
