package ledger

import "fmt"

// claimMonths is how long creditors have to lodge the proof of their claim:
// two months from the publication of the judgment (code de commerce, R622-24).
const claimMonths = 2

// SetStanding takes invoices off the ladder, or none back on it: the customer
// is insolvent, the invoice was sold to a factor, or handed over. Invoices that
// have that standing already, or on which nothing is open, are left as they are.
func (a Act) SetStanding(b *Book, invoices []Key, standing Standing) ([]Change, error) {
	switch standing {
	case "", StandingInsolvent, StandingFactored, StandingHandedOver:
	default:
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonUnknownStanding, Args: Args{"text": string(standing)},
			Message: fmt.Sprintf("%q is no standing: write insolvent, factored or handed over, or leave it blank.", standing),
		}
	}
	var changes []Change
	seen := map[Key]bool{}
	for _, k := range invoices {
		found, err := a.find(b, k)
		if err == nil && standing != "" && len(invoices) == 1 {
			found, err = a.findOpen(b, k)
		}
		if err != nil {
			return nil, err
		}
		if seen[found.Key] || standing != "" && (found.IsCredit() || !found.Open().IsPositive()) {
			continue
		}
		seen[found.Key] = true
		changes = append(changes, a.moved(found, cell{FieldStanding, Text(string(standing))})...)
	}
	return changes, nil
}

// ClaimBy is the last day to lodge the proof of a claim on an insolvent
// customer, counted from the day on which the invoice was marked; none where it
// isn't, or nobody knows since when. The legal delay runs from the publication
// of the judgment, which is earlier: whoever knows that day counts from it.
func (inv *Invoice) ClaimBy() Date {
	if inv.Standing != StandingInsolvent || inv.StandingSince.IsZero() {
		return 0
	}
	return addMonths(inv.StandingSince, claimMonths)
}

// stood keeps the day on which the standing changed, which a change did that
// was just set.
func (inv *Invoice) stood(was Standing, c Change) {
	switch {
	case inv.Standing == was:
	case inv.Standing == "" || c.At.IsZero():
		inv.StandingSince = 0
	default:
		inv.StandingSince = DateOf(c.At.UTC())
	}
}
