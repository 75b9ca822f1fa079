package reminders_test

import (
	"testing"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/store"
)

// collections are what finance's digest of a day says of files that others have.
func (r *rig) collections(on string) (list []reminders.Collection, came bool) {
	r.t.Helper()
	before := len(r.slack.to("U-FIN", store.KindDigest))
	r.clock.set(day(on), 9, 0)
	r.tick()
	for _, m := range r.slack.to("U-FIN", store.KindDigest)[before:] {
		if m.content.Digest != nil {
			list, came = m.content.Digest.Collections, true
		}
	}
	return list, came
}

// What was handed over is followed up: listed in finance's digests, which come
// for it when money came in and each month that nothing did.
func TestFinanceHearsOfWhatOthersCollect(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", due: "2026-01-02", sales: "ann"}, row{number: "INV-2", due: "2026-01-02", sales: "ann"})
	r.act("U-FIN", func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.HandOver(b, []ledger.Key{"inv-1", "inv-2"}, "agency")
	})
	if _, came := r.collections("2026-03-03"); came {
		t.Error("the day after it was handed over is no news")
	}
	r.pay("INV-1", 0)
	list, _ := r.collections("2026-03-04")
	if len(list) != 1 || list[0].Since != day("2026-03-02") || len(list[0].Recovered) != 1 || list[0].Recovered[0].Minor != 100_00 || list[0].Open[0].Minor != 100_00 {
		t.Fatalf("after the first payment: %+v", list)
	}
	if _, came := r.collections("2026-03-05"); came {
		t.Error("the same payment is told again")
	}
	if list, _ = r.collections("2026-04-01"); len(list) != 1 {
		t.Error("after a month nobody asks about it")
	}
	if _, came := r.collections("2026-04-02"); came {
		t.Error("it is asked about every day")
	}
	r.pay("INV-2", 0)
	for _, on := range []string{"2026-04-03", "2026-05-04"} {
		if list, _ := r.collections(on); len(list) != 0 {
			t.Errorf("on %s, settled, it is still listed: %+v", on, list)
		}
	}
}

// A file that comes back is chased again.
func TestAFileThatComesBackIsChasedAgain(t *testing.T) {
	r := newRig(t)
	r.add(row{number: "INV-1", due: "2026-02-20", sales: "ann"})
	do := func(act func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error)) { r.act("U-FIN", act) }
	do(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.HandOver(b, []ledger.Key{"inv-1"}, "court")
	})
	if why := r.service.Why("inv-1")[0].Reason; why != reminders.SkipHandedOver {
		t.Errorf("handed over: %s", why)
	}
	do(func(a ledger.Act, b *ledger.Book) ([]ledger.Change, error) {
		return a.TakeFileBack(b, []ledger.Key{"inv-1"})
	})
	if why := r.service.Why("inv-1")[0].Reason; !why.Sends() || r.invoice("INV-1").HandedTo != "" {
		t.Errorf("back: %s", why)
	}
}
