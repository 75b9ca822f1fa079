package slackapi_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

func TestAPaymentFromCommandToModal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		list := r.types(r.sophie, "/overdue")
		if !strings.Contains(list.Text, "2 late invoices") || list.EphemeralFor != r.sophie.ID() {
			t.Errorf("the answer is %q, for %q", list.Text, list.EphemeralFor)
		}
		if strings.Contains(string(list.Blocks), "<Co>") {
			t.Error("a customer's name reached the message unescaped")
		}
		card := r.types(r.sophie, "/relance inv-1")
		r.clicks(r.sophie, card, "pay")
		view := r.modal(r.sophie)
		wrong, err := r.sophie.Submit(t.Context(), view.ID, map[string]any{"amount": "1 200,50"})
		if err != nil || !strings.Contains(wrong["sure"], "€0.50 would become") {
			t.Fatalf("an overpayment is answered by %v, %v", wrong, err)
		}
		wrong, err = r.sophie.Submit(t.Context(), view.ID, map[string]any{"amount": "500"})
		if err != nil || len(wrong) > 0 {
			t.Fatalf("the payment is answered by %v, %v", wrong, err)
		}
		after := r.last(r.sophie)
		if after.TS != card.TS || !strings.Contains(after.Text, "Sophie Marchand recorded €500.00") {
			t.Errorf("the card (ts %s) became %q (ts %s)", card.TS, after.Text, after.TS)
		}
		if got := r.open("INV-1"); got != "700.00 in 1 payments" {
			t.Errorf("open: %s", got)
		}
	})
}

func TestTwoClicksAtOnceAreOneDeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		card := r.types(r.camille, "/relance INV-1")
		r.sim.Faults.On("response_url", 1, slacksim.Delay(time.Second)) // the button is still there for the second
		done := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := r.camille.Click(t.Context(), card.Channel, card.TS, "says_paid")
				done <- err
			}()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * time.Second)
		asked := 0
		for _, c := range r.sim.Channels() {
			for _, m := range r.sim.Messages(c.ID) {
				if c.Name == "finance" && strings.Contains(m.Text, "Acme says INV-1") {
					asked++
				}
			}
		}
		if asked != 1 {
			t.Errorf("finance was asked %d times", asked)
		}
	})
}

func TestAnExpiredTriggerShowsTheCardInstead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		card := r.types(r.sophie, "/relance INV-1")
		r.sim.Faults.On("views.open", 1, slacksim.Delay(4*time.Second))
		r.clicks(r.sophie, card, "pay")
		time.Sleep(5 * time.Second)
		if got := r.last(r.sophie).Text; !strings.Contains(got, "Go on with the buttons") {
			t.Errorf("the person reads %q", got)
		}
		if n := len(r.sim.State(r.sophie.ID()).Modals); n != 0 {
			t.Errorf("%d modals are open", n)
		}
	})
}

func TestMentionsAndDirectMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		me := r.sim.Options().BotUserID
		if _, err := r.camille.Say(t.Context(), r.channel, "<@"+me+"> retards moi"); err != nil {
			t.Fatal(err)
		}
		m := r.last(r.camille)
		if m.EphemeralFor != r.camille.ID() || !strings.Contains(m.Text, "Camille Laurent* suit 2 factures en retard") {
			t.Errorf("the mention is answered by %q for %q", m.Text, m.EphemeralFor)
		}
		dm := r.sim.DM(r.sophie.ID())
		if _, err := r.sophie.Say(t.Context(), dm, "acme"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		list := r.sim.Messages(dm)
		if got := list[len(list)-1].Text; !strings.Contains(got, "Acme") {
			t.Errorf("the direct message is answered by %q", got)
		}
	})
}

func TestHomeIsDrawnForEverybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		guest := r.sim.Human(r.sim.AddUser(slacksim.User{Name: "gus", Email: "gus@example.com", Guest: true}))
		for _, row := range []struct {
			who  slacksim.Human
			want string
		}{{r.camille, "Camille Laurent"}, {r.sophie, "outstanding"}, {guest, "Guests don’t see amounts"}} {
			if err := row.who.OpenHome(t.Context()); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			home := r.sim.State(row.who.ID()).Home
			if home == nil || !strings.Contains(string(home.Blocks), row.want) {
				t.Errorf("the home of %s lacks %q", row.who.ID(), row.want)
			}
		}
	})
}

func TestADayOfReconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, func(o *slacksim.Options) { o.RefreshEvery = time.Hour })
		for range 24 {
			time.Sleep(time.Hour)
			if got := r.types(r.sophie, "/overdue").Text; !strings.Contains(got, "2 late invoices") {
				t.Fatalf("answered by %q", got)
			}
		}
		if n := r.sim.Calls()["apps.connections.open"]; n > 2*26 {
			t.Errorf("%d connections were opened in a day", n)
		}
	})
}

func TestADisconnectStormIsPaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil)
		r.sim.ResetCalls()
		for range 60 {
			r.sim.Disconnect(slacksim.DisconnectRefresh)
			time.Sleep(time.Second)
		}
		if n := r.sim.Calls()["apps.connections.open"]; n > 35 {
			t.Errorf("%d connections were opened in a minute", n)
		}
	})
}
