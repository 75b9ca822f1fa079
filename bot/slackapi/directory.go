package slackapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
)

// How long what Slack said of a member is believed. Changes arrive as events
// at once; this is for those that got lost.
const (
	memberLife  = 10 * time.Minute
	maxMembers  = 50_000 // of the cache
	listPerPage = 200    // users.list: "we recommend no more than 200"
	// leftLife is how long an address that nobody has is not looked for among
	// those who left: all members are read for it.
	leftLife = 6 * time.Hour
)

// Directory knows the members of the workspace. It asks Slack once and is then
// kept up to date by events. It is safe for concurrent use.
type Directory struct {
	api *API

	mu      sync.Mutex
	byID    map[string]member
	byEmail map[string]string // folded address to id; "" where nobody has it
	emailAt map[string]time.Time
	left    map[string]string // folded address to id, of deactivated accounts
	leftAt  time.Time         // when all members were last read for them
	unread  bool              // they could not be, then
}

type member struct {
	user bot.User
	at   time.Time
}

// NewDirectory makes an empty one.
func NewDirectory(api *API) *Directory {
	return &Directory{api: api, byID: map[string]member{}, byEmail: map[string]string{}, emailAt: map[string]time.Time{}, left: map[string]string{}}
}

// User is who that Slack id is.
func (d *Directory) User(ctx context.Context, id string) (bot.User, error) {
	if u, ok := d.known(id); ok {
		return u, nil
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	u, err := d.api.again.GetUserInfoContext(ctx, id, slack.GetUserInfoOptionIncludeLocale(true))
	if err != nil {
		return bot.User{}, fmt.Errorf("users.info: %w", err)
	}
	return d.keep(u), nil
}

func (d *Directory) known(id string) (bot.User, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, ok := d.byID[id]
	if !ok || d.api.opt.Now().Sub(m.at) > memberLife {
		return bot.User{}, false
	}
	return m.user, true
}

// ByEmail finds a full member by e-mail address, or who had it and left: Slack
// doesn't look those up, so they come as Deleted.
func (d *Directory) ByEmail(ctx context.Context, email string) (bot.User, bool, error) {
	folded := strings.ToLower(strings.TrimSpace(email))
	if folded == "" {
		return bot.User{}, false, nil
	}
	d.mu.Lock()
	id, asked := d.byEmail[folded]
	fresh := asked && d.api.opt.Now().Sub(d.emailAt[folded]) <= memberLife
	d.mu.Unlock()
	if fresh {
		if id == "" {
			return bot.User{}, false, nil
		}
		u, err := d.User(ctx, id)
		return u, err == nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	u, err := d.api.again.GetUserByEmailContext(ctx, folded)
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && e.Err == "users_not_found" {
		id, found := d.wasHere(ctx, folded)
		d.noted(folded, id)
		if !found {
			return bot.User{}, false, nil
		}
		u, err := d.User(ctx, id)
		return u, err == nil, err
	}
	if err != nil {
		return bot.User{}, false, fmt.Errorf("users.lookupByEmail: %w", err)
	}
	d.noted(folded, u.ID)
	// lookupByEmail doesn't tell the locale.
	full, err := d.User(ctx, u.ID)
	return full, err == nil, err
}

// wasHere finds a deactivated account by its address. Where the members can't
// be read it finds none, and looks again later.
func (d *Directory) wasHere(ctx context.Context, email string) (id string, found bool) {
	d.mu.Lock()
	id, found = d.left[email]
	look := !found && (d.leftAt.IsZero() || d.api.opt.Now().Sub(d.leftAt) > leftLife)
	if look {
		d.leftAt = d.api.opt.Now()
	}
	d.mu.Unlock()
	if look {
		err := d.Load(ctx)
		d.mu.Lock()
		id, found = d.left[email]
		d.unread = err != nil
		d.mu.Unlock()
	}
	return id, found
}

// KnowsWhoLeft tells whether an address that nobody has was never a member's
// either: where the members could not be read, somebody may have left.
func (d *Directory) KnowsWhoLeft() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.unread && !d.leftAt.IsZero()
}

func (d *Directory) noted(email, id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.byEmail) >= maxMembers {
		clear(d.byEmail)
		clear(d.emailAt)
	}
	d.byEmail[email], d.emailAt[email] = id, d.api.opt.Now()
}

// Load reads all members at once (users.list): one call instead of many where
// a book names many people.
func (d *Directory) Load(ctx context.Context) error {
	users, err := d.api.again.GetUsersContext(ctx, slack.GetUsersOptionLimit(listPerPage), slack.GetUsersOptionIncludeLocale(true))
	if err != nil {
		return fmt.Errorf("users.list: %w", err)
	}
	for i := range users {
		d.keep(&users[i])
	}
	return nil
}

// Changed takes what an event said of a member (user_change, team_join). An
// event may lack the locale, so it is asked for again.
func (d *Directory) Changed(u *slack.User) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.byID, u.ID)
	d.noteLeft(u)
	for email, id := range d.byEmail {
		if id == u.ID || email == strings.ToLower(u.Profile.Email) {
			delete(d.byEmail, email)
		}
	}
}

func (d *Directory) keep(u *slack.User) bot.User {
	m := bot.User{
		ID: u.ID, TeamID: u.TeamID, Name: nameOf(u), Email: u.Profile.Email, Locale: u.Locale,
		Guest: u.IsRestricted || u.IsUltraRestricted, Bot: u.IsBot, Deleted: u.Deleted, Stranger: u.IsStranger,
	}
	if loc, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
		m.Location = loc
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.noteLeft(u)
	if len(d.byID) >= maxMembers {
		clear(d.byID)
	}
	d.byID[u.ID] = member{user: m, at: d.api.opt.Now()}
	if m.Email != "" && !m.Deleted && !m.Bot {
		folded := strings.ToLower(m.Email)
		d.byEmail[folded], d.emailAt[folded] = u.ID, d.api.opt.Now()
	}
	return m
}

func nameOf(u *slack.User) string {
	for _, name := range []string{u.Profile.RealName, u.RealName, u.Profile.DisplayName, u.Name} {
		if name != "" {
			return name
		}
	}
	return u.ID
}

// noteLeft keeps in mind who left, or came back. The caller holds the lock.
func (d *Directory) noteLeft(u *slack.User) {
	email := strings.ToLower(u.Profile.Email)
	switch {
	case email == "":
	case u.Deleted:
		if len(d.left) >= maxMembers {
			clear(d.left)
		}
		d.left[email] = u.ID
	case d.left[email] == u.ID:
		delete(d.left, email)
	}
}
