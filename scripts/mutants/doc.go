// Command mutants plants bugs into the sync and into the delivery of reminders,
// one at a time, and demands that the tests catch each. It proves the tests,
// not the program: every clause of the protocols that packages sheets,
// reminders and store describe is left out once.
//
//	go run ./scripts/mutants                 all of them
//	go run ./scripts/mutants -set delivery   those of one protocol: sync, delivery
//	go run ./scripts/mutants -only rails     those whose name contains a word
//	go run ./scripts/mutants -list           what there is
//
// A planted bug is a row of the table: a file, a text in it, what stands there
// instead, and the clause that is broken by it. It is compiled in by
// go build's -overlay, so that the tree stays as it is.
//
// It fails when a bug survives, does not compile, or when its text does not
// stand in its file exactly once; a test of its own demands the last, so that
// the table follows the code.
package main
