// Package show runs the whole product on its simulators: a workspace with a
// team, a spreadsheet with a ledger, the real bot between them, and a clock
// that can be moved. The demo is one; the tests of the whole system are others.
package show
