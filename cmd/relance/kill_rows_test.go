package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// journalOf is the book's part of the store.
type journalOf struct{ store store.Store }

func (j journalOf) Append(ctx context.Context, changes []ledger.Change) ([]ledger.Change, error) {
	return j.store.Append(ctx, killBook, changes)
}

func (j journalOf) Since(ctx context.Context, after uint64, limit int) ([]ledger.Change, error) {
	return j.store.Since(ctx, killBook, after, limit)
}

// waitForRows waits until the sheet shows the stages that the ladder reached.
func (w *killWorld) waitForRows() {
	w.t.Helper()
	parked, err := w.store.List(w.t.Context(), killBook, store.Parked)
	w.must(err)
	w.poll("the stages to stand in the rows", func() string {
		var page struct {
			Values [][]string `json:"values"`
		}
		w.sheets.get("/v4/spreadsheets/"+killSheet+"/values/Invoices", &page)
		if len(page.Values) != len(w.bills)+1 {
			return fmt.Sprintf("the sheet has %d rows", len(page.Values))
		}
		number, stage := -1, -1
		for i, header := range page.Values[0] {
			switch header {
			case "Number":
				number = i
			case "Stage":
				stage = i
			}
		}
		shown := map[string]string{}
		for _, row := range page.Values[1:] {
			if stage < len(row) {
				shown[row[number]] = row[stage]
			}
		}
		var wrong []string
		for _, b := range w.bills {
			want := w.reached[b.number]
			text := strconv.Itoa(want.stage)
			if want.repeat > 0 {
				text = fmt.Sprintf("%d ×%d", want.stage, want.repeat)
			}
			if want.stage > 0 && shown[b.number] != text && !w.isParked(parked, ledger.Key(keyOf(b.number))) {
				wrong = append(wrong, fmt.Sprintf("%s shows %q, not %s", b.number, shown[b.number], text))
			}
		}
		return strings.Join(wrong, "; ")
	})
}
