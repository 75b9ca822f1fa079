package reminders_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// A letter waits for a person's yes, leaves once, and stands in the row and in
// the timeline.
func TestALetterLeavesOnAPersonsWord(t *testing.T) {
	r, office := newLetterRig(t)
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	r.tick()
	if len(office.mails) != 0 {
		t.Fatalf("nobody said yes, and %s left", office.sent())
	}
	d := r.letterTo("Acme")
	if d.Reason != reminders.SkipToApprove || d.ByFinance || d.Owner != "ann" {
		t.Fatalf("the letter is %+v; want one that ann approves", d)
	}
	r.approve("U-ANN", "Acme")
	r.tick()
	r.tick()
	if len(office.mails) != 1 {
		t.Fatalf("left: %s", office.sent())
	}
	m := office.mails[0]
	if m.To != "claire@acme.example" || m.ReplyTo != "ann@example.com" || !strings.Contains(m.Text, "INV-1") || !strings.Contains(m.HTML, "INV-1") {
		t.Errorf("the mail is to %s, replies to %s, and reads %q", m.To, m.ReplyTo, m.Text)
	}
	inv := r.invoice("INV-1")
	if inv.LetterStage != ledger.StageAt(1) || inv.LastLetter != day("2026-03-02") {
		t.Errorf("the row says letter stage %s on %s; want 1 on 2026-03-02", inv.LetterStage, inv.LastLetter)
	}
	list := r.letterDeliveries(store.Sent)
	if len(list) != 1 || list[0].Message.TS != "<"+list[0].ID+"@dubreuil.example>" {
		t.Errorf("deliveries: %+v", list)
	}
	if notes := r.notes("INV-1"); len(notes) != 1 || notes[0] != "letter (friendly, stage 1) sent to claire@acme.example" {
		t.Errorf("the timeline says %q", notes)
	}
	if got := r.letterTo("Acme").Reason; got != reminders.SkipNoLetter {
		t.Errorf("the next letter: %s", got)
	}
}

// notes are the lines of an invoice's timeline that change nothing.
func (r *rig) notes(number string) []string {
	r.t.Helper()
	changes, err := r.store.Since(r.t.Context(), book, 0, 10_000)
	if err != nil {
		r.t.Fatal(err)
	}
	var list []string
	for _, c := range changes {
		if c.Invoice == ledger.KeyOf(number) && c.Field == ledger.FieldNote {
			list = append(list, c.New.Text())
		}
	}
	return list
}

// A payment that comes in while the letter is on its way to the gate stops it.
func TestTheGateProtectsAPaymentThatRaces(t *testing.T) {
	r, office := newLetterRig(t)
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	r.approve("U-ANN", "Acme")
	r.options.Failpoint = func(name string) {
		if name == reminders.FailAfterClaim && len(r.letterDeliveries(store.Claimed)) > 0 && r.invoice("INV-1").Open().IsPositive() {
			r.pay("INV-1", 0)
		}
	}
	r.restart("two")
	r.tick()
	r.tick()
	if len(office.mails) != 0 {
		t.Fatalf("%s left on a paid invoice", office.sent())
	}
	if list := r.letterDeliveries(store.Dropped); len(list) != 1 {
		t.Errorf("deliveries: %+v", r.letterDeliveries())
	}
}

// The figures are those of the moment at which it leaves, not of the click.
func TestFiguresAreOfTheMomentOfSending(t *testing.T) {
	r, office := newLetterRig(t)
	r.clock.set(day("2026-03-02"), 20, 0) // after hours
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	r.approve("U-ANN", "Acme")
	r.tick()
	if len(office.mails) != 0 {
		t.Fatalf("%s left at night", office.sent())
	}
	r.pay("INV-1", 40_00)
	r.clock.set(day("2026-03-03"), 8, 31)
	r.tick()
	if len(office.mails) != 1 || !strings.Contains(office.mails[0].Text, "60.00") {
		t.Fatalf("left: %s", office.sent())
	}
}

