package scenario

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
)

// run carries out the script.
func (h *house) run() {
	for _, l := range h.script.lines {
		h.at = l
		if !h.prepare(l.words) {
			h.open()
			if l.words[0].text != "expect" {
				h.note("%s", l.text)
			}
			h.do(l)
		}
	}
	h.at = line{text: "(at the end)"}
	h.open()
	h.check()
}

// prepare takes what is said before the first day; false for the rest.
func (h *house) prepare(words []word) bool {
	switch {
	case is(words, "today"):
		if h.app != nil {
			h.failf("the first day has begun")
		}
		h.start = h.instant(words[1:], 0)
	case is(words, "level"):
		h.level = ledger.Level(words[1].text)
	case is(words, "adopted"):
		h.adopted = true
	case is(words, "person"):
		h.person(words[1].text, words[2:])
	case is(words, "invoice"):
		cells := h.cellsOf(tabInvoices, words[3:])
		cells["Number"] = words[1].text
		if _, ok := cells["Currency"]; !ok {
			cells["Currency"] = "EUR"
		}
		h.addRow(tabInvoices, cells)
	case is(words, "customer"):
		name, rest, _ := cutAt(words[1:], ":")
		cells := h.cellsOf(tabCustomers, rest)
		cells["Customer"] = textOf(name)
		h.addRow(tabCustomers, cells)
	case is(words, "payment"):
		cells := h.cellsOf(tabPayments, words[2:])
		if _, ok := cells["Currency"]; !ok {
			cells["Currency"] = "EUR"
		}
		h.addRow(tabPayments, cells)
	default:
		return false
	}
	if h.app != nil {
		h.note("%s", h.at.text)
	}
	return true
}

// person is somebody more, or somebody of the house with other properties.
func (h *house) person(name string, words []word) {
	m := member{name: name}
	at := slices.IndexFunc(h.members, func(m member) bool { return m.name == name })
	if at >= 0 {
		m = h.members[at]
	}
	_, properties, _ := cutAt(words, ":")
	for _, part := range parts(properties) {
		switch {
		case is(part, "role"):
			m.role = part[1].text
		case is(part, "time", "zone"):
			m.zone = part[2].text
		case is(part, "language"):
			m.language = part[1].text
		case is(part, "slack", "none"):
			m.noSlack = true
		case is(part, "email", "none"):
			m.noEmail = true
		default:
			h.failf("what of a person is %q?", textOf(part))
		}
	}
	if at >= 0 {
		h.members[at] = m
		return
	}
	h.members = append(h.members, m)
}

// do carries out one sentence.
func (h *house) do(l line) {
	words := l.words
	switch {
	case is(words, "advance"):
		h.advance(h.moment(words[1:]))
	case is(words, "asleep"):
		h.away(h.moment(words[1:]), false)
	case is(words, "down"):
		h.away(h.moment(words[1:]), true)
	case is(words, "restart"):
		h.away(h.clock.Now(), true)
	case is(words, "crash", "at"):
		h.failpoints[words[2].text] = func() { panic(errCrashed) }
	case is(words, "during"):
		_, sentence, _ := strings.Cut(l.text, ": ")
		h.failpoints[words[1].text] = func() { h.do(line{l.number, sentence, splitWords(sentence)}) }
	case is(words, "store", "is", "lost"):
		h.loseStore()
	case is(words, "sheet"):
		h.edit(words[1:])
	case is(words, "slack"):
		h.disturb(words[1:])
	case is(words, "mail"):
		h.disturbMail(words[1:])
	case is(words, "expect"):
		h.expect(words[1:])
	case h.isMember(words[0].text):
		h.act(h.member(words[0].text), l)
	default:
		h.failf("nobody here is called %s, and it is no verb", words[0].text)
	}
}

// disturb has Slack do wrong to posts.
func (h *house) disturb(words []word) {
	const post = "chat.postMessage"
	switch {
	case is(words, "loses", "the", "next", "post"):
		h.slack.Faults.On(post, 1, slacksim.LoseRequest())
	case is(words, "loses", "the", "next", "reply"):
		h.slack.Faults.On(post, 1, slacksim.LoseReplyAfterApply())
	case is(words, "answers") && textOf(words[2:]) == "to the next post":
		h.slack.Faults.On(post, 1, slacksim.ErrorReply(words[1].text))
	case is(words, "answers") && textOf(words[2:]) == "to every post":
		h.slack.Faults.Sometimes(post, 1, slacksim.ErrorReply(words[1].text))
	case is(words, "refuses", "its", "history"):
		h.slack.Faults.HistoryRefused(true)
	case is(words, "is", "well"):
		h.slack.Faults.Clear()
		h.slack.Faults.HistoryRefused(false)
	default:
		h.failf("Slack doesn't do that")
	}
}

