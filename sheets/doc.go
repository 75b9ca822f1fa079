// Package sheets is the spreadsheet as data: which column is which, what a
// cell means, what a person changed since the bot last looked, and how the bot
// writes into a row that people sort and edit at the same time.
//
// The service has no compare-and-swap and a row's index means nothing once a
// person has sorted. One cycle is therefore
//
//	probe -> settle open intents -> read -> parse -> plan
//	      -> open the intent (durable) -> one atomic guarded write -> verify
//	      -> commit: close the intent, advance the baseline, journal
//
// where the guarded write first makes something that can't be made twice (a
// named range called after its token), copies the header and the whole of each
// touched row into a hidden tab, writes, and gives back those copies. The
// copies say which invoice each cell really belonged to when the write hit it.
//
// # States of an intent
//
//	(planned) -> open -> closed                 (verified: every cell accounted for)
//	             open -(certain no)-> closed    (nothing was applied)
//	             open -(lost reply, crash)-> open -> settled by the next cycle:
//	                  the token's object is created with a void mark;
//	                  created: the batch never can be applied, closed
//	                  exists:  the hidden tab tells what was hit, verified, closed
//	closed with put-backs: each is an ordinary guarded write of its own
//
// # Failure handling
//
// A process may die between any two calls and any reply may be lost after its
// call was carried out. What a write did is therefore only ever told by the
// copies that the same batch made. Closing an intent, advancing the baseline,
// journaling and noting put-backs are one store transaction; who loses it
// discards everything. Nothing is guessed: what can't be parsed is quarantined
// and said so in the row's Check column.
package sheets