// A mail of which nobody knows whether it arrived is parked for a person, and
// never doubled.
func TestALetterInDoubtIsParked(t *testing.T) {
	for _, c := range []struct {
		name   string
		again  bool
		taken  bool // the server had taken it
		mails  int
		stage  string
		parked bool
	}{
		{"it arrived, a person says", false, true, 1, "1", false},
		{"it didn't, and is sent again on a person's word", true, false, 1, "1", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, office := newLetterRig(t)
			r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
			r.approve("U-ANN", "Acme")
			office.fault = func(reminders.Mail) mailFault {
				return mailFault{lost: !c.taken, err: errors.New("connection reset after the dot")}
			}
			r.tick()
			office.fault = nil
			for range 30 {
				r.clock.advance(time.Minute)
				r.tick()
			}
			parked := r.letterDeliveries(store.Parked)
			if len(parked) != 1 {
				t.Fatalf("deliveries: %+v", r.letterDeliveries())
			}
			if got := r.letterTo("Acme").Reason; got != reminders.SkipParked {
				t.Errorf("meanwhile the next letter is %s", got)
			}
			if err := r.service.ResolveParked(t.Context(), parked[0].ID, c.again, "U-FIN"); err != nil {
				t.Fatal(err)
			}
			r.clock.advance(time.Minute)
			r.tick()
			r.tick()
			if len(office.mails) != c.mails {
				t.Errorf("mails: %s", office.sent())
			}
			if got := r.invoice("INV-1").LetterStage.String(); got != c.stage {
				t.Errorf("letter stage %s, want %s", got, c.stage)
			}
		})
	}
}

// A process that dies at any point of a letter neither doubles nor forgets it:
// it is sent by the next, or parked for a person.
func TestALetterSurvivesACrash(t *testing.T) {
	type crash struct{}
	for _, point := range []string{
		reminders.FailBeforeClaim, reminders.FailAfterClaim, reminders.FailAfterSending, reminders.FailBeforeRequest,
		reminders.FailAfterReply, reminders.FailBeforeRecord, reminders.FailAfterRecord, reminders.FailBeforeMark,
	} {
		t.Run(point, func(t *testing.T) {
			r, office := newLetterRig(t)
			r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
			r.tick() // the morning's messages are out
			r.approve("U-ANN", "Acme")
			r.options.Failpoint = func(name string) {
				if name == point {
					panic(crash{})
				}
			}
			r.restart("two")
			func() {
				defer func() {
					if v := recover(); v != nil {
						if _, ok := v.(crash); !ok {
							panic(v)
						}
					}
				}()
				r.tick()
			}()
			r.options.Failpoint = nil
			r.deaths = []reminders.Proof{{Incarnation: "two", Proof: "lock file taken over"}}
			r.restart("three")
			for range 60 {
				r.clock.advance(time.Minute)
				r.tick()
			}
			parked, sent := len(r.letterDeliveries(store.Parked)), len(r.letterDeliveries(store.Sent))
			if len(office.mails) > 1 || parked+sent != 1 {
				t.Fatalf("%d mails, %d parked, %d sent", len(office.mails), parked, sent)
			}
			if sent == 1 && (len(office.mails) != 1 || r.invoice("INV-1").LetterStage != ledger.StageAt(1)) {
				t.Errorf("recorded as sent with %d mails and letter stage %s", len(office.mails), r.invoice("INV-1").LetterStage)
			}
		})
	}
}

// Refusals: what the server wants later is tried again, what it refuses for
// good is parked, and what can't be reached waits.
func TestLettersAreRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   *reminders.SendError
		times int
		want  store.State
		mails int
	}{
		{"greylisted for a while", &reminders.SendError{Certain: true, Code: "smtp_to_451"}, 12, store.Sent, 1},
		{"no such mailbox", &reminders.SendError{Certain: true, Final: true, Code: "smtp_to_550"}, 1, store.Parked, 0},
		{"the server is down for a while", &reminders.SendError{Certain: true, Code: reminders.CodeNotConnected}, 12, store.Sent, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, office := newLetterRig(t)
			r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
			r.approve("U-ANN", "Acme")
			left := c.times
			office.fault = func(reminders.Mail) mailFault {
				if left--; left < 0 {
					return mailFault{}
				}
				return mailFault{lost: true, err: c.err}
			}
			for range 20 {
				r.tick()
				r.clock.advance(time.Minute)
			}
			list := r.letterDeliveries(c.want)
			if len(list) != 1 || len(office.mails) != c.mails {
				t.Errorf("%d mails, deliveries %+v", len(office.mails), r.letterDeliveries())
			}
		})
	}
}