// act is what a person does in Slack.
func (h *house) act(m member, l line) {
	human, words := h.slack.Human(m.id()), l.words[1:]
	var receipt slacksim.Receipt
	var err error
	switch {
	case is(words, "types"):
		_, command, _ := strings.Cut(l.text, " types ")
		receipt, err = human.Command(h.t.Context(), channelGeneral, command)
	case is(words, "ticks"), is(words, "unticks"):
		receipt, err = h.tick(human, strings.TrimSuffix(textOf(words[1:]), " on the answer"), is(words, "ticks"))
	case is(words, "clicks"):
		receipt, err = h.click(m, human, words[1:])
	case is(words, "fills", "in"):
		err = h.fill(m, human, words[2:])
		receipt.Acked = true
	default:
		h.failf("nobody does that in Slack")
	}
	h.must(err)
	if !receipt.Acked {
		h.failf("the service did not answer in time: %s", receipt.Notice)
	}
	time.Sleep(5 * time.Second) // virtual: the answer, and the sync it wakes
	h.edited = true
	h.listen(m)
	if open := h.slack.State(m.id()).Modals; len(open) > 0 {
		h.note("    %s has a form open: %v", m.name, labels(open[len(open)-1].Blocks))
	}
}

// listen notes what a person reads in answer, if anything.
func (h *house) listen(m member) {
	for _, place := range []string{channelGeneral, h.slack.DM(m.id()), channelFinance, channelReminders} {
		for _, msg := range slices.Backward(h.slack.Messages(place)) {
			if msg.EphemeralFor != m.id() || msg.Deleted || h.seen["answer"+msg.TS+msg.Edited] {
				continue
			}
			h.seen["answer"+msg.TS+msg.Edited] = true
			h.answer, h.asker = msg, m.id()
			h.note("    answer to %s: %s", m.name, shown(msg.Text))
			return
		}
	}
}

// click presses a button: `"I'm on it" on INV-1`, `"Snooze" for INV-1 on her
// digest`, `"Start chasing" on the answer`.
func (h *house) click(m member, human slacksim.Human, words []word) (slacksim.Receipt, error) {
	label, rest := words[0].text, words[1:]
	about := ""
	if is(rest, "for") {
		about, rest = rest[1].text, rest[2:]
	}
	var at slacksim.Message
	channel := channelGeneral
	switch {
	case is(rest, "on", "the", "answer"):
		at = h.answer
		channel = at.Channel
	case is(rest, "on", "her"), is(rest, "on", "his"):
		at = h.latest(rest[2].text, m.name, "")
		channel = at.Channel
	case is(rest, "on", "the", "case", "of"):
		at = h.latest("case", "#receivables", textOf(rest[4:]))
		channel = at.Channel
	case is(rest, "on", "the", "question"):
		at = h.latest("question", textOf(rest[4:]), "")
		channel = at.Channel
	default: // the card
		if _, err := human.Command(h.t.Context(), channelGeneral, "/relance invoice "+rest[1].text); err != nil {
			return slacksim.Receipt{}, err
		}
		time.Sleep(2 * time.Second)
		h.listen(m)
		at = h.answer
	}
	for _, b := range buttons(at.Blocks) {
		if b.is(label) && (about == "" || strings.Contains(strings.ToLower(b.value), strings.ToLower(about))) {
			return human.Click(h.t.Context(), channel, at.TS, b.action, slacksim.WithValue(b.value))
		}
	}
	h.failf("no button %q there, but %v", label, buttons(at.Blocks))
	return slacksim.Receipt{}, nil
}

// button is what a person can press.
type button struct{ label, action, value string }

// is tells whether a script means this button: it writes straight apostrophes
// and leaves out dots and counts.
func (b button) is(label string) bool {
	plain := strings.NewReplacer("’", "'", "…", "")
	got, _, _ := strings.Cut(plain.Replace(b.label), " (") // a count
	return strings.EqualFold(got, plain.Replace(label))
}

func buttons(blocks json.RawMessage) []button {
	var list []button
	var tree any
	_ = json.Unmarshal(blocks, &tree)
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if v["type"] == "button" {
				text, _ := v["text"].(map[string]any)
				label, _ := text["text"].(string)
				action, _ := v["action_id"].(string)
				value, _ := v["value"].(string)
				list = append(list, button{label, action, value})
				return
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(tree)
	return list
}

// fill fills in the modal on top and submits it: `"Until" 2026-04-01, "Reason" "holiday"`.
func (h *house) fill(m member, human slacksim.Human, words []word) error {
	open := h.slack.State(m.id()).Modals
	if len(open) == 0 {
		h.failf("%s has no form open", m.name)
	}
	view := open[len(open)-1]
	blocks := labels(view.Blocks)
	fields := map[string]any{}
	for _, part := range parts(words) {
		id, ok := blocks[strings.ToLower(part[0].text)]
		if !ok {
			h.failf("the form has no field %q, but %v", part[0].text, blocks)
		}
		fields[id] = textOf(part[1:])
	}
	wrong, err := human.Submit(h.t.Context(), view.ID, fields)
	if len(wrong) > 0 {
		h.failf("the form says %v", wrong)
	}
	return err
}

// labels are the inputs of a form: block ids by label.
func labels(blocks json.RawMessage) map[string]string {
	var list []struct {
		Type    string `json:"type"`
		BlockID string `json:"block_id"`
		Label   struct {
			Text string `json:"text"`
		} `json:"label"`
	}
	_ = json.Unmarshal(blocks, &list)
	byLabel := map[string]string{}
	for _, b := range list {
		if b.Type == "input" {
			byLabel[strings.ToLower(b.Label.Text)] = b.BlockID
		}
	}
	return byLabel
}

func (h *house) number(text string) int {
	n, err := strconv.Atoi(text)
	h.must(err)
	return n
}
