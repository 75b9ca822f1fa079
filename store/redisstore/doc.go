// Package redisstore keeps everything that must survive in Redis, for many
// replicas: a single server, Sentinel or Cluster, version 5 or later.
//
// # Keys
//
// All keys of a book share one hash tag, relance:{book}:…, so that each call
// is one script on one node, and every key stands in KEYS.
//
//	entries        hash    seq -> journal entry, JSON
//	head           hash    seq and hash of the last entry
//	ids            hash    change id -> seq
//	moved          hash    subject -> seq of its last entry that isn't bookkeeping
//	docs:KIND      hash    key -> document; docs:intent holds the open intents
//	tokens         set     every intent token ever opened
//	lease          hash    holder, term, expires
//	reconcile      hash    epoch, open, reason, since, server
//	counter        string  how many deliveries were frozen: the order of age
//	frozen         hash    delivery id -> what its caller froze, JSON
//	payload        hash    delivery id -> its payload, as it is
//	record         hash    delivery id -> what the store keeps of it, JSON
//	due, claimed, sending, sent, uncertain, parked, dropped
//	               zset    delivery ids by age
//	expiry         zset    claimed deliveries by the end of their claim
//	deadline       zset    sending deliveries by T
//	unmarked       zset    sent deliveries that aren't in the journal yet
//	held           hash    destination and reminder -> the live delivery it stands in
//	digests        zset    person, day and id of live digests
//	stages         hash    destination, invoice and cycle -> highest rank said
//	condemned      hash    channel and ts -> delivery, to be deleted
//	buried         set     condemned messages that were deleted; never to be adopted
//	deaths         hash    incarnation -> when it was proven dead, and how
//
// # Scripts
//
// Each call that writes is one Lua script, made of prelude.lua and a file of
// its own. It checks everything first and writes last: Lua has no rollback.
// The only clock is the server's TIME, in microseconds. An append needs
// SHA-256, which Lua lacks: the links are computed here and added only if the
// journal still ends where it was read.
//
// The client never sends a call again by itself: after a lost reply, the
// caller asks again, and the contract says what stands. (A cluster client may,
// when a slot has moved or a node died; that is such an asking again.)
//
// # Another server
//
// A failover loses acknowledged writes, a restart may. So the identity of the
// server, its run id and replication id from INFO, is stored with the last
// reconcile, and every script that freezes, claims or passes the gate compares
// them itself, in the same atomic step: what the client saw on its connection
// a moment ago proves nothing. The run id changes with every start. The
// replication id changes with every promotion; without it, a failover there
// and back would go unnoticed. It also changes when a server without replicas
// gets its first one, or has had none for an hour (repl-backlog-ttl): then
// finance is asked once more than needed. FLUSHALL removes the binding itself.
//
// # Requirements
//
// In a cluster the nodes' clocks must agree to well within the wait before a
// probe counts: Now is answered by any node, the wait is kept by the book's.
// maxmemory-policy must be noeviction (Open refuses others), the user needs
// INFO, TIME, EVAL and the commands on its keys. With appendonly, use
// appendfsync always or accept a reconcile after each crash: it comes anyway.
package redisstore
