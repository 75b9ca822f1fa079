//go:build !race

package scenario

// oneIn says which share of the scripts is run: all.
const oneIn = 1
