// Package locale writes amounts, days and numbers for people, in French and
// in English, the way printed French and English do: "1 234,56 €" with narrow
// no-break spaces, "€1,234.56".
//
// It formats only. Reading what people type belongs to whoever asked for it.
package locale
