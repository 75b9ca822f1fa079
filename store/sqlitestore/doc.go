// Package sqlitestore keeps everything that must survive in one SQLite file:
// the embedded default. It needs no C compiler.
//
// # Tables
//
// All times are integers, nanoseconds since 1970 UTC, 0 for none; SQL never
// asks the clock. Everything but installation is per book.
//
//	installation   the file's own random id, and the one book-independent row
//	journal        entries by seq; hash-chained; salt is NULL once erased
//	docs           the sync state's documents, open intents among them
//	tokens         every intent token ever opened
//	leases         holder, term and expiry
//	reconciles     epoch, and the id of the file at the last reconcile
//	deliveries     one row each, never removed: an id is never used again
//	held           which live delivery a reminder stands in, by destination
//	stages         the highest stage said of an invoice and cycle, by destination
//	condemned      second copies of messages; buried ones stay, never to be adopted
//	deaths         incarnations that are proven to run no more
//
// # One connection
//
// A Store has one connection, so its calls run one after the other, each in a
// transaction that begins IMMEDIATE: a read that later wanted to write would
// otherwise get past the busy handler. That also lets it run inside a
// testing/synctest bubble. Several processes may open one file (WAL).
// synchronous=FULL: what was acknowledged survives a power cut.
//
// # Restored backups
//
// A file copied back looks like the file it was copied from. Whoever restores
// one calls NewIdentity, and every book must be reconciled before it sends.
package sqlitestore
