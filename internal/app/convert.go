package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// composer has the bot word what the reminders say. The two packages don't
// know each other; their contents share the JSON under which it is frozen.
// What is frozen names people by their ids; what is read, by their names.
type composer struct {
	members  bot.Directory
	location *time.Location // the book's
	sheet    string         // its address; empty: not known
	replyTo  []string       // whom answers to mails may reach, the first first
}

func (a *App) composer(c config.Book, location *time.Location) composer {
	replyTo := c.Roles.Finance
	if to := a.o.Config.Mail.ReplyTo; to != "" {
		replyTo = []string{to}
	}
	return composer{a.members, location, sheetURL(a.o.Config.Google.Endpoint, c.Spreadsheet), replyTo}
}

func (c composer) Compose(content reminders.Content) ([]byte, error) {
	worded, err := c.worded(content)
	if err != nil {
		return nil, err
	}
	message, err := bot.Compose(worded)
	if err != nil {
		return nil, err
	}
	return json.Marshal(message)
}

// ComposeMail words a content for its reader's mail program.
func (c composer) ComposeMail(content reminders.Content) (reminders.Mail, error) {
	worded, err := c.worded(content)
	if err != nil {
		return reminders.Mail{}, err
	}
	foot := bot.MailFoot{SheetURL: c.sheet, NameOf: c.nameOf}
	for _, to := range c.replyTo {
		if !strings.EqualFold(to, content.Email) { // nobody answers themselves
			foot.ReplyTo = to
			break
		}
	}
	m, err := bot.ComposeMail(worded, foot)
	return reminders.Mail{ReplyTo: foot.ReplyTo, Subject: m.Subject, Text: m.Text, HTML: m.HTML}, err
}

// worded is a content as the bot knows it, with the names of people.
func (c composer) worded(content reminders.Content) (bot.Content, error) {
	frozen, err := json.Marshal(content)
	if err != nil {
		return bot.Content{}, fmt.Errorf("freeze content: %w", err)
	}
	var worded bot.Content
	if err := json.Unmarshal(frozen, &worded); err != nil {
		return bot.Content{}, fmt.Errorf("read content: %w", err)
	}
	for s := range worded.Statuses() {
		s.Actor, s.At = c.nameOf(s.Actor), s.At.In(c.location)
	}
	if t := worded.Thread; t != nil {
		for i := range t.Lines {
			t.Lines[i].Actor, t.Lines[i].At = c.nameOf(t.Lines[i].Actor), t.Lines[i].At.In(c.location)
		}
	}
	return worded, nil
}

// nameTimeout bounds looking up a name: a message without it is better than
// one that waits.
const nameTimeout = 3 * time.Second

// nameOf is a person's name, or nothing where the actor is none of ours.
func (c composer) nameOf(actor string) string {
	switch {
	case actor == string(ledger.SourceSheet):
		return actor
	case strings.Contains(actor, "@"): // an editor without an account
		return actor
	case !isSlackID(actor):
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), nameTimeout)
	defer cancel()
	u, err := c.members.User(ctx, actor)
	if err != nil {
		return ""
	}
	return u.Name
}
