package ledger

import (
	"cmp"
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// checkFigures compares what comes of the running totals with what comes of
// walking the book, on one day.
func checkFigures(t *rapid.T, b *Book, asOf Date) {
	t.Helper()
	walked := ledgerDay{asOf: asOf, byCurrency: map[Currency]*position{}}
	for inv := range b.Invoices() {
		walked.add(inv, asOf, +1)
		if inv.agingPlan() != nil {
			walked.addPlanned(inv)
		}
		if !inv.Issued.After(asOf) {
			p := walked.of(inv.Amount.Currency)
			sum := p.issued[inv.Issued]
			sum.sales += inv.Amount.Minor
			sum.count++
			p.issued[inv.Issued] = sum
		}
	}
	for p := range b.LoosePayments() {
		if !p.Date.After(asOf) {
			walked.of(p.Amount.Currency).unapplied += p.Amount.Minor
		}
	}
	for _, p := range b.positions(asOf, Scope{}) {
		w := walked.of(p.currency)
		for day, sum := range p.due {
			if w.due[day] != sum {
				t.Fatalf("%s %s due %s: %v, walked %v", asOf, p.currency, day, sum, w.due[day])
			}
		}
		same(t, fmt.Sprintf("%s %s issued", asOf, p.currency), w.issued, p.issued)
		if w.unapplied != p.unapplied || w.receivables() != p.receivables() {
			t.Fatalf("%s %s: unapplied %d and receivables %s, walked %d and %s", asOf, p.currency, p.unapplied, p.receivables(), w.unapplied, w.receivables())
		}
	}
	checkAging(t, b, asOf)
	checkOverdue(t, b, asOf)
	for _, m := range Methods { // none panics, whatever the book
		DSO(b, DSOQuery{AsOf: asOf, Method: m})
	}
	Health(b, HealthQuery{AsOf: asOf})
}

// Within a currency the buckets less unapplied cash are the outstanding
// balance, by due date and by issue date; and what is outstanding is what the
// invoices' amounts less all payments come to.
func checkAging(t *rapid.T, b *Book, asOf Date) {
	t.Helper()
	byIssue := Aging(b, AgingQuery{AsOf: asOf, ByIssueDate: true})
	for i, r := range Aging(b, AgingQuery{AsOf: asOf}) {
		sum, issueSum := -r.Unapplied.Minor, -r.Unapplied.Minor
		for j := range r.Buckets {
			sum += r.Buckets[j].Amount.Minor
			issueSum += byIssue[i].Buckets[j].Amount.Minor
		}
		balance := int64(0)
		for inv := range b.Invoices() {
			if inv.Amount.Currency == r.Currency && !inv.Issued.After(asOf) {
				balance += inv.Amount.Minor
			}
		}
		for p := range b.Payments() {
			if p.Amount.Currency == r.Currency && !p.Date.After(asOf) {
				balance -= p.Amount.Minor
			}
		}
		if sum != r.Outstanding.Minor || issueSum != sum || balance != sum {
			t.Fatalf("%s %s: buckets less unapplied %d (%d by issue date), outstanding %s, amounts less payments %d", asOf, r.Currency, sum, issueSum, r.Outstanding, balance)
		}
	}
}

func checkOverdue(t *rapid.T, b *Book, asOf Date) {
	t.Helper()
	var want, got []Key
	var late []*Invoice
	for inv := range b.Invoices() {
		if inv.IsOverdue(asOf) {
			late = append(late, inv)
		}
	}
	slices.SortFunc(late, func(a, b *Invoice) int {
		return cmp.Or(cmp.Compare(a.DueAt(asOf), b.DueAt(asOf)), cmp.Compare(a.Key, b.Key))
	})
	for _, inv := range late {
		want = append(want, inv.Key)
	}
	bySales := 0
	for inv := range b.Overdue(asOf) {
		got = append(got, inv.Key)
	}
	same(t, "overdue", want, got)
	for sales := range b.Salespeople() {
		if sales == "" {
			continue // as a scope, it is everybody
		}
		for line := range OverdueLines(b, OverdueQuery{AsOf: asOf, Scope: Scope{Salesperson: sales}}) {
			if line.Invoice.SalesKey != sales {
				t.Fatalf("%s is not %s's", line.Number, sales)
			}
			bySales++
		}
	}
	for _, inv := range late {
		if inv.SalesKey == "" {
			bySales++
		}
	}
	if bySales != len(late) {
		t.Fatalf("%d overdue by salesperson, %d in all", bySales, len(late))
	}
}
