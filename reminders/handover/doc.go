// Package handover puts together what an agency, a mediator or a court needs of
// a customer who doesn't pay: one ZIP with a page to read and tables to import.
//
//	Gather   book, journal and deliveries -> Dossier, as of a day
//	ZIP      index.html, invoices.csv, timeline.csv, letters.csv, letters/…
//
// The same dossier gives the same bytes. Names and notes come from a sheet that
// many people edit: they are escaped in HTML, and a cell of a table that a
// spreadsheet would take for a formula begins with an apostrophe.
package handover
