// Package store says what must survive a crash, and how: contracts only. The
// implementations are sqlitestore (embedded, one process) and redisstore (many
// replicas); both pass the whole suite of storetest, which is the contract's
// executable half.
//
// Four things are kept for each book.
//
//   - The journal: ledger.Change entries, append-only, hash-chained.
//   - The sync state: documents (baseline rows, write intents, put-backs,
//     conflicts, marks) that move together with the journal in one transaction.
//   - Deliveries: what is to be said, to whom, and how far that has come.
//   - The lease: which replica syncs and reminds, with a term number.
//
// # Deliveries
//
//	due -> claimed -> sending -> sent
//	       claimed  -(expired)->      due   (or its owner is proven dead)
//	       claimed  -(gate refuses)-> dropped
//	       sending  -(certain no)->   due, or parked (refused for good, or too often)
//	       sending  -(orphan, doubt)->uncertain -> sent | due | parked
//	       parked   -(a person)->     due | sent
//
// # Failure handling
//
// A process may die, or stop and go on much later, between any two calls, and
// any reply may be lost after its call was carried out. Therefore every call
// may be made twice: the second says what stands. Fences come from the store
// and only grow; a call with an older fence changes nothing. Expiries and
// deadlines are stamped and compared by the store's own clock alone, because
// the clocks of two machines disagree. A lease saves work; safety never rests
// on it.
package store
