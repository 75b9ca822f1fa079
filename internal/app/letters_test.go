package app

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/sim/mailsim"
)

// writes gives the house a mail server, and customers with addresses.
func (h *house) writes() *mailsim.Sim {
	h.t.Helper()
	post, err := mailsim.Start(mailsim.Options{Host: "mail.dubreuil.example", Now: h.now, User: "relance", Password: "s3cret"})
	h.must(err)
	h.t.Cleanup(post.Close)
	h.laidOut("en")
	hand := h.hand()
	h.must(hand.SetValues("Customers", h.under("Customers", "Customer"), [][]any{{"Acme"}}))
	h.must(hand.SetValues("Customers", h.under("Customers", "Email"), [][]any{{"claire@acme.example"}}))
	h.must(hand.SetValues("Customers", h.under("Customers", "Reminders"), [][]any{{"automatic"}}))
	return post
}

func (h *house) mailing(o Options, post *mailsim.Sim) Options {
	c := &o.Config.Books[0]
	c.Level = "letters"
	c.Sender = config.Sender{
		Company: "Atelier Dubreuil SARL", Email: "compta@dubreuil.example", PaymentLink: "https://pay.dubreuil.example/{number}",
		Accounts: []config.Account{{Name: "main", IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP"}},
	}
	o.Config.Mail = config.Mail{
		Host: "mail.dubreuil.example", Port: 587, TLS: config.TLSStartTLS, User: "relance", Password: "s3cret", Timeout: 30 * time.Second,
		From: "Atelier Dubreuil <compta@dubreuil.example>",
	}
	o.MailRoots, o.MailDial = post.RootCAs(), post.Dial
	return o
}

// From the sheet over the tray to the customer's box, and back into the row:
// what a person ticked left once, as the mail server has it.
func TestALetterReachesTheCustomer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		post := h.writes()
		a := h.start(h.mailing(h.options(h.newStore("own.db")), post))
		defer h.stop(a)
		if err := a.StartChasing(t.Context(), sophie); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		tray := h.ask(anna, "/relance tray")
		if !strings.Contains(tray.Text, "1 letter to a customer waits for your word") {
			t.Fatalf("the tray says %q", tray.Text)
		}
		if n := len(post.Messages()); n != 0 {
			t.Fatalf("%d letters left by themselves", n)
		}
		answer := h.click(anna, tray, "tray_send")
		if !strings.Contains(answer.Text, "1 letter approved") {
			t.Fatalf("answered %q", answer.Text)
		}
		time.Sleep(30 * time.Minute)
		box := post.To("claire@acme.example")
		if len(box) != 1 {
			t.Fatalf("Claire has %d letters; the tray says %q", len(box), h.ask(anna, "/relance tray").Text)
		}
		m := box[0]
		if got := m.Header.Get("Reply-To"); !strings.Contains(got, "anna@example.com") || !strings.HasSuffix(m.MessageID, "@dubreuil.example") {
			t.Errorf("replies go to %q, the id is %q", got, m.MessageID)
		}
		if !strings.HasPrefix(strings.TrimPrefix(m.MessageID, "<"), "d") { // as the ids of deliveries do
			t.Errorf("the id %q is of no delivery", m.MessageID)
		}
		for _, part := range []string{"INV-1", "FR76 3000 6000 0112 3456 7890 189", "https://pay.dubreuil.example/INV-1", "Anna Berg"} {
			if !strings.Contains(m.Text, part) || !strings.Contains(m.HTML, part) {
				t.Errorf("the letter lacks %q:\n%s", part, m.Text)
			}
		}
		rows := h.lines("Invoices")
		for header, want := range map[string]string{"Letter stage": "1", "Last letter": "2026-11-23"} {
			at := slices.Index(rows[0], header)
			if at < 0 || rows[1][at] != want {
				t.Errorf("the row's %s is not %s: %v", header, want, rows[1])
			}
		}
	})
}

// A connection lost after the final dot: nobody knows, so nobody sends it
// again by themselves. Finance finds it in the status, and says that it arrived.
func TestALetterInDoubtWaitsForFinance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		post := h.writes()
		a := h.start(h.mailing(h.options(h.newStore("own.db")), post))
		defer h.stop(a)
		if err := a.StartChasing(t.Context(), sophie); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		post.Faults.On(mailsim.End, 1, mailsim.DropAfter())
		h.click(anna, h.ask(anna, "/relance tray"), "tray_send")
		time.Sleep(2 * time.Hour)
		if n := len(post.To("claire@acme.example")); n != 1 {
			t.Fatalf("Claire has %d letters", n)
		}
		status := h.ask(sophie, "/relance status")
		h.click(sophie, status, "parked_done:0")
		time.Sleep(30 * time.Minute)
		if inv, _ := a.books[0].keeper.Book().Invoice("inv-1"); inv.LetterStage.String() != "1" || len(post.Messages()) != 1 {
			t.Errorf("letter stage %q, %d letters", inv.LetterStage, len(post.Messages()))
		}
	})
}
