// Package ledger is the domain of Relance: what a company is owed, by whom,
// since when, and what was done about it.
//
// It is pure. Nothing here reads a clock, a file or a network: functions take
// the day they are asked about (asOf) and return values. Everything else in
// the project depends on it and it depends on nothing of ours.
//
//	Money, Date, Value    the atoms: exact, comparable, encodable
//	Invoice, Payment      what is owed and what came in
//	Change                one fact that happened; the journal is a list of them
//	Book                  an immutable snapshot: the fold of the journal
//	Bookkeeper            the one way to change a Book: validate, journal, apply
//
// A Book is the left fold of its journal: Fold(journal) == Book, on every
// replica, at every Seq. That is the package's first invariant. The second:
// within a currency, the sum of the aging buckets less unapplied cash equals
// the outstanding balance, on every day. The third: no operation loses or
// creates a minor unit.
package ledger
