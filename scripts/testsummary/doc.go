// Command testsummary runs `go test -json`, keeps its whole output in a log
// file, shows what failed in full and what passed in a line per package, and
// writes a summary whose last line is "N passed, N failed, N skipped".
//
// A test that is skipped proves nothing, so each one is named with its reason.
// What can't be told from tests alone counts as a failure as well: a package
// that doesn't build, one that dies outside a test, a test that never ended.
//
//	go run ./scripts/testsummary -log test.log -summary summary.txt -- go test -json ./...
package main
