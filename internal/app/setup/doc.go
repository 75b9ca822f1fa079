// Package setup starts and ends Relance on a spreadsheet: it makes one, adopts
// one that people have kept for years, and takes everything that Relance added
// away again. It says what it is going to do before it does it, in English or
// French, and what it adds bears our marks, so that nothing else is ever
// removed.
package setup
