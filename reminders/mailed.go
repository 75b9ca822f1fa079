package reminders

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders/letter"
	"github.com/relance-bot/relance/store"
)

// Somebody who has no Slack account gets their digest and direct messages as
// mails, through the same deliveries. What differs follows from the form of the
// destination alone, as for letters: a mail is handed to another server at
// another pace, it can't be updated or deleted, and nothing can tell whether
// one arrived, so that one in doubt is parked.

// isMail tells whether a delivery goes by mail: no id of Slack's has an @.
func isMail(d store.Delivery) bool { return strings.Contains(d.Destination, "@") }

// destination is where somebody is written to: in Slack, else by mail.
func (r Recipient) destination() string {
	if r.SlackID != "" {
		return r.SlackID
	}
	return r.Email
}

// isMailed tells whether somebody is written to by mail.
func (r Recipient) isMailed() bool { return r.SlackID == "" && r.Email != "" }

// addresses are where somebody may have been told something: who got mails
// before they had a Slack account isn't told again.
func (r Recipient) addresses() [2]string { return [2]string{r.SlackID, r.Email} }

// reaches tells whether somebody can be written to.
func (s *Service) reaches(who Recipient) bool {
	return who.SlackID != "" || who.isMailed() && s.o.InHouse != nil
}

// mailerOf is what a mail goes out by; nil: by nothing.
func (s *Service) mailerOf(d store.Delivery) Mailer {
	if d.Kind == store.KindLetter {
		return s.o.Mailer
	}
	return s.o.InHouse
}

// told is Told to somebody, wherever.
func (g *drafter) told(who Recipient, invoice ledger.Key, cycle string) ledger.Stage {
	var stage ledger.Stage
	for _, a := range who.addresses() { // none is "": nothing goes there
		stage = higher(stage, g.said.Told(a, invoice, cycle))
	}
	return stage
}

// digestOf is the day of somebody's last digest, wherever it went.
func (s *Said) digestOf(who Recipient) ledger.Date {
	var last ledger.Date
	for _, l := range s.layers() {
		last = max(last, l.digests[who.Key])
		for _, a := range who.addresses() {
			last = max(last, l.digests[a])
		}
	}
	return last
}

// directsOf counts somebody's direct messages of a day, wherever they went.
func (s *Said) directsOf(who Recipient, day ledger.Date) int {
	n := 0
	for _, l := range s.layers() {
		for _, a := range who.addresses() {
			n += l.directs[directKey{a, day}]
		}
	}
	return n
}

// sealMail freezes a letter, or a message to somebody without Slack, in its
// words as a mail.
func (s *Service) sealMail(c Content) ([]byte, error) {
	m, err := s.mailOf(c)
	if err != nil {
		return nil, fmt.Errorf("word %s as a mail: %w", c.Kind, err)
	}
	message, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("write a mail: %w", err)
	}
	return json.Marshal(envelope{Content: c, Message: message})
}

func (s *Service) mailOf(c Content) (Mail, error) {
	if c.Letter != nil {
		return mailOf(*c.Letter)
	}
	m, err := s.o.Composer.ComposeMail(c)
	m.To, m.Automatic = c.Email, true
	return m, err
}

// openMail is the mail that a delivery sends. A formal notice carries itself on
// paper.
func openMail(d store.Delivery, e envelope) (Mail, error) {
	var m Mail
	if d.Kind == store.KindLetter && e.Content.Letter == nil {
		return m, fmt.Errorf("delivery %s holds no letter", d.ID)
	}
	if err := json.Unmarshal(e.Message, &m); err != nil {
		return m, fmt.Errorf("read the mail of %s: %w", d.ID, err)
	}
	m.DeliveryID = d.ID
	if l := e.Content.Letter; l != nil && l.Kind == LetterFormal {
		// Without a postal address there is nothing to print; the mail leaves all the same.
		if pdf, err := letter.PDF(l.Body); err == nil {
			m.Files = []MailFile{{Name: l.Body.Reference + ".pdf", ContentType: "application/pdf", Content: pdf}}
		}
	}
	return m, nil
}
