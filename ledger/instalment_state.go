package ledger

// InstalmentStatus is what became of an instalment by a day.
type InstalmentStatus string

// The statuses. Missed and part break the plan.
const (
	InstalmentAhead  InstalmentStatus = "ahead"  // its day has not passed
	InstalmentLate   InstalmentStatus = "late"   // its day has passed, the grace has not
	InstalmentKept   InstalmentStatus = "kept"   // paid in full
	InstalmentPart   InstalmentStatus = "part"   // the grace has passed and only a part came in
	InstalmentMissed InstalmentStatus = "missed" // the grace has passed and nothing came in
)

// InstalmentState is an instalment with what was paid of it by a day.
type InstalmentState struct {
	Instalment
	Paid    Money
	Settled Date // of the payment that completed it; none if it isn't, or if a credit did
	LastDay Date // on which a payment still keeps it: its due day and the grace
	Status  InstalmentStatus
}

// Open is what is left to pay of it.
func (s InstalmentState) Open() Money {
	return Money{Minor: s.Amount.Minor - s.Paid.Minor, Currency: s.Amount.Currency}
}

// PlanState is how far a plan was kept by a day.
//
// Invariant: what is open on the instalments and Beyond come to what is left
// to pay on the invoice.
type PlanState struct {
	AsOf        Date
	Instalments []InstalmentState
	Beyond      Money // open and in no instalment: it is due when the invoice was
}

// Next is the oldest instalment with something left to pay, if there is one.
func (s PlanState) Next() (InstalmentState, bool) {
	for _, i := range s.Instalments {
		if i.Open().IsPositive() {
			return i, true
		}
	}
	return InstalmentState{}, false
}

// Broken is the oldest instalment that was missed, wholly or in part: it
// breaks the plan. One that was paid meanwhile, however late, doesn't.
func (s PlanState) Broken() (InstalmentState, bool) {
	for _, i := range s.Instalments {
		if i.Status == InstalmentMissed || i.Status == InstalmentPart {
			return i, true
		}
	}
	return InstalmentState{}, false
}

// IsKept tells whether all of it was paid.
func (s PlanState) IsKept() bool {
	_, more := s.Next()
	return len(s.Instalments) > 0 && !more
}

// Instalments is the plan that the invoice's Plan cell holds: none where it is
// empty or can't be read, which a check of the row says.
func (inv *Invoice) Instalments() Plan {
	if inv.Plan == "" || inv.IsCredit() {
		return nil
	}
	plan, err := inv.readPlan()
	if err != nil {
		return nil
	}
	return plan
}

// PlanAt is how far the invoice's plan was kept at the end of a day, by
// payments alone, the oldest instalment first; false where it has no plan.
// grace gives the last day on which a payment keeps an instalment of a due
// day (nil: that day itself).
//
// What was paid of the plan is its sum less what is open: the payments before
// the plan are thus none of it, since it was made for what they left.
func (inv *Invoice) PlanAt(asOf Date, grace func(due Date) Date) (PlanState, bool) {
	plan := inv.Instalments()
	if plan == nil {
		return PlanState{}, false
	}
	left := inv.leftAt(asOf)
	state := PlanState{AsOf: asOf, Instalments: plan.allocate(left), Beyond: plan.beyond(left)}
	for i := range state.Instalments {
		part := &state.Instalments[i]
		part.LastDay = part.Due
		if grace != nil {
			part.LastDay = max(part.Due, grace(part.Due))
		}
		part.Status = part.statusAt(asOf)
	}
	inv.settle(state.Instalments, plan, asOf)
	return state, true
}

// allocate spreads what was paid of the plan over the instalments, oldest
// first, where leftMinor is what is left to pay on the invoice.
func (p Plan) allocate(leftMinor int64) []InstalmentState {
	paid := max(0, p.Total().Minor-leftMinor)
	states := make([]InstalmentState, len(p))
	for i, part := range p {
		minor := min(paid, part.Amount.Minor)
		paid -= minor
		states[i] = InstalmentState{Instalment: part, Paid: Money{Minor: minor, Currency: part.Amount.Currency}}
	}
	return states
}

// beyond is what is left to pay on the invoice and in no instalment.
func (p Plan) beyond(leftMinor int64) Money {
	total := p.Total()
	return Money{Minor: max(0, leftMinor-total.Minor), Currency: total.Currency}
}

// leftAt is what is left to pay by a day in minor units, whether the invoice
// was issued by then or not: a plan may be agreed with the order.
func (inv *Invoice) leftAt(asOf Date) int64 {
	return max(0, inv.Amount.Minor-inv.paidUpTo(asOf).Minor)
}

func (s InstalmentState) statusAt(asOf Date) InstalmentStatus {
	switch {
	case !s.Open().IsPositive():
		return InstalmentKept
	case !asOf.After(s.Due):
		return InstalmentAhead
	case !asOf.After(s.LastDay):
		return InstalmentLate
	case s.Paid.IsPositive():
		return InstalmentPart
	}
	return InstalmentMissed
}

// settle finds the payments that completed instalments. What a later payment
// took back is not completed by an earlier one.
func (inv *Invoice) settle(states []InstalmentState, plan Plan, asOf Date) {
	for _, p := range inv.Payments {
		if p.Date.After(asOf) || p.Amount.Currency != inv.Amount.Currency {
			continue
		}
		for i, then := range plan.allocate(inv.leftAt(p.Date)) {
			switch {
			case then.Open().IsPositive():
				states[i].Settled = 0
			case states[i].Settled.IsZero() && states[i].Status == InstalmentKept:
				states[i].Settled = p.Date
			}
		}
	}
}
