package sheets

import (
	"context"
	"encoding/json"
	"strconv"
	"time"
)

// beatEvery is how old the time of the last read may grow in the sheet: a third
// of what turns it amber there.
const beatEvery = 5 * time.Minute

// shown is what the bot last wrote for people to look at, beside the cycle.
type shown struct {
	at       time.Time // when
	seq      uint64    // of the journal's last entry in the Activity tab
	activity int64     // that tab's id; 0: not found yet
}

// showDue tells whether it is time to write when the sheet was last read. Only
// a spreadsheet that has a dashboard for it holds a time there already. A held
// book writes nothing, and its time grows old, which is what people should see.
func (c *cycle) showDue() bool {
	return !c.ask.DryRun && c.beats && c.outline != nil && c.now.Sub(c.shown.at) >= c.BeatEvery &&
		c.state.mark.Synced && c.Desk.Book().Hold() == "" && len(c.state.intents) == 0 && !c.open()
}

// show writes when the sheet was last read, and the journal's latest entries,
// in one batch of its own. It runs before the cycle's read and gives the
// version as of then, so that the bot's own write is not taken for a person's
// next time, and a person's is never hidden behind the bot's: what is edited
// after the second probe has a newer version, what before is read now.
//
// It is no part of the cycle: nothing of it is journaled, so that showing never
// causes showing, and what fails is made up for by the next.
func (c *cycle) show(ctx context.Context, version string) (string, error) {
	if !c.showDue() {
		return version, nil
	}
	c.shown.at = c.now // also where it fails: not in every cycle
	hidden, ok := c.tabs()[tabHidden]
	if !ok {
		return version, nil
	}
	b := Batch{Requests: []Request{
		SetCells{Tab: hidden, Row: beatRow, Col: beatColumn, Cells: []Literal{{Value: serialOf(c.now, c.outline.TimeZone)}}},
	}}
	seq := c.Desk.Book().Seq()
	block, err := c.activity(ctx, seq)
	if err == nil {
		b.Requests = append(b.Requests, block...)
		_, err = c.Spreadsheet.Write(ctx, b)
		c.called("beat")
	}
	if err != nil {
		c.Log.WarnContext(ctx, "beat_failed", "book", c.Book, "error", err)
		if callCode(err) == CallRefused {
			c.outline, c.shown.activity = nil, 0 // a tab went
		}
		return version, nil
	}
	if len(block) > 0 {
		c.shown.seq = seq
	}
	version, err = c.Spreadsheet.Version(ctx)
	c.called("probe")
	return version, err
}

// madeTabs is how many ids from the hidden tab's on are those of tabs that
// Relance makes.
const madeTabs = 16

// activity is what to write into the Activity tab: nothing where there is none,
// or where nothing was journaled since. The tab is known by an id that only
// Relance gives and by its header, looked at just now: nobody's own list is
// ever written over.
func (c *cycle) activity(ctx context.Context, seq uint64) ([]Request, error) {
	if c.Recent == nil || seq == c.shown.seq {
		return nil, nil
	}
	var ask ReadAsk
	for _, t := range c.outline.Tabs {
		if t.ID > hiddenID && t.ID <= hiddenID+madeTabs && !t.Hidden && (c.shown.activity == 0 || c.shown.activity == t.ID) {
			ask.Areas = append(ask.Areas, Area{Tab: t, Rows: 1, Cols: len(activityColumns)})
		}
	}
	if len(ask.Areas) == 0 {
		return nil, nil
	}
	grids, err := c.Spreadsheet.Read(ctx, ask)
	c.called("read")
	if err != nil {
		return nil, err
	}
	for i, a := range ask.Areas {
		if len(grids[i].Rows) == 0 {
			continue
		}
		cells, err := decodeRow(grids[i].Rows[0])
		if err != nil {
			return nil, err
		}
		if !isActivityHeader(headerTexts(cells)) {
			continue
		}
		c.shown.activity = a.Tab.ID
		entries, err := c.Recent(ctx, activityLines)
		if err != nil {
			return nil, err
		}
		v := activityView{book: c.Desk.Book(), language: c.Language, zone: c.outline.TimeZone, name: c.Name}
		var list []Request
		if missing := 1 + activityLines - a.Tab.Rows; missing > 0 {
			list = append(list, Grow{Tab: a.Tab, Rows: missing})
			c.grew(a.Tab.ID, missing)
		}
		return append(list, SetBlock{Tab: a.Tab, Row: 1, Rows: v.rows(entries)}), nil
	}
	c.shown.activity = 0
	return nil, nil
}

func (c *cycle) grew(tab int64, rows int) {
	for i, t := range c.outline.Tabs {
		if t.ID == tab {
			c.outline.Tabs[i].Rows += rows
		}
	}
}

// isActivityHeader tells the header that Relance gave, in either language.
func isActivityHeader(header []string) bool {
	for _, language := range []string{"en", "fr"} {
		same := len(header) == len(activityColumns)
		for i, col := range activityColumns {
			same = same && header[i] == col.header(language)
		}
		if same {
			return true
		}
	}
	return false
}

// serialOf is a moment as the spreadsheet's own zone counts it: days since
// 1899-12-30.
func serialOf(t time.Time, zone string) json.Number {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	local := t.In(place)
	y, m, d := local.Date()
	wall := time.Date(y, m, d, local.Hour(), local.Minute(), local.Second(), 0, time.UTC)
	const minutes = 24 * 60
	n := int64(wall.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / time.Minute)
	// Minutes as a decimal of a day: six digits tell them apart.
	days, rest := n/minutes, n%minutes
	return json.Number(strconv.FormatInt(days, 10) + "." + fraction(rest*1_000_000/minutes))
}

func fraction(millionths int64) string {
	text := strconv.FormatInt(millionths, 10)
	for len(text) < 6 {
		text = "0" + text
	}
	return text
}

// showsBeat tells whether the hidden tab holds a time of the last read: whoever
// makes a dashboard puts the first one there.
func showsBeat(hidden Grid) (bool, error) {
	if len(hidden.Rows) <= beatRow {
		return false, nil
	}
	cells, err := decodeRow(hidden.Rows[beatRow])
	return cellAt(cells, beatColumn) != nil, err
}
