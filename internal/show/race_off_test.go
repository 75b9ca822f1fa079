//go:build !race

package show

// quarterDays is a quarter, with a change of the clocks in it.
const quarterDays = 90
