package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// Bounds of a digest: what a person reads on a phone over coffee. Twelve
// customers are 24 blocks, the rest fits beside them.
const (
	digestCustomers = 12
	digestLines     = 8
)

// digest is a person's morning list: three lines and three buttons for each
// new or escalated customer, then what else they should know.
func (v voice) digest(c Content) Message {
	d := c.Digest
	var total []ledger.Money
	invoices := 0
	for _, k := range d.Customers {
		invoices += len(k.Lines)
		for _, l := range k.Lines {
			total = addTo(total, l.Amount)
		}
	}
	text := v.mark("digest", with{"Name": c.Name, "Count": len(d.Customers), "Invoices": invoices, "Total": ready(v.sums(total))})
	if len(d.Customers) == 0 {
		text = v.mark("digest_quiet", with{"Name": c.Name})
	}
	blocks := []slack.Block{section(text)}
	blocks = append(blocks, v.weekly(d.Weekly)...)
	for _, k := range d.Customers[:min(len(d.Customers), digestCustomers)] {
		blocks = append(blocks, section(v.customerThreeLines(k)))
		blocks = append(blocks, v.lineButtons(c.Book, k.Key, k.Lines)...)
	}
	blocks = append(blocks, v.calls(c.Book, d.Calls)...)
	if n := len(d.Customers) - digestCustomers; n > 0 {
		blocks = append(blocks, section(v.mark("and_more", with{"Count": n})))
	}
	blocks = append(blocks, v.bullets(v.say("digest_due_soon"), len(d.DueSoon), digestLines, func(i int) string { return v.lineText(d.DueSoon[i], true) })...)
	blocks = append(blocks, v.bullets(v.say("digest_no_owner"), len(d.NoOwner), digestLines, func(i int) string {
		l, cell := d.NoOwner[i], "digest_owner_cell"
		if l.Mailless {
			cell = "digest_owner_mailless"
		}
		return v.lineText(l, true) + " · " + v.mark(cell, with{"Text": orDash(l.Owner)})
	})...)
	blocks = append(blocks, v.bullets(v.say("digest_credits"), len(d.Credits), digestLines, func(i int) string {
		return escape(d.Credits[i].Name) + " · " + v.Money(d.Credits[i].Overdue)
	})...)
	blocks = append(blocks, v.desk(d, c.Day)...)
	for i, p := range d.Parked[:min(len(d.Parked), statusLines)] {
		blocks = append(blocks, v.parkedLine(c.Book, p, strconv.Itoa(i))...)
	}
	if d.Letters > 0 {
		open := button(actionTray+":digest", v.say("button_tray"), token{Book: c.Book, Screen: screenReminder})
		blocks = append(blocks, sectionWith(v.mark("digest_letters", with{"Count": d.Letters}), open))
	}
	if d.AlsoLate.Invoices > 0 {
		blocks = append(blocks, aside(v.mark("digest_also_late", with{"Count": d.AlsoLate.Invoices, "Customers": ready(v.mark("customers", with{"Count": d.AlsoLate.Customers})), "Total": ready(v.sums(d.AlsoLate.Totals))})))
	}
	t := token{Book: c.Book, Query: "me", Screen: screenReminder}
	blocks = append(blocks, row(button(actionOverduePage+":digest", v.say("button_my_late"), t))...)
	return message(text, blocks...)
}

