// Package rowscan finds the rows in a reply to spreadsheets.values.batchGet
// without decoding them, and decodes one row where somebody wants its cells.
//
// A cycle reads the whole sheet and nearly every row is as it was. What it has
// to know of such a row is that its bytes are the same, so the reply is walked
// once, as it comes in, and each row is kept as the bytes it came as, with
// their hash. Decoding it all with encoding/json takes ten times as long and
// the more memory (docs/benchmarks.md).
//
//	{"spreadsheetId": …, "valueRanges": [
//	    {"range": "Invoices!A1:T9", "majorDimension": "ROWS", "values": [
//	        ["INV-1", "Acme", 45999, 1234.5],      <- a row: these bytes, and their hash
//	        []]}]}
//
// Most rows are the bytes they were in the reply before, at the same place. Who
// keeps a Memory of that reply has such a row known by hashing as many bytes as
// it had: its cells are not walked a second time.
//
// # What is refused
//
// Whatever encoding/json refuses, for a half reply that looks whole would read
// as deleted invoices: a body that is cut off or goes on behind its end, a byte
// order mark, a NUL or another control character in a text, a wrong escape, a
// number JSON doesn't know. FuzzScan and FuzzCells hold the two against each
// other. Also what encoding/json would let pass and no reply to our question
// holds: one of our keys twice in one object, columns in place of rows, a cell
// that is a list or an object, deep nesting, and more than Limits allow. The
// error says what was met, at which byte and in which row.
//
// As encoding/json does, Cells keeps the digits of numbers however many
// (json.Number), and reads a lone surrogate or a byte that is not UTF-8 as
// U+FFFD.
//
// # Memory
//
// The body is read in chunks of up to a megabyte, and a row is a slice of its
// chunk: nothing is copied but the row that a chunk's end cuts. A row kept
// keeps its chunk, so rows should not outlive their cycle.
package rowscan
