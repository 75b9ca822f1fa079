package ledger

// SameParties tells whether two snapshots hold the same of customers as such:
// what the Customers tab says of them, who claims which name, pauses, and the
// money that is on no invoice. It may say no of equal ones, and costs nothing.
func (b *Book) SameParties(o *Book) bool {
	return b.accounts.root == o.accounts.root && b.claims.root == o.claims.root && b.pauses.root == o.pauses.root && b.loose.root == o.loose.root
}
