package store

import "time"

// LeaseAsk is who wants the lease and for how long.
type LeaseAsk struct {
	Holder string // one process incarnation
	TTL    time.Duration
}

// Lease is who holds a book. ExpiresAt is on the store's clock.
type Lease struct {
	Holder    string
	Term      uint64
	Held      bool // by the one who asked
	ExpiresAt time.Time
}
