// Package demo holds the book the demo plays with: a real ledger, embedded,
// and moved in time so that it is alive on the day the demo starts.
//
// The invoices are IBM's Watson sample "WA_Fn-UseC_-Accounts-Receivable"
// (2,466 invoices of 100 customers, 2012 and 2013, all settled in the end). Its
// numbers, amounts, terms and delays are kept; the names of customers and of
// people are invented.
//
// # Time
//
// An invoice's issue, due and settlement dates move together by whole days, so
// every delay stays the real one. A customer's rows move together as well, by
// the same number of days:
//
//	shift(customer) = today - (anchorDay + offset(customer))
//
// The sample has about a dozen late invoices on any one day, too few for a desk
// that chases. So for two customers out of five the offset is the one, within
// maxOffsetDays, that puts today where that customer was at its latest.
//
// # What has not happened yet
//
//	issued <= today, settled <= today   Invoices, paid; Payments
//	issued <= today, settled >  today   Invoices, open; FuturePayments
//	issued >  today                     Future;         FuturePayments
//
// A clock that moves forward takes from Future and FuturePayments what its day
// has reached. The one thing added to the sample: nobody in it was ever more
// than 45 days late, so six customers stop paying some weeks before today.
// The payments that thereby never come are in Withheld, so that the whole still
// adds up to the sample.
package demo
