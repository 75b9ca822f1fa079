package scenario

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/sim/mailsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// The house's own mail server.
const (
	mailHost = "mail.house.example"
	mailUser = "relance"
	mailFrom = "accounts@house.example"
)

// mail gives the house a mail server.
func (h *house) openMail() {
	var err error
	h.mail, err = mailsim.Start(mailsim.Options{Host: mailHost, Now: h.clock.Now, User: mailUser, Password: "secret"})
	h.must(err)
	h.t.Cleanup(h.mail.Close)
}

func (h *house) mailing(o *app.Options) {
	o.MailRoots, o.MailDial = h.mail.RootCAs(), h.mail.Dial
	o.Config.Mail = config.Mail{
		Host: mailHost, Port: 587, TLS: config.TLSStartTLS, User: mailUser, Password: "secret", Timeout: 30 * time.Second, From: "The House <" + mailFrom + ">",
	}
	o.Config.Books[0].Sender = config.Sender{
		Company: "The House Ltd", Email: mailFrom, Accounts: []config.Account{{Name: "main", IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP"}},
	}
}

// kindLetter is a mail to a customer; of which kind it is stands with each item.
const kindLetter = "letter"

// newLetters are the mails that came since the last look.
func (h *house) newLetters() []message {
	box := h.mail.Messages()
	var list []message
	for i := h.mailsSeen; i < len(box); i++ {
		list = append(list, h.letterOf(box[i]))
	}
	h.mailsSeen = len(box)
	return list
}

func (h *house) letterOf(m mailsim.Message) message {
	id, _, _ := strings.Cut(m.MessageID, "@")
	d, err := h.store.Delivery(h.t.Context(), bookName, id)
	h.must(err)
	content, err := reminders.ContentOf(d.Payload)
	h.must(err)
	out := message{at: m.At.In(h.paris), kind: d.Kind, delivery: id, text: m.Subject + "\n" + m.Text, mailed: true}
	if len(m.Recipients) != 1 || !strings.HasSuffix(d.Destination, m.Recipients[0]) {
		h.failf("a mail for %s went to %v", d.Destination, m.Recipients)
	}
	if content.Letter == nil { // to one of the house, who has no Slack
		for _, who := range h.members {
			if who.email() == m.Recipients[0] {
				out.to = who.name
			}
		}
		out.items, out.about = itemsOf(content)
		return out
	}
	out.to = content.Letter.Body.Recipient.Company
	for _, r := range d.Reminders {
		out.items = append(out.items, strings.ToUpper(string(r.Invoice))+" "+string(content.Letter.Kind))
	}
	out.approved = content.Letter.Approved
	out.letter = string(content.Letter.Kind)
	return out
}

// disturbMail has the mail server do wrong to letters.
func (h *house) disturbMail(words []word) {
	switch {
	case is(words, "server", "loses", "the", "next", "reply"):
		h.mail.Faults.On(mailsim.End, 1, mailsim.DropAfter())
	case is(words, "server", "answers") && textOf(words[3:]) == "to the next letter":
		h.mail.Faults.On(mailsim.Rcpt, 1, mailsim.Reply(h.number(words[2].text), "4.7.1 not now"))
	case is(words, "server", "is", "down"):
		h.mail.Faults.Sometimes(mailsim.Connect, 1, mailsim.Refuse())
	case is(words, "server", "is", "well"):
		h.mail.Faults.Clear()
	default:
		h.failf("a mail server doesn't do that")
	}
}

// tick ticks, or unticks, a customer's letter on the answer.
func (h *house) tick(human slacksim.Human, customer string, on bool) (slacksim.Receipt, error) {
	box, ok := tickBox(h.answer.Blocks, customer)
	if !ok {
		h.failf("no letter to %s to tick, but:\n%s", customer, textsOf(h.answer))
	}
	chosen := []string{}
	if on {
		chosen = append(chosen, box.value)
	}
	return human.Click(h.t.Context(), h.answer.Channel, h.answer.TS, box.action, slacksim.InBlock(box.block), slacksim.Choose(chosen))
}

// checkLetters: a customer gets one letter per contact gap, and a formal notice
// with two people's word and some days after a firm letter.
func (h *house) checkLetters() {
	last, firm := map[string]time.Time{}, map[string]time.Time{}
	for _, m := range h.said {
		if m.kind != kindLetter {
			continue
		}
		day := ledger.DateOf(m.at)
		if before, ok := last[m.to]; ok && day.DaysSince(ledger.DateOf(before)) < h.policy.ContactGap {
			h.failf("%s and %s: two letters to %s", ledger.DateOf(before), day, m.to)
		}
		last[m.to] = m.at
		kind := reminders.LetterKind(m.letter)
		if kind == reminders.LetterFormal {
			if before, ok := firm[m.to]; !ok || day.DaysSince(ledger.DateOf(before)) < h.policy.Letters.FormalGapDays {
				h.failf("a formal notice to %s on %s, without a firm letter before", m.to, day)
			}
			if people := slices.Compact(slices.Sorted(slices.Values(m.approved))); len(people) < 2 {
				h.failf("a formal notice to %s with the word of %v", m.to, people)
			}
		}
		if kind.IsFirm() {
			firm[m.to] = m.at
		}
	}
}

// checkMailed: each letter that is recorded lies in a box once.
func (h *house) checkMailed() {
	box := map[string]int{}
	for _, m := range h.said {
		if m.mailed {
			box[m.delivery]++
		}
	}
	sent, err := h.store.List(h.t.Context(), bookName, store.Sent)
	h.must(err)
	for _, d := range sent {
		if d.Kind == store.KindLetter && box[d.ID] != 1 {
			h.failf("a letter to %s came %d times", d.Destination, box[d.ID])
		}
	}
	for id, n := range box {
		if n > 1 {
			h.failf("letter %s came %d times", id, n)
		}
	}
}

// checkbox is what a person can tick.
type checkbox struct{ block, action, value string }

// tickBox is the one below the lines about a customer.
func tickBox(blocks json.RawMessage, customer string) (checkbox, bool) {
	var list []struct {
		BlockID string `json:"block_id"`
		Text    struct {
			Text string `json:"text"`
		} `json:"text"`
		Elements []struct {
			Type     string `json:"type"`
			ActionID string `json:"action_id"`
			Options  []struct {
				Value string `json:"value"`
			} `json:"options"`
		} `json:"elements"`
	}
	_ = json.Unmarshal(blocks, &list)
	below := false
	for _, b := range list {
		if b.Text.Text != "" {
			below = strings.Contains(b.Text.Text, "*"+customer+"*")
		}
		for _, e := range b.Elements {
			if below && e.Type == "checkboxes" {
				return checkbox{b.BlockID, e.ActionID, e.Options[0].Value}, true
			}
		}
	}
	return checkbox{}, false
}
