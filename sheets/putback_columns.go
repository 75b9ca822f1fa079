package sheets

import (
	"slices"
)

// under is a put-back as it would be, had its row been hit under the header of
// now: people may have moved columns since. A column is the one of the same
// header, or of the same field, where it has a new name. What stands in a column
// that was not there then is no part of the pre-image.
func (b PutBack) under(t tabRead) PutBack {
	now := headerTexts(t.header)
	if len(b.Texts) == 0 || sameTexts(b.Texts, now) {
		return b
	}
	width := max(len(now), len(b.Texts), t.Columns.width(), t.width())
	to, taken := b.moves(now, t.Columns, max(len(b.Texts), len(b.Row), b.Col+1)), map[int]bool{}
	row := make([]any, width)
	var hit []int
	col := -1
	for from, at := range to {
		if at < 0 {
			continue
		}
		taken[at] = true
		if at < width {
			row[at] = cellAt(b.Row, from)
		}
		if slices.Contains(b.Hit, from) {
			hit = append(hit, at)
		}
		if from == b.Col {
			col = at
		}
	}
	if col < 0 {
		return b // its column can't be told
	}
	for at := range width {
		if !taken[at] {
			hit = append(hit, at)
		}
	}
	b.Row, b.Hit, b.Col, b.Texts = row, hit, col, nil
	return b
}

// moves tells where each column of then stands now; -1 where nothing tells.
func (b PutBack) moves(now []string, columns Columns, n int) []int {
	to := make([]int, n)
	then := columnsOf(b.Tab, b.Texts, nil)
	for i := range to {
		to[i] = -1
		text := textAt(b.Texts, i)
		if at := slices.Index(now, text); text != "" && at >= 0 && !slices.Contains(now[at+1:], text) && !slices.Contains(b.Texts[i+1:], text) {
			to[i] = at
			continue
		}
		f := fieldAt(then, i)
		if i == b.Col && b.Field != "" {
			f = b.Field
		}
		if at, ok := columns.Index(f); ok && f != "" {
			to[i] = at
		}
	}
	return to
}

// sameTexts compares headers but for blanks at their ends.
func sameTexts(a, b []string) bool {
	for i := range max(len(a), len(b)) {
		if textAt(a, i) != textAt(b, i) {
			return false
		}
	}
	return true
}
