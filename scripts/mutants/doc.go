// Command mutants plants bugs into the sync, into the delivery of reminders,
// into letters and into who is told, one at a time, and demands that the tests
// catch each. It proves the tests, not the program: every clause of the
// protocols that packages sheets, reminders and store describe is left out once.
//
//	go run ./scripts/mutants                 all of them
//	go run ./scripts/mutants -set delivery   those of one protocol
//	go run ./scripts/mutants -only rails     those whose name contains a word
//	go run ./scripts/mutants -list           what there is
//
// A planted bug is a row of the table: a file, a text in it, what stands there
// instead, and the clause that is broken by it.
//
// Bugs that the tests of one package must catch share a test binary: beside each
// function that a bug changes stands a second one with the bug in it, and the
// first one calls it where the environment names that bug; constants, variables
// and embedded files choose likewise. What can't be switched so, such as a
// change of a type, is compiled by itself. Everything goes through go build's
// -overlay, so that the tree stays as it is.
//
// A suite must pass without a bug before it counts, and has ten times as long
// with one. The tool fails when a bug survives, does not compile, or when its
// text does not stand in its file exactly once; a test of its own demands the
// last, so that the table follows the code.
package main
