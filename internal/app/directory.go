package app

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/mail"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
)

// directory finds the people of one book: the People tab says who a name is,
// Slack says how to reach them, the configuration says who is finance.
type directory struct {
	members bot.Directory
	book    func() *ledger.Book
	roles   config.Roles
	log     *slog.Logger
	// knowsWhoLeft tells whether an address without an account never had one;
	// nil: it is known. Who left gets no mail.
	knowsWhoLeft func() bool
}

// Person finds whom a salesperson cell means: an e-mail address, a Slack id,
// or a name in the People tab. Somebody who has left is nobody. Who has no
// account is somebody if the People tab has their address.
func (d *directory) Person(ctx context.Context, text string) (reminders.Recipient, bool, error) {
	text = strings.TrimSpace(text)
	p, listed := d.book().FindPerson(text)
	if listed {
		if p.SlackID != "" {
			text = p.SlackID
		} else {
			text = p.Email
		}
	}
	switch {
	case strings.Contains(text, "@"):
		u, ok, err := d.members.ByEmail(ctx, text)
		if err != nil {
			return reminders.Recipient{}, false, err
		}
		if !ok {
			if !listed || d.knowsWhoLeft != nil && !d.knowsWhoLeft() {
				return reminders.Recipient{}, false, nil
			}
			who, ok := mailed(p)
			return who, ok, nil
		}
		who, ok := met(u)
		return who, ok, nil
	case isSlackID(text):
		u, err := d.members.User(ctx, text)
		if err != nil {
			return reminders.Recipient{}, false, err
		}
		who, ok := met(u)
		return who, ok, nil
	}
	return reminders.Recipient{}, false, nil
}

// met is a member as a recipient, if they can be reached; who left is given as
// gone.
func met(u bot.User) (reminders.Recipient, bool) {
	who := recipient(u)
	if who.Gone = u.Deleted && !u.Bot && !u.Stranger; who.Gone {
		return who, false
	}
	if !reachable(u) {
		return reminders.Recipient{}, false
	}
	return who, true
}

// mailed is somebody of the People tab who has no account, if mail can reach
// them.
func mailed(p ledger.Person) (reminders.Recipient, bool) {
	address := strings.ToLower(strings.TrimSpace(p.Email))
	if mail.CheckAddress(address) != nil || strings.ContainsAny(address, "<> ") {
		return reminders.Recipient{}, false
	}
	who := reminders.Recipient{Key: address, Email: address, Name: cmp.Or(p.Name, address), Language: strings.ToLower(strings.TrimSpace(p.Language))}
	if zone, err := time.LoadLocation(p.TimeZone); err == nil && p.TimeZone != "" {
		who.Location = zone
	}
	return who, true
}

// Finance and Managers are those of the configuration who can be reached.
func (d *directory) Finance(ctx context.Context) []reminders.Recipient {
	return d.all(ctx, d.roles.Finance)
}

func (d *directory) Managers(ctx context.Context) []reminders.Recipient {
	return d.all(ctx, d.roles.Managers)
}

func (d *directory) all(ctx context.Context, addresses []string) []reminders.Recipient {
	var list []reminders.Recipient
	for _, address := range addresses {
		r, ok, err := d.Person(ctx, address)
		switch {
		case err != nil:
			d.log.WarnContext(ctx, "person_not_looked_up", "error", err)
		case !ok:
			d.log.WarnContext(ctx, "person_not_reached")
		default:
			list = append(list, r)
		}
	}
	return list
}

func reachable(u bot.User) bool { return !u.Deleted && !u.Bot && !u.Stranger }

// isSlackID tells a member's id (U… or W…) from a name.
func isSlackID(text string) bool {
	if len(text) < 7 || (text[0] != 'U' && text[0] != 'W') {
		return false
	}
	return strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') }) < 0
}

func recipient(u bot.User) reminders.Recipient {
	language, _, _ := strings.Cut(u.Locale, "-")
	return reminders.Recipient{Key: u.ID, SlackID: u.ID, Email: strings.ToLower(u.Email), Name: u.Name, Language: language, Location: u.Location}
}
