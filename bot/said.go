package bot

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
)

// said tells of a field in brackets who said so, and when: " (Camille, Mon
// 23 Nov)". A nil one tells nothing.
type said func(ledger.Field) string

func (s said) of(f ledger.Field) string {
	if s == nil || f == "" {
		return ""
	}
	return s(f)
}

// namesWithin bounds looking up who said it: a card is shown within Slack's
// three seconds, rather without a name.
const namesWithin = time.Second

// saidOn tells it of an invoice.
func (b *Bot) saidOn(v viewer, inv *ledger.Invoice) said {
	return func(f ledger.Field) string {
		word, ok := inv.Attribution(f)
		if !ok || word.At.IsZero() {
			return ""
		}
		on := ledger.DateOf(word.At.In(v.book.Location))
		day := v.Day(on)
		if b.today(v.book).DaysSince(on) > maxLookBack {
			day = v.Date(on)
		}
		return v.byWhom(b.sayer(word.By), day)
	}
}

// byWhom says in brackets by whose word something stands, and since when; either
// may be missing.
func (v voice) byWhom(actor, day string) string {
	if actor == actorSheet {
		actor = v.say("actor_sheet")
	}
	switch {
	case actor == "" && day == "":
		return ""
	case actor == "" || day == "":
		return " (" + escape(actor+day) + ")"
	}
	return " (" + v.mark("state_by", with{"Who": actor, "Day": day}) + ")"
}

// sayer is who an actor of the journal is; nobody, where it is none of us or
// Slack can't say now.
func (b *Bot) sayer(actor string) string {
	if actor == actorSheet || strings.Contains(actor, "@") { // an editor without an account
		return actor
	}
	ctx, cancel := context.WithTimeout(b.ctx, namesWithin)
	defer cancel()
	u, err := b.opt.Directory.User(ctx, actor)
	if err != nil {
		return ""
	}
	return cmp.Or(u.Name, u.Email)
}
