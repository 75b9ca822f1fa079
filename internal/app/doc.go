// Package app is the composition root: it builds every part from the
// configuration, joins each to the interfaces that the others declared, and
// starts and stops the whole. It is the only package that imports the
// adapters (Slack, Google, the stores), and it holds no behaviour of its own.
//
//	New    reads and connects; nothing runs yet
//	Start  catches up with the journal, connects to Slack, wakes the jobs
//	Wake   does everything that is due now, once: what the jobs do on their own
//	Stop   finishes what is under way and leaves no goroutine
package app
