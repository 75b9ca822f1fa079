package reminders_test

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/relance-bot/relance/reminders"
)

// people of the company: ann and bob sell, max manages, fin is finance.
type people struct {
	nobody bool
	slack  map[string]bool // of mia and mei: they have a Slack account by now
	desk   string          // who is finance instead of fin
	gone   map[string]bool // their accounts were deactivated
}

func person(name, zone string) reminders.Recipient {
	location := map[string]*time.Location{"Europe/Paris": paris, "America/New_York": newYork, "Asia/Tokyo": tokyo}[zone]
	return reminders.Recipient{Key: name + "@example.com", Email: name + "@example.com", SlackID: "U-" + strings.ToUpper(name), Name: name, Language: "en", Location: location}
}

func (p *people) Person(_ context.Context, text string) (reminders.Recipient, bool, error) {
	if who, ok := strings.CutPrefix(text, "U-"); ok {
		text = strings.ToLower(who)
	}
	if p.gone[text] {
		who := person(text, "Europe/Paris")
		who.Gone = true
		return who, false, nil
	}
	switch text {
	case "fin":
		return person(text, "Europe/Paris"), true, nil
	case "ann", "bob", "cid", "dan", "eve", "fay", "gus", "hal":
		return person(text, "Europe/Paris"), true, nil
	case "nyc":
		return person(text, "America/New_York"), true, nil
	case "tok":
		return person(text, "Asia/Tokyo"), true, nil
	case "max":
		return person(text, "Europe/Paris"), true, nil
	case "mia", "mei", "moe": // no Slack account
		zone := map[string]string{"mia": "Europe/Paris", "moe": "Europe/Paris", "mei": "Asia/Tokyo"}[text]
		who := person(text, zone)
		if !p.slack[text] {
			who.Key, who.SlackID = who.Email, ""
		} else {
			who.Key = who.SlackID
		}
		return who, true, nil
	}
	return reminders.Recipient{}, false, nil
}

func (p *people) Finance(context.Context) []reminders.Recipient {
	if p.nobody {
		return nil
	}
	if p.desk != "" {
		who, _, _ := p.Person(context.Background(), p.desk)
		return []reminders.Recipient{who}
	}
	return []reminders.Recipient{person("fin", "Europe/Paris")}
}

func (p *people) Managers(context.Context) []reminders.Recipient {
	if p.nobody {
		return nil
	}
	return []reminders.Recipient{person("max", "Europe/Paris")}
}

// plain words a content as its own JSON, so that tests can read what was said.
type plain struct{}

func (plain) Compose(c reminders.Content) ([]byte, error) { return json.Marshal(c) }

func (plain) ComposeMail(c reminders.Content) (reminders.Mail, error) {
	text, err := json.Marshal(c)
	return reminders.Mail{Subject: c.Kind + " of " + c.Day.String(), Text: string(text)}, err
}
