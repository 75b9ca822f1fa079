package ledger

import "sync"

// A Plan cell is read whenever its invoice is looked at, and the same text says
// the same each time: what was read is kept.

// planText is what a cell's plan follows from.
type planText struct {
	text     string
	currency Currency
}

// planRead is what reading it gave. The plan is shared and must not be written to.
type planRead struct {
	plan Plan
	err  error
}

// maxPlansRead bounds how many are kept: far more than a book has plans under
// way. Beyond it all are read again.
const maxPlansRead = 20_000

// plansRead are the plans that were read.
var plansRead = struct {
	sync.RWMutex
	by map[planText]planRead
}{by: map[planText]planRead{}}

// readPlan is ParsePlan of the invoice's Plan cell.
func (inv *Invoice) readPlan() (Plan, error) {
	at := planText{inv.Plan, inv.Amount.Currency}
	plansRead.RLock()
	read, ok := plansRead.by[at]
	plansRead.RUnlock()
	if ok {
		return read.plan, read.err
	}
	read.plan, read.err = ParsePlan(inv.Plan, inv.Amount.Currency)
	plansRead.Lock()
	defer plansRead.Unlock()
	if len(plansRead.by) >= maxPlansRead {
		clear(plansRead.by)
	}
	plansRead.by[at] = read
	return read.plan, read.err
}
