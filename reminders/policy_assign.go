package reminders

import (
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// AssignedBy says what gave an invoice its ladder.
type AssignedBy string

// What gives a ladder, in the order in which it is looked for.
const (
	ByInvoice  AssignedBy = "invoice"  // its own Ladder cell
	ByCustomer AssignedBy = "customer" // the Ladder cell of the Customers tab
	ByRule     AssignedBy = "rule"     // the first rule whose conditions are met
	ByDefault  AssignedBy = "default"  // nothing else
	// ByMistake: a cell names a ladder that nobody defined. What was meant is
	// not guessed, and nobody stays unchased: the default ladder says who is
	// told, and no letter leaves until the cell is put right.
	ByMistake AssignedBy = "mistake"
)

// Assignment is the ladder that an invoice climbs, and why.
type Assignment struct {
	Ladder  Ladder
	By      AssignedBy
	Rule    int        // ByRule: its number, from 1
	Line    int        // ByRule: where it stands in the file
	Unknown string     // ByMistake: what the cell says
	In      AssignedBy // ByMistake: ByInvoice or ByCustomer
}

// Assign is the ladder for one invoice of a customer. Who asks for many uses
// an assigner.
func (p Policy) Assign(inv *ledger.Invoice, a ledger.Account) Assignment {
	return *newAssigner(p, func(ledger.Key) ledger.Account { return a }).of(inv)
}

// LadderFor is the ladder that an invoice climbs.
func (p Policy) LadderFor(inv *ledger.Invoice, a ledger.Account) Ladder {
	return p.Assign(inv, a).Ladder
}

// named finds a ladder by the name that stands in a cell; case, accents' forms
// and spaces around don't matter.
func (p Policy) named(text string) (Ladder, bool) {
	if l, ok := p.Ladders[text]; ok {
		return l, true
	}
	k := ledger.KeyOf(text)
	for name, l := range p.Ladders {
		if ledger.KeyOf(name) == k {
			return l, true
		}
	}
	switch k { // as it is called where the tab is in French
	case "défaut", "par défaut", "defaut", "par defaut", "standard":
		return p.Ladders[DefaultLadder], true
	}
	return Ladder{}, false
}

// assigner gives the invoices of a book their ladders. It looks at each
// customer and each cell's text once, so that an invoice costs one look-up.
type assigner struct {
	policy    Policy
	account   func(ledger.Key) ledger.Account
	standard  *Assignment
	rules     []*Assignment // one for each rule
	cells     map[cellText]*Assignment
	customers map[ledger.Key]*customerLadder
}

// cellText is what stands in a Ladder cell, of an invoice or a customer.
type cellText struct {
	in   AssignedBy
	text string
}

// customerLadder is what is known of all invoices of a customer: their ladder,
// or the rules of which the amount decides.
type customerLadder struct {
	all     *Assignment
	byRules []int
}

func newAssigner(p Policy, account func(ledger.Key) ledger.Account) *assigner {
	a := &assigner{
		policy: p, account: account, standard: &Assignment{Ladder: p.Ladders[DefaultLadder], By: ByDefault},
		cells: map[cellText]*Assignment{}, customers: map[ledger.Key]*customerLadder{},
	}
	for i, r := range p.Rules {
		ladder, ok := p.named(r.Ladder)
		if !ok { // ReadPolicy refuses it; a policy made by hand falls back
			ladder = a.standard.Ladder
		}
		a.rules = append(a.rules, &Assignment{Ladder: ladder, By: ByRule, Rule: i + 1, Line: r.Line})
	}
	return a
}

func (a *assigner) of(inv *ledger.Invoice) *Assignment {
	if inv.Ladder != "" {
		if own := a.cell(inv.Ladder, ByInvoice); own != nil {
			return own
		}
	}
	c, ok := a.customers[inv.CustomerKey]
	if !ok {
		c = a.customer(inv.CustomerKey)
		a.customers[inv.CustomerKey] = c
	}
	if c.all != nil {
		return c.all
	}
	for _, i := range c.byRules {
		if a.policy.Rules[i].meetsAmount(inv.Amount) {
			return a.rules[i]
		}
	}
	return a.standard
}

// customer works out what holds for all invoices of a customer.
func (a *assigner) customer(k ledger.Key) *customerLadder {
	account := a.account(k)
	if account.Ladder != "" {
		if own := a.cell(account.Ladder, ByCustomer); own != nil {
			return &customerLadder{all: own}
		}
	}
	c := &customerLadder{}
	for i, r := range a.policy.Rules {
		if !r.meetsCustomer(k, account) {
			continue
		}
		if c.byRules = append(c.byRules, i); len(r.Amounts) == 0 {
			break // it takes whatever comes to it
		}
	}
	if len(c.byRules) == 0 {
		c.all = a.standard
	}
	return c
}

// cell is what a Ladder cell gives; none if it is blank.
func (a *assigner) cell(text string, in AssignedBy) *Assignment {
	key := cellText{in, text}
	if found, ok := a.cells[key]; ok {
		return found
	}
	var found *Assignment
	if strings.TrimSpace(text) != "" {
		if ladder, ok := a.policy.named(text); ok {
			found = &Assignment{Ladder: ladder, By: in}
		} else {
			found = &Assignment{Ladder: a.standard.Ladder, By: ByMistake, Unknown: text, In: in}
		}
	}
	a.cells[key] = found
	return found
}
