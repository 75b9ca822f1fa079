package scenario

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
)

// expect checks one sentence.
func (h *house) expect(words []word) {
	switch {
	case is(words, "nothing"):
		h.expectNothing(words[1:])
	case is(words, "cell"):
		h.expectCell(words[1:])
	case is(words, "why"):
		h.expectWhy(words[1:])
	case is(words, "answer", "doesn't", "say"):
		h.lacks(textsOf(h.answer), words[3:])
	case is(words, "answer", "without", "button"):
		if slices.ContainsFunc(buttons(h.answer.Blocks), func(b button) bool { return b.is(words[3].text) }) {
			h.failf("there is that button")
		}
	case is(words, "answer"):
		h.expectText(textsOf(h.answer), words[1:])
	case is(words, "the"):
		h.expectStanding(words[1:])
	case len(words) > 1 && strings.TrimLeft(words[0].text, "0123456789") == "":
		h.expectCount(words)
	default:
		h.expectMessage(words)
	}
}

// expectMessage looks for one message that was not expected yet, such as
// "digest to Alice on 2026-03-05: INV-1 stage 1".
func (h *house) expectMessage(words []word) {
	head, list, hasList := cutAt(words, ":")
	var want []string
	for _, item := range parts(list) {
		want = append(want, textOf(item))
	}
	slices.Sort(want)
	to, about, on, quoted := "", "", ledger.Date(0), []string{}
	for i := 1; i < len(head); i++ {
		switch {
		case head[i].quoted:
			quoted = append(quoted, head[i].text)
		case is(head[i:], "to"):
			i++
			to = head[i].text
		case is(head[i:], "of"):
			i++
			about = head[i].text
		case is(head[i:], "on"):
			i++
			at := h.instant(head[i:], 0)
			on, i = ledger.DateOf(at), len(head)
		default:
			h.failf("what of a message is %q?", textOf(head[i:]))
		}
	}
	var near []string
	for i, m := range h.said[h.window:] {
		at := i + h.window
		if h.expected[at] || m.kind != head[0].text || to != "" && m.to != to || about != "" && m.about != about || !on.IsZero() && ledger.DateOf(m.at) != on {
			continue
		}
		near = append(near, m.String())
		if got := slices.Sorted(slices.Values(m.items)); hasList && !slices.Equal(got, want) || !h.reads(m, quoted) {
			continue
		}
		h.expected[at] = true
		return
	}
	h.failf("no such message; the nearest are %q", near)
}

// reads tells whether a message holds each of the texts, as it stands now.
func (h *house) reads(m message, texts []string) bool {
	for _, text := range texts {
		if !strings.Contains(m.text+textsOf(h.standing(m)), text) {
			return false
		}
	}
	return true
}

// toPeople tells a message to a person or a customer from the posts of the
// reminders channel.
func toPeople(m message) bool { return m.to != "#receivables" }

func (h *house) expectNothing(words []word) {
	for i, m := range h.said[h.window:] {
		var unwanted bool
		switch {
		case len(words) == 0:
			unwanted = toPeople(m)
		case is(words, "more"):
			unwanted = toPeople(m) && !h.expected[i+h.window]
		case is(words, "to"):
			unwanted = m.to == words[1].text
		case is(words, "about"):
			unwanted = toPeople(m) && slices.ContainsFunc(m.items, func(item string) bool { return strings.HasPrefix(item+" ", textOf(words[1:])+" ") })
		default:
			h.failf("nothing what?")
		}
		if unwanted {
			h.failf("there is a %s", m)
		}
	}
}

// expectCount is "3 digests to Alice".
func (h *house) expectCount(words []word) {
	n, kind := 0, strings.TrimSuffix(words[1].text, "s")
	for i, m := range h.said[h.window:] {
		if m.kind == kind && (len(words) < 4 || m.to == words[3].text) {
			n++
			h.expected[i+h.window] = true
		}
	}
	if want := h.number(words[0].text); n != want {
		h.failf("there are %d", n)
	}
}

// expectCell is "INV-1 next reminder: 2026-03-12".
func (h *house) expectCell(words []word) {
	head, value, ok := cutAt(words, ":")
	if !ok {
		h.failf("a colon stands before what the cell shows")
	}
	header, _ := h.headed(tabInvoices, head[1:])
	want := textOf(value)
	if want == "empty" {
		want = ""
	}
	if got := h.cell(head[0].text, header); got != want {
		h.failf("it shows %q", got)
	}
}

