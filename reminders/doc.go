// Package reminders decides what is to be said about late invoices, to whom
// and when, and says it: once, or visibly not at all.
//
//	Policy     the ladder: from which day on which stage is said to whom
//	Calendar   business days; legal counts stay on the plain calendar
//	Plan       pure: book, policy, what was said, today -> a Decision for every invoice
//	Content    what a message says, in frozen figures; a Composer words it
//	Service    freeze, claim, gate, post, record, mark; probe and park what is in doubt
//
// gocron only wakes the Service up. Whether something is due follows from the
// book, the policy and the deliveries, so a missed tick, a restart, a change of
// the clock or a second replica neither loses nor repeats a reminder.
//
// # A tick
//
//	sweep and probe what is in doubt, delete condemned copies, mark what is out
//	plan; nothing due: done
//	a sync younger than 60 s, or nothing goes out
//	plan again on the fresh book, freeze deliveries (package store has their states)
//	claim, and for each: gate, post within its deadline, record
//	mark: stage, last and next reminder go into the journal, and so into the row
//	update the messages that say something no longer true
//
// # Cycles
//
// Stages are counted per invoice and cycle. A cycle is the due date: when it
// moves, the ladder starts again. The repeats of the last stage are part of the
// Stage. Both can be read from the row: a recorded stage whose day, counted
// from the due date, lies after the last reminder can't have been said in this
// cycle (see StageInCycle). While an instalment plan is kept, each instalment is
// a cycle; its stages never lower the one in the row (see PlanPosition).
//
// # Failure handling
//
// The process may die between any two calls (the named failpoints), and any
// reply may be lost. What was never posted is claimed again after its claim
// expires. What may have been posted is Uncertain: it waits until Slack's
// history must show it, is looked up by its metadata, and is adopted, sent
// again only by who may prove that nothing is in flight, or parked for a person.
// A change that a person makes on an invoice between plan and post makes the
// gate drop the delivery; the rest of it is planned again in the same tick or
// the next.
package reminders
