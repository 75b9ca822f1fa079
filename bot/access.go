package bot

import (
	"context"
	"fmt"

	"github.com/relance-bot/relance/ledger"
)

// deed is what a person may or may not do.
type deed uint8

const (
	read   deed = iota // see amounts
	follow             // promise, dispute, snooze, I'm on it, says paid
	pay                // record a payment
	edit               // add an invoice, change its salesperson or due date
	govern             // pause, level, start chasing, parked deliveries, sync
)

// viewer is an admitted person, with what they are in one book.
type viewer struct {
	User
	voice
	book    *book
	finance bool // admins are, too
	manager bool
	seller  bool // named in the People tab or on an invoice
}

// roleTable finds roles by folded e-mail address or Slack id.
type roleTable struct{ finance, managers, admins map[ledger.Key]bool }

func newRoleTable(r Roles) roleTable {
	set := func(list []string) map[ledger.Key]bool {
		m := make(map[ledger.Key]bool, len(list))
		for _, text := range list {
			if k := ledger.KeyOf(text); k != "" {
				m[k] = true
			}
		}
		return m
	}
	return roleTable{finance: set(r.Finance), managers: set(r.Managers), admins: set(r.Admins)}
}

func (u User) in(set map[ledger.Key]bool) bool {
	return set[ledger.KeyOf(u.Email)] || set[ledger.KeyOf(u.ID)]
}

// admit tells who asks. It refuses whoever isn't a full member of our own
// workspace, by team id and user id, and whoever has nothing to do with the
// book. The voice is set even then, so that a refusal is in their language.
func (b *Bot) admit(ctx context.Context, team, user string, k *book) (viewer, error) {
	v := viewer{book: k, voice: newVoice(b.opt.Language)}
	if team != b.opt.TeamID || user == "" {
		return v, denied(refusedTeam)
	}
	u, err := b.opt.Directory.User(ctx, user)
	if err != nil {
		return v, fmt.Errorf("look up user %s: %w", user, err)
	}
	v.User = u
	if u.Locale != "" {
		v.voice = newVoice(u.Locale)
	}
	switch {
	case u.Stranger || u.TeamID != b.opt.TeamID:
		return v, denied(refusedTeam)
	case u.Deleted || u.Bot:
		return v, denied(refusedTeam)
	case u.Guest:
		return v, denied(refusedGuest)
	}
	admin := u.in(k.roles.admins)
	v.finance = admin || u.in(k.roles.finance)
	v.manager = u.in(k.roles.managers)
	v.seller = b.isSeller(u, k.Desk.Book())
	if !v.finance && !v.manager && !v.seller {
		return v, denied(refusedUnknown)
	}
	return v, nil
}

// isSeller tells whether the person stands in the People tab, or on an
// invoice by e-mail address or Slack id. A name proves nothing.
func (b *Bot) isSeller(u User, book *ledger.Book) bool {
	for p := range book.People() {
		if isPerson(u, p) {
			return true
		}
	}
	for _, k := range []ledger.Key{ledger.KeyOf(u.Email), ledger.KeyOf(u.ID)} {
		if k != "" && len(book.SalesInvoices(k)) > 0 {
			return true
		}
	}
	return false
}

func isPerson(u User, p ledger.Person) bool {
	return p.Email != "" && ledger.KeyOf(p.Email) == ledger.KeyOf(u.Email) || p.SlackID != "" && p.SlackID == u.ID
}

// owns tells whether an invoice is assigned to the person.
func (u User) owns(book *ledger.Book, inv *ledger.Invoice) bool {
	if inv.SalesKey == "" {
		return false
	}
	if inv.SalesKey == ledger.KeyOf(u.Email) || inv.SalesKey == ledger.KeyOf(u.ID) {
		return true
	}
	p, ok := book.FindPerson(inv.Salesperson)
	return ok && isPerson(u, p)
}

// refuse says why the person may not do it, or nothing. inv is what it is
// about, if it is about one invoice.
func (v viewer) refuse(d deed, inv *ledger.Invoice) error {
	switch d {
	case read:
		if v.book.OwnOnly && inv != nil && !v.finance && !v.manager && !v.owns(v.book.Desk.Book(), inv) {
			return denied(refusedNotYours)
		}
		return nil
	case follow:
		// Managers are told from stage 3 on, and then say what they do about it.
		if v.finance || v.manager || inv != nil && v.owns(v.book.Desk.Book(), inv) {
			return nil
		}
		return v.notYours(inv)
	case edit:
		if v.finance || v.manager {
			return nil
		}
		return denied(refusedEdit)
	case pay, govern:
		if v.finance {
			return nil
		}
		return denied(refusedFinance)
	}
	return denied(refusedUnknown)
}

// notYours says whom to ask instead.
func (v viewer) notYours(inv *ledger.Invoice) error {
	if inv == nil {
		return denied(refusedNotYours)
	}
	owner := ownerName(v.book.Desk.Book(), inv)
	if owner == "" {
		return denied(refusedNobodys)
	}
	e := denied(refusedOthers)
	e.Args = ledger.Args{"owner": owner}
	return e
}

// may is refuse as a yes or no, for whether a button is shown.
func (v viewer) may(d deed, inv *ledger.Invoice) bool { return v.refuse(d, inv) == nil }

// Reasons of a refusal, keys of its words.
const (
	refusedTeam     = "refused_team"
	refusedGuest    = "refused_guest"
	refusedUnknown  = "refused_unknown"
	refusedNotYours = "refused_not_yours"
	refusedOthers   = "refused_others" // owner
	refusedNobodys  = "refused_nobodys"
	refusedTakeBack = "refused_take_back"
	refusedEdit     = "refused_edit"
	refusedFinance  = "refused_finance"
	refusedShared   = "refused_shared"
	refusedUnsure   = "refused_unsure"
)

func denied(reason string) *ledger.Error {
	return &ledger.Error{Code: ledger.CodeDenied, Reason: reason, Message: "not allowed: " + reason}
}
