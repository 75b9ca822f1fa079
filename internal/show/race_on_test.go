//go:build race

package show

// quarterDays: the race detector makes the ninety days take ten minutes, and
// what it looks for shows in two weeks. The test script runs them all without.
const quarterDays = 14
