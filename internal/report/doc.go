// Package report answers what is overdue, how old the receivables are and what
// the DSO is from a CSV file alone, with no sheet, Slack or store.
//
// The file has the sheet's columns, under their English or French headers or a
// mapping of one's own. A row that can't be read is reported with its line and
// reason and left out; the rest is reported all the same. Nothing is guessed:
// a number that stands on two rows leaves both of them out.
//
//	file --read--> rows, problems --fold--> ledger.Book --Aging, DSO, Overdue--> table, JSON or CSV
package report
