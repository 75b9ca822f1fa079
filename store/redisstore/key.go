package redisstore

// names are the fixed keys of a book, in the order of KEYS; prelude.lua has
// the same list.
var names = []string{
	"entries", "head", "ids", "moved", "docs:intent", "tokens", "lease", "reconcile", "counter",
	"frozen", "payload", "record",
	"due", "claimed", "sending", "sent", "uncertain", "parked", "dropped",
	"expiry", "deadline", "unmarked", "held", "digests", "stages", "condemned", "buried", "deaths",
}

func key(book, name string) string { return "relance:{" + book + "}:" + name }

func keys(book string) []string {
	all := make([]string, len(names), len(names)+4)
	for i, name := range names {
		all[i] = key(book, name)
	}
	return all
}
