// Package storetest is the executable half of the store's contracts: one
// suite that every implementation passes whole. A subtest is named after the
// clause it holds the store to.
//
// Durations in it are tens of milliseconds, because a store whose clock can't
// be set has to sit them out.
package storetest
