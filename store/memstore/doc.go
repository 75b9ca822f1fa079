// Package memstore keeps a store in memory, for tests that live through years
// of virtual time. It keeps every contract of package store (it passes the
// suite of storetest) but the one to survive the process.
package memstore
