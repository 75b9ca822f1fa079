//go:build race

package scenario

// oneIn: the race detector makes a script ten times as slow, and what it looks
// for doesn't depend on the story. The test script runs all without it.
const oneIn = 8
