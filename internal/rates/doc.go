// Package rates reads the tables of published interest rates that late-payment
// law refers to. The built-in one is rates.yaml; an operator's file of the same
// form extends it, and where both state a half-year the operator's holds.
//
// A file is read strictly: an unknown key, a half-year that isn't one or a rate
// that is no number is an error with its line, never a rate left out in silence.
package rates