// Twelve letters leave two seconds apart.
func TestLettersArePaced(t *testing.T) {
	r, office := newLetterRig(t)
	names := strings.Split("Abel Baker Charly Dora Emil Fritz Gustav Heinz Ida Julius Karl Ludwig", " ")
	for _, name := range names {
		r.account(name, strings.ToLower(name)+"@example.org")
		r.add(row{number: "N-" + name, customer: name, due: "2026-02-27", sales: "ann"})
	}
	for _, name := range names {
		r.approve("U-ANN", name)
	}
	var at []time.Time
	office.during = func(reminders.Mail) { at = append(at, r.clock.now()) }
	r.tick()
	if len(at) != len(names) {
		t.Fatalf("%d letters left", len(at))
	}
	for i := 1; i < len(at); i++ {
		if at[i].Sub(at[i-1]) < 2*time.Second {
			t.Errorf("letter %d left %s after the one before", i, at[i].Sub(at[i-1]))
		}
	}
}

// Nothing leaves on the customer's holiday or outside their hours.
func TestLettersKeepTheCustomersHoursAndHolidays(t *testing.T) {
	for _, c := range []struct {
		name, country, on string
		hour, minute      int
		leaves            bool
	}{
		{"on a morning at home", "FR", "2026-03-03", 9, 0, true},
		{"while New York sleeps", "US", "2026-03-03", 9, 0, false},
		{"once America is at work", "US", "2026-03-03", 16, 0, true},
		{"on Whit Monday, a French holiday", "GB", "2026-05-25", 9, 0, false},
		{"on the King's day of the Netherlands", "NL", "2026-04-27", 10, 0, false},
		{"on the same day to a German", "DE", "2026-04-27", 10, 0, true},
		{"on a Sunday", "FR", "2026-03-08", 10, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, office := newLetterRig(t)
			r.clock.set(day(c.on), c.hour, c.minute)
			r.account("Acme", "claire@acme.example", func(a *ledger.Account) { a.Country = c.country })
			r.add(row{number: "INV-1", due: day(c.on).AddDays(-4).String(), sales: "ann"})
			r.approve("U-ANN", "Acme")
			r.tick()
			if got := len(office.mails) == 1; got != c.leaves {
				t.Errorf("left: %q, want %v", office.sent(), c.leaves)
			}
		})
	}
}

// When a book goes live, its largest customers are internal only, and stay so
// when others grow larger.
func TestTheLargestCustomersAreSparedAtGoLive(t *testing.T) {
	r, _ := newLetterRig(t, func(o *reminders.Options) { o.Policy.Letters.LargestInternalOnly = 1 })
	untyped := func(a *ledger.Account) { a.Mode = "" }
	r.account("Acme", "claire@acme.example", untyped)
	r.account("Big", "big@example.org", untyped)
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"}, row{number: "B-1", customer: "Big", due: "2026-02-27", amount: 9000_00, sales: "ann"})
	check := func(want map[string]reminders.Reason) {
		t.Helper()
		for name, reason := range want {
			if got := r.letterTo(name).Reason; got != reason {
				t.Errorf("%s: %s, want %s", name, got, reason)
			}
		}
	}
	check(map[string]reminders.Reason{"Acme": reminders.SkipToApprove, "Big": reminders.SkipMode})
	r.tick()
	r.add(row{number: "INV-2", due: "2026-12-27", amount: 90_000_00, sales: "ann"})
	r.tick()
	check(map[string]reminders.Reason{"Acme": reminders.SkipToApprove, "Big": reminders.SkipMode})
	r.act("U-FIN", func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) { return a.ReleaseCustomer(b, "big") })
	check(map[string]reminders.Reason{"Big": reminders.SkipToApprove})
}

// After more than a day of silence finance says go on, once.
func TestAfterALongSilenceFinanceSaysGoOn(t *testing.T) {
	r, office := newLetterRig(t)
	r.add(row{number: "INV-1", due: "2026-02-27", sales: "ann"})
	r.approve("U-ANN", "Acme")
	r.service.Slept(r.clock.now().Add(-25 * time.Hour))
	r.tick()
	if got := r.letterTo("Acme").Reason; got != reminders.SkipDowntime || len(office.mails) != 0 {
		t.Fatalf("after a day of silence: %s, %d mails", got, len(office.mails))
	}
	r.act("U-FIN", func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) { return a.GoOnWithLetters(b) })
	r.service.Slept(r.clock.now().Add(-23 * time.Hour))
	r.tick()
	if len(office.mails) != 1 {
		t.Errorf("after finance's word: %s", r.letterTo("Acme").Reason)
	}
}
