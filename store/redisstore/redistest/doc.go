// Package redistest starts the real redis-server for tests: a process of its
// own on a loopback port, in a directory of its own.
package redistest