// customerThreeLines are who, how much and how late, what stands.
func (v voice) customerThreeLines(k Customer) string {
	oldest, first, furthest := 0, Line{}, Line{Stage: k.MaxStage}
	var asked []ledger.Money
	for i, l := range k.Lines {
		if i == 0 || l.DaysLate > oldest {
			oldest, first = l.DaysLate, l
		}
		asked = addTo(asked, l.Amount)
		if l.Stage == k.MaxStage {
			furthest.Tone = l.Tone
		}
	}
	text := "*" + escape(orDash(k.Name)) + "* · " + v.mark("stage", with{"Stage": v.stageWords(furthest)})
	text += "\n" + v.mark("customer_late", with{"Count": len(k.Lines), "Total": ready(v.sums(asked)), "Late": ready(v.Late(oldest))})
	text += "\n" + v.mark("about_due", with{"Invoice": first.Number, "Day": first.Due})
	if state := v.lineState(first); state != "" {
		text += " · " + state
	}
	if k.Do != "" && slices.ContainsFunc(k.Lines, func(l Line) bool { return l.Status.isChased() }) {
		text += "\n→ " + v.mark("do_"+k.Do)
	}
	if k.For != nil {
		text += " · " + v.mark("stands_for", with{"Name": k.For.Name, "Day": k.For.Until})
	}
	return text
}

// digestCalls is how many of the day's calls a digest has buttons for.
const digestCalls = 3

// calls are the customers to call again today.
func (v voice) calls(book string, lines []Line) []slack.Block {
	if len(lines) == 0 {
		return nil
	}
	blocks := []slack.Block{section(v.mark("digest_calls", with{"Count": len(lines)}))}
	for i, l := range lines[:min(len(lines), digestCalls)] {
		t := token{Book: book, Invoice: refOf(l.Invoice), Screen: screenReminder}
		blocks = append(blocks, section(v.lineText(l, true)))
		if l.Status.isOver() {
			continue
		}
		tail := ":call" + strconv.Itoa(i)
		blocks = append(blocks, row(button(actionCalled+tail, v.say("button_called"), t), button(actionPromise+tail, v.say("button_promise"), t), button(actionOpenInvoice+tail, v.say("button_open"), t))...)
	}
	if n := len(lines) - digestCalls; n > 0 {
		blocks = append(blocks, aside(v.mark("and_more", with{"Count": n})))
	}
	return blocks
}

// parkedLine is a delivery of uncertain fate, with its two buttons until one
// was pressed.
func (v voice) parkedLine(book string, p ParkedLine, tail string) []slack.Block {
	if p.Resolved {
		return []slack.Block{section(v.mark("parked_resolved", with{"Kind": v.say("kind_" + p.Kind), "To": place(p.To)}))}
	}
	return v.parked(book, Parked{ID: p.Delivery, Kind: p.Kind, To: p.To, Invoices: p.Invoices, Reason: p.Reason}, tail)
}

// desk is what finance keeps in mind for everybody.
func (v voice) desk(d *Digest, day ledger.Date) []slack.Block {
	var blocks []slack.Block
	if !d.Import.IsZero() {
		blocks = append(blocks, section(v.mark("digest_import", with{"Day": d.Import})))
	}
	blocks = append(blocks, v.bullets(v.say("digest_broken"), len(d.Broken), digestLines, func(i int) string { return v.lineText(d.Broken[i], true) })...)
	blocks = append(blocks, v.bullets(v.say("digest_disputes"), len(d.Disputes), digestLines, func(i int) string { return v.lineText(d.Disputes[i], true) })...)
	blocks = append(blocks, v.bullets(v.say("digest_collections"), len(d.Collections), digestLines, func(i int) string {
		c := d.Collections[i]
		return v.collection(c.Name, c.Since, day, c.Open, c.Recovered)
	})...)
	return append(blocks, v.bullets(v.say("digest_reviews"), len(d.Reviews), digestLines, func(i int) string {
		r := d.Reviews[i]
		line := v.mark("digest_review", with{"Customer": orDash(r.Name), "Mode": v.modeWord(r.Mode), "Day": r.On})
		if r.Reason != "" {
			line += " · " + escape(r.Reason)
		}
		return line
	})...)
}

// modeWord is a reminder mode in the reader's language; one that nobody knows
// as it stands in the sheet.
func (v voice) modeWord(mode string) string {
	id := "mode_" + strings.ReplaceAll(mode, " ", "_")
	if text := v.say(id); text != id {
		return text
	}
	return mode
}
