// Package console is the demo's web page: the simulated Slack on the left, the
// simulated spreadsheet on the right, the clock on top. It lets a newcomer be
// any member of the team, type commands, press buttons, edit the sheet and move
// time forward, and shows what comes of it while it happens.
//
//	browser ── GET  /            page, style and script, embedded in the binary
//	        ── GET  /events      what changed, as server-sent events
//	        ── GET  /api/sheet   the rows of a tab that changed since a version
//	        ── GET  /api/mail/…  what customers' mail boxes hold
//	        ── POST /api/…       what a person does
//
// The page holds copies only. Slack's state is cut into entries (a message, a
// channel, the open modals) and a stream sends the entries that changed; the
// spreadsheet is mirrored row by row, a stream says which tab has a new version
// and the page fetches the rows it lacks. So a push is as large as the change.
//
// # Lifetime
//
// Each stream lives in its request and ends with it, with the server's base
// context, or with [Console.Close]. The only goroutine of the console's own is
// the one that moves the clock; Close cancels it and waits.
//
// # Trust
//
// The console is for development and demonstrations: whoever reaches it can be
// anyone. It has no login, so listen on loopback. Pages of other origins can't
// act through a visitor's browser ([net/http.CrossOriginProtection]).
package console
