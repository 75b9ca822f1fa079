// Package chain links journal entries by hashes, for all stores alike.
//
//	hash(n) = SHA-256( hash(n-1) | canonical(entry n) )
//
// The canonical form is a version byte and then every part of the entry with
// its length before it, so that no two entries share one. Actor, Old and New
// are not in it themselves: in their place stands SHA-256(salt | value), with
// a random salt for each. Erasing removes values and salts; what is left can
// be neither read nor guessed, and the chain still holds.
package chain
