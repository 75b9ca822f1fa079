// Package sheetsim is a stateful simulator of Google Sheets v4 and of the few
// Drive v3 calls that go with it. It serves development, demonstrations and
// tests: the product talks to it through the same HTTP requests it sends to
// the real service, over a socket or through [Sim.Client] without one.
//
// It is meant to refuse what the real service refuses. Request bodies are
// checked against the field tables of the public discovery document
// (schema.txt), unknown names and wrong types are answered with the real
// service's 400 texts, and a batch is applied whole or not at all.
//
// # State
//
//	Sim ── book (one spreadsheet) ── sheet (a tab) ── row ── cell
//
// Cells and rows are immutable once stored: an edit replaces them. A book is
// therefore cheap to clone, every request works on a clone, and committing is
// swapping one pointer. That one mechanism gives atomic batches, the stale
// reads of the fault switches, and snapshots that never tear.
//
// Formulas are parsed when entered and evaluated when read; results are kept
// until the next change of the book or, for TODAY and NOW, of the clock.
//
// # People
//
// [Sim.Human] gives the hands of a person in a browser: typing (parsed by the
// spreadsheet's locale), sorting, inserting, renaming. Each act is one change
// that grows the Drive version, as in the real service.
//
// # Failure handling
//
// [Sim.Faults] holds switches that lose replies, commit late, refuse by quota
// or answer from an older state. A refusal (429, 503 not applied) never
// changes anything; a lost reply or a late commit always has changed the book
// or will, within the service's limit of 180 seconds.
package sheetsim
