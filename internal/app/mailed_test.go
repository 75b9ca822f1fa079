package app

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/sim/mailsim"
	"github.com/relance-bot/relance/ledger"
)

// The whole system, for a salesperson who is on the People tab and not in
// Slack: from the sheet to their box over a real SMTP dialogue, once, whatever
// the server does.
func TestWhoHasNoSlackIsWrittenTo(t *testing.T) {
	for _, tt := range []struct {
		story  string
		step   mailsim.Step
		effect mailsim.Effect
		mails  int
		parked bool // and finance decides, with a button
	}{
		{"in their language, with whom an answer reaches", "", mailsim.Effect{}, 1, false},
		{"later, where the server wants it later", mailsim.Rcpt, mailsim.Reply(450, "greylisted"), 1, false},
		{"not at all, where the server refuses for good", mailsim.Rcpt, mailsim.Reply(550, "no such user"), 0, true},
		{"at most once, where the connection is cut after the final dot", mailsim.End, mailsim.DropAfter(), 1, true},
	} {
		t.Run(tt.story, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				post := h.writes()
				hand := h.hand()
				for header, value := range map[string]string{"Name": "Paul Petit", "Email": "Paul@example.com", "Language": "fr"} {
					h.must(hand.SetValues("People", h.under("People", header), [][]any{{value}}))
				}
				h.must(hand.SetValues("Invoices", h.under("Invoices", "Salesperson"), [][]any{{"Paul Petit"}}))
				if tt.step != "" {
					post.Faults.On(tt.step, 1, tt.effect)
				}
				o := h.mailing(h.options(h.newStore("own.db")), post)
				o.Config.Books[0].Level, o.Config.Books[0].Sender = "internal", config.Sender{}
				a := h.start(o)
				defer h.stop(a)
				if err := a.StartChasing(t.Context(), sophie); err != nil {
					t.Fatal(err)
				}
				time.Sleep(75 * time.Minute)
				box := post.To("paul@example.com")
				if len(box) != tt.mails || len(post.Messages()) != tt.mails {
					t.Fatalf("Paul has %d mails of %d", len(box), len(post.Messages()))
				}
				if tt.parked {
					status := h.ask(sophie, "/relance status")
					if !strings.Contains(status.Text+string(status.Blocks), "paul@example.com") {
						t.Fatalf("the status says %q", status.Text)
					}
					h.click(sophie, status, "parked_done:0")
					time.Sleep(30 * time.Minute)
					if n := len(post.Messages()); n != tt.mails {
						t.Errorf("%d mails after it was said to have arrived", n)
					}
				}
				if tt.mails == 0 {
					return
				}
				m := box[0]
				if got := m.Header.Get("Reply-To"); !strings.Contains(got, "sophie@example.com") || m.Header.Get("Auto-Submitted") != "auto-generated" {
					t.Errorf("an answer goes to %q, submitted %q", got, m.Header.Get("Auto-Submitted"))
				}
				for _, part := range []string{"Bonjour Paul Petit", "INV-1", "Acme", "votre réponse ira à sophie@example.com"} {
					if !strings.Contains(m.Text, part) || !strings.Contains(m.HTML, part) {
						t.Errorf("the mail lacks %q:\n%s", part, m.Text)
					}
				}
				if inv, _ := a.books[0].keeper.Book().Invoice("inv-1"); !inv.Stage.Reached {
					t.Error("the row doesn't know that it was told")
				}
			})
		})
	}
}

func TestWhoCanBeMailed(t *testing.T) {
	left := false
	d := &directory{
		members: workspace(), log: slog.New(slog.DiscardHandler), knowsWhoLeft: func() bool { return !left },
		book: bookWithPeople(
			t,
			ledger.Person{Name: "Paul", Email: "Paul@Example.com", Language: "FR", TimeZone: "America/New_York"},
			ledger.Person{Name: "Pia", Email: "pia"},
			ledger.Person{Name: "Anna B.", Email: "anna@example.com"},
			ledger.Person{Name: "Left", Email: "gone@example.com"},
			ledger.Person{Name: "Far", Email: "far@example.com"},
		),
	}
	for _, tt := range []struct {
		story, cell string
		email       string // where mail goes; empty: none does
	}{
		{"somebody of the People tab without an account", "Paul", "paul@example.com"},
		{"by their address", "paul@example.com", "paul@example.com"},
		{"somebody who isn't on the People tab", "stranger@example.net", ""},
		{"an address that is none", "Pia", ""},
		{"somebody who has an account", "Anna B.", ""},
		{"somebody whose account was deactivated", "Left", ""},
		{"somebody of another company, who has an account", "Far", ""},
	} {
		t.Run(tt.story, func(t *testing.T) {
			who, ok, err := d.Person(t.Context(), tt.cell)
			if err != nil {
				t.Fatal(err)
			}
			mailed := ok && who.SlackID == ""
			if mailed != (tt.email != "") || mailed && (who.Email != tt.email || who.Key != tt.email || who.Language != "fr" || who.Location.String() != "America/New_York") {
				t.Errorf("%t, %+v", ok, who)
			}
		})
	}
	left = true // the members could not be read: Paul may have left
	if who, ok, err := d.Person(t.Context(), "Paul"); ok || err != nil {
		t.Errorf("mailed %+v, %v", who, err)
	}
}