// reasons are the planner's reasons in the words that people read.
var reasons = sync.OnceValues(func() (map[string]string, error) {
	text, err := os.ReadFile("../../bot/language/en.json")
	if err != nil {
		return nil, err
	}
	words := map[string]any{}
	err = json.Unmarshal(text, &words)
	byName := map[string]string{}
	for key, value := range words {
		if name, ok := strings.CutPrefix(key, "reason_"); ok {
			byName[strings.ReplaceAll(strings.TrimPrefix(name, "skip_"), "_", " ")], _ = value.(string)
		}
	}
	return byName, err
})

// expectWhy is "INV-1: promised, next 2026-03-25": what /relance why answers.
func (h *house) expectWhy(words []word) {
	number, rest, _ := cutAt(words, ":")
	fiona := h.member("Fiona")
	r, err := h.slack.Human(fiona.id()).Command(h.t.Context(), channelGeneral, "/relance why "+textOf(number))
	h.must(err)
	if !r.Acked {
		h.failf("no answer")
	}
	h.settle()
	h.listen(fiona)
	byName, err := reasons()
	h.must(err)
	got := textsOf(h.answer)
	for i, part := range parts(rest) {
		want := textOf(part)
		switch {
		case i == 0:
			sentence, ok := byName[want]
			if !ok {
				h.failf("the planner has no reason %q", want)
			}
			want = sentence
		case is(part, "next"):
			day, err := ledger.ParseDate(part[1].text)
			h.must(err)
			want = day.Time().Format("2 January 2006")
		}
		if !strings.Contains(got, want) {
			h.failf("the answer lacks %q:\n%s", want, got)
		}
	}
}

// expectStanding is what a message that stands in Slack says now: "the case of
// Dupont says "Promised"", "the digest of Alice doesn't say "late"".
func (h *house) expectStanding(words []word) {
	i := slices.IndexFunc(words, func(w word) bool { return !w.quoted && (w.text == "says" || w.text == "doesn't") })
	if i < 3 {
		h.failf("the KIND of WHOM says what?")
	}
	whose := textOf(words[2:i])
	kind, to, about := words[0].text, whose, ""
	if kind == "case" {
		to, about = "#receivables", whose
	}
	m := h.latest(kind, to, about)
	if words[i].text == "doesn't" {
		h.lacks(textsOf(m), words[i+2:])
		return
	}
	h.expectText(textsOf(m), words[i+1:])
}

func (h *house) expectText(got string, want []word) {
	for _, w := range want {
		if !strings.Contains(got, w.text) {
			h.failf("it lacks %q:\n%s", w.text, got)
		}
	}
}

func (h *house) lacks(got string, unwanted []word) {
	for _, w := range unwanted {
		if strings.Contains(got, w.text) {
			h.failf("it says %q:\n%s", w.text, got)
		}
	}
}

// latest is the last message of a kind to somebody, as it stands now.
func (h *house) latest(kind, to, about string) slacksim.Message {
	h.look()
	for _, m := range slices.Backward(h.said) {
		if (m.kind == kind || kind == "message") && m.to == to && (about == "" || m.about == about) {
			return h.standing(m)
		}
	}
	h.failf("there is no %s to %s %s", kind, to, about)
	return slacksim.Message{}
}

// standing is a message as it stands now.
func (h *house) standing(m message) slacksim.Message {
	for _, now := range h.slack.Messages(m.channel) {
		if now.TS == m.ts {
			return now
		}
	}
	return slacksim.Message{}
}

// textsOf is all that a person reads in a message.
func textsOf(m slacksim.Message) string {
	var b strings.Builder
	fmt.Fprintln(&b, m.Text)
	var tree any
	_ = json.Unmarshal(m.Blocks, &tree)
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if text, ok := v["text"].(string); ok {
				fmt.Fprintln(&b, text)
			}
			for _, key := range []string{"text", "fields", "elements", "accessory", "rows", "cells"} {
				walk(v[key])
			}
		}
	}
	walk(tree)
	return b.String()
}
