// Package check refuses what a store could not give back as it was: text that
// is no UTF-8, values that don't survive their own encoding, deliveries that
// lack what the gate needs. Every store asks it before it writes anything.
package check
