package app

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/ledger"
)

// members is a workspace, by id.
type members map[string]bot.User

func (m members) User(_ context.Context, id string) (bot.User, error) {
	u, ok := m[id]
	if !ok {
		return bot.User{}, errors.New("user_not_found")
	}
	u.ID = id
	return u, nil
}

func (m members) ByEmail(_ context.Context, email string) (bot.User, bool, error) {
	for id, u := range m {
		if u.Email == email {
			u.ID = id
			return u, true, nil
		}
	}
	return bot.User{}, false, nil
}

func workspace() members {
	return members{
		anna:         {Name: "Anna Berg", Email: "anna@example.com", Locale: "fr-FR", Location: time.UTC},
		"U0GONE0001": {Name: "Gone", Email: "gone@example.com", Deleted: true},
		"U0BOT00001": {Name: "Other bot", Email: "bot@example.com", Bot: true},
		"U0FAR00001": {Name: "Far", Email: "far@example.com", Stranger: true},
	}
}

func bookWithPeople(t *testing.T, people ...ledger.Person) func() *ledger.Book {
	t.Helper()
	var changes []ledger.Change
	for _, p := range people {
		changes = append(changes, ledger.Change{ID: "person/" + p.Name, At: time.Unix(0, 0), Source: ledger.SourceSheet, Person: p.Key(), Field: ledger.FieldPerson, New: ledger.Record(p)})
	}
	b, err := ledger.NewBook().Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	return func() *ledger.Book { return b }
}

func TestWhomASalespersonCellMeans(t *testing.T) {
	d := &directory{members: workspace(), log: slog.New(slog.DiscardHandler), book: bookWithPeople(
		t,
		ledger.Person{Name: "Anna B.", Email: "anna@example.com"},
		ledger.Person{Name: "By id", SlackID: anna, Email: "other@example.com"},
		ledger.Person{Name: "Left", Email: "gone@example.com"},
	)}
	for _, tt := range []struct {
		story, cell string
		found       bool
	}{
		{"an e-mail address", "anna@example.com", true},
		{"with blanks around it", "  anna@example.com ", true},
		{"a Slack id", anna, true},
		{"a name of the People tab", "Anna B.", true},
		{"whatever its case", "anna b.", true},
		{"a name whose Slack id counts before the address", "By id", true},
		{"a name that isn't in the People tab, though somebody is called so", "Anna Berg", false},
		{"somebody who left", "Left", false},
		{"a bot", "bot@example.com", false},
		{"somebody of another company", "far@example.com", false},
		{"an address nobody has", "nobody@example.com", false},
		{"nothing", "", false},
	} {
		t.Run(tt.story, func(t *testing.T) {
			r, ok, err := d.Person(t.Context(), tt.cell)
			if err != nil || ok != tt.found {
				t.Fatalf("found %t, want %t; %v", ok, tt.found, err)
			}
			if ok && (r.SlackID != anna || r.Language != "fr" || r.Location != time.UTC || r.Name != "Anna Berg") {
				t.Errorf("%+v", r)
			}
		})
	}
	if _, _, err := d.Person(t.Context(), "U0UNKNOWN1"); err == nil {
		t.Error("Slack's error is lost: a lookup that failed is not a person that isn't there")
	}
}

func TestWhoLeftIsToldFromWhoNeverWas(t *testing.T) {
	d := &directory{members: workspace(), log: slog.New(slog.DiscardHandler), book: bookWithPeople(t, ledger.Person{Name: "Left", Email: "gone@example.com"})}
	for cell, gone := range map[string]bool{"Left": true, "gone@example.com": true, "U0GONE0001": true, "anna@example.com": false, "bot@example.com": false, "nobody@example.com": false} {
		who, _, err := d.Person(context.Background(), cell)
		if err != nil && cell != "nobody@example.com" {
			t.Errorf("%s: %v", cell, err)
		}
		if who.Gone != gone {
			t.Errorf("%s is gone: %v, want %v", cell, who.Gone, gone)
		}
	}
}

func TestFinanceAndManagersAreThoseWhoHaveAnAccount(t *testing.T) {
	d := &directory{members: workspace(), book: bookWithPeople(t), log: slog.New(slog.DiscardHandler), roles: config.Roles{
		Finance: []string{"gone@example.com", "anna@example.com", "nobody@example.com", "U0UNKNOWN1"}, Managers: nil,
	}}
	if list := d.Finance(t.Context()); len(list) != 1 || list[0].SlackID != anna {
		t.Errorf("finance: %+v", list)
	}
	if list := d.Managers(t.Context()); len(list) != 0 {
		t.Errorf("managers: %+v", list)
	}
}

func TestIsSlackID(t *testing.T) {
	for text, want := range map[string]bool{
		"U0ANNA0001": true, "W012A3CDE": true, "C0GENERAL1": false, "U12": false, "Ursula Meyer": false, "URSULA": false, "u0anna0001": false, "": false,
	} {
		if got := isSlackID(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func TestNamesInWhatIsSaid(t *testing.T) {
	c := composer{members: workspace(), location: time.UTC}
	for actor, want := range map[string]string{
		anna: "Anna Berg", "sheet": "sheet", "configuration": "", "U0UNKNOWN1": "", "": "",
	} {
		if got := c.nameOf(actor); got != want {
			t.Errorf("%q is called %q, want %q", actor, got, want)
		}
	}
}
