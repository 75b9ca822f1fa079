package reminders

import (
	"cmp"
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// Review is something that finance said it would look at again, and the day
// has come.
type Review struct {
	Customer ledger.Key  `json:"customer"`
	Name     string      `json:"name"`
	Mode     string      `json:"mode"`
	Reason   string      `json:"reason,omitempty"`
	On       ledger.Date `json:"on"`
}

// desk adds to a digest of finance what they keep in mind for everybody, and
// notes what they hear of for the first time.
func (g *drafter) desk(digest *Digest, out *draft) {
	digest.Credits, digest.Parked = g.credits(), g.parked()
	if last := g.planner.book.LastImport(); g.planner.staleImport() {
		digest.Import = last
		g.first(out, "", cycleImport+last.String())
	}
	g.tellCredits(out)
	for inv, d := range g.plan.open() {
		if age := g.today.DaysSince(d.Broken); !d.Broken.IsZero() && age < brokenFresh && g.first(out, d.Invoice, cycleDeskBroken+inv.PromisedOn.String()) {
			digest.Broken = append(digest.Broken, g.line(inv, *d))
		}
		if inv.Dispute != "" && inv.Open().IsPositive() && !inv.DisputeReview.IsZero() && !inv.DisputeReview.After(g.today) {
			digest.Disputes = append(digest.Disputes, g.line(inv, *d))
			g.first(out, d.Invoice, cycleReview+inv.DisputeReview.String())
		}
	}
	out.watch(digest.Broken...)
	out.watch(digest.Disputes...)
	for a := range g.planner.book.Accounts() {
		if a.Mode == "" || a.Mode == ledger.ModeAutomatic || a.ModeReview.IsZero() || a.ModeReview.After(g.today) {
			continue
		}
		digest.Reviews = append(digest.Reviews, Review{Customer: a.Key(), Name: a.Name, Mode: a.Mode, Reason: a.ModeReason, On: a.ModeReview})
		g.first(out, "", cycleReview+a.ModeReview.String()+"/"+string(a.Key()))
	}
	digest.Collections = g.collections(out)
	slices.SortFunc(digest.Broken, lineOrder)
	slices.SortFunc(digest.Disputes, lineOrder)
	slices.SortFunc(digest.Reviews, func(a, b Review) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Customer, b.Customer)) })
}

// first has a digest tell something that its reader never heard; false if they
// have: known things are listed along, and are no reason for a digest.
func (g *drafter) first(out *draft, invoice ledger.Key, cycle string) bool {
	if g.told(out.to, invoice, cycle).Reached {
		return false
	}
	out.remind(invoice, cycle, ledger.StageAt(0))
	return true
}
