package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Limits of a data_table, kept with room to spare (201 rows with the header,
// 20,000 characters; older pages say 101 rows).
const (
	maxTableRows  = 100
	maxTableChars = 18000
	tablePage     = 10
	maxCellRunes  = 60
)

// grid is a table before it is drawn: natively, or as sections where Slack
// refuses the native one.
type grid struct {
	caption string
	head    []string
	rows    [][]string
}

// draw gives the native block and how many rows it took.
func (g grid) draw() (slack.Block, int) {
	table := slack.NewDataTableBlock(orDash(g.caption)).WithPageSize(tablePage)
	add := func(cells []string) int {
		var row []slack.DataTableCell
		chars := 0
		for _, text := range cells {
			text = cut(orDash(visible(text)), maxCellRunes)
			chars += utf8.RuneCountInString(text)
			row = append(row, slack.NewDataTableRawTextCell(text))
		}
		table.AddRow(row...)
		return chars
	}
	chars := add(g.head)
	taken := 0
	for _, cells := range g.rows {
		if taken == maxTableRows || chars > maxTableChars-len(g.head)*maxCellRunes {
			break
		}
		chars += add(cells)
		taken++
	}
	return table, taken
}

// plainRows is how many rows the plain form shows: what a phone bears.
const plainRows = 30

// plain draws the table as sections of lines.
func (g grid) plain() []slack.Block {
	var blocks []slack.Block
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, section(strings.Join(lines, "\n")))
			lines = nil
		}
	}
	for i, cells := range g.rows {
		if i == plainRows {
			break
		}
		var parts []string
		for _, c := range cells {
			parts = append(parts, escape(orDash(c)))
		}
		lines = append(lines, "• "+strings.Join(parts, " · "))
		if len(lines) == 5 { // well within 3,000 characters
			flush()
		}
	}
	flush()
	return blocks
}

// overdueTable is the list of late invoices as a table.
func (v voice) overdueTable(q overdueView, ownerOf func(*ledger.Invoice) string) Message {
	g := grid{
		caption: v.say("overdue_caption", with{"Day": q.Today}),
		head:    []string{v.say("col_invoice"), v.say("col_customer"), v.say("col_due"), v.say("col_late"), v.say("col_open"), v.say("col_owner")},
	}
	for _, inv := range q.invoices {
		if len(g.rows) == maxTableRows {
			break
		}
		g.rows = append(g.rows, []string{
			inv.Number, inv.Customer, inv.DueAt(q.Today).String(), v.Int(inv.DaysLate(q.Today)), v.Money(inv.OverdueAt(q.Today)), ownerOf(inv),
		})
	}
	text := v.overdueSentence(q)
	if len(g.rows) == 0 {
		return message(text, section(text))
	}
	block, taken := g.draw()
	back := row(
		button(actionOverduePage, v.say("button_cards"), token{Book: q.Book, Query: q.Filter.String()}),
		button(actionOverdueShare, v.say("button_share"), token{Book: q.Book, Query: q.Filter.String()}),
	)
	note := func(shown int) []slack.Block {
		if shown >= len(q.invoices) {
			return nil
		}
		return []slack.Block{aside(v.mark("table_cut", with{"Shown": shown, "Count": len(q.invoices)}))}
	}
	m := message(text, concat([]slack.Block{section(text), block}, note(taken), back)...)
	m.Plain = concat([]slack.Block{section(text)}, g.plain(), note(min(plainRows, len(g.rows))), back)
	return m
}

func concat(lists ...[]slack.Block) []slack.Block {
	var all []slack.Block
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
