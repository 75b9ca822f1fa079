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

// beat writes, into the hidden tab, when the sheet was last read: the dashboard
// shows it as *Last sync*, which turns amber by itself. Only a spreadsheet that
// has such a dashboard holds a time there already. It is no part of the cycle:
// a beat that fails is made up for by the next.
func (c *cycle) beat(ctx context.Context) {
	if c.ask.DryRun || !c.beats || c.report.Held != "" || c.now.Sub(c.beatAt) < c.BeatEvery {
		return
	}
	hidden, ok := c.tabs()[tabHidden]
	if !ok {
		return
	}
	_, err := c.Spreadsheet.Write(ctx, Batch{Requests: []Request{
		SetCells{Tab: hidden, Row: beatRow, Col: beatColumn, Cells: []Literal{{Value: serialOf(c.now, c.outline.TimeZone)}}},
	}})
	c.called("beat")
	if err != nil {
		c.Log.WarnContext(ctx, "beat_failed", "book", c.Book, "error", err)
		return
	}
	c.beatAt = c.now
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
