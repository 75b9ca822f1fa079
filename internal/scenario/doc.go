// Package scenario holds the rules of chasing as scripts that a finance person
// can read, and runs them: the whole service on the simulators of Slack and
// Google, in virtual time, months in a moment. Each file of testdata is one
// story; its first line is the rule that it proves.
//
//	# A promise pauses the reminders until its day plus two business days.
//	covers promise.pause promise.grace
//
//	today Mon 2026-03-02 08:00
//	invoice INV-1: customer Dupont, due 2026-02-20, amount 1000, salesperson Alice
//
//	advance to Mon 2026-03-02 12:00
//	expect digest to Alice: INV-1 stage 2
//	Alice types /relance promise INV-1 2026-03-20
//	advance to Tue 2026-03-24 19:00
//	expect nothing
//	expect why INV-1: promised
//
// # The house
//
// Alice and Bob are salespeople, Max is the manager, Fiona is finance; all work
// in Paris and have Slack in English. The book is at level internal, with the
// default ladder unless the script carries a policy (-- policy.yaml --), and
// what is late on the first day is being chased. There is a mail server.
//
// # Before the first day, or typed into the sheet later
//
//	today Mon 2026-03-02 08:00          the first moment; the weekday is checked
//	level observe                       another level to begin with
//	adopted                             what is late on the first day waits for Start chasing
//	person Nina: role salesperson, time zone America/New_York, language fr
//	person Leo: role salesperson, slack none, email none
//	customer Dupont: email pay@dupont.example, country FR
//	invoice INV-1: customer Dupont, due 2026-02-20, amount 1000, salesperson Alice
//	payment: customer Dupont, amount 500
//
// Fields are the headers of the sheet; a currency that isn't said is the euro.
//
// # Time
//
//	advance to Thu 2026-04-02 09:00 · advance to 12:00 · advance 30d · advance 20m
//	asleep to Thu 2026-04-02 09:00      the computer is suspended until then
//	down to Thu 2026-04-02 09:00        the service is stopped, and started again then
//	restart
//	crash at after_sending              the process dies there, once, and is started again
//	during after_claim: Fiona types /paid INV-1 1000
//	store is lost                       it goes on with an empty one
//
// # What people do
//
//	sheet INV-1: paid 400, paid on 2026-03-05 · sheet INV-1: dispute empty
//	sheet sort by amount · sheet delete INV-1 · sheet move due to the front
//	sheet rename due to "Pay before" · sheet insert a column before amount · sheet drop column paid
//	Alice types /relance promise INV-1 2026-03-20
//	Alice clicks "I'm on it" on INV-1               a button of the invoice's card
//	Alice clicks "Snooze" for INV-1 on her digest   or: on the case of Dupont, on her message
//	Fiona clicks "Start chasing" on the answer
//	Fiona ticks Dupont on the answer                a letter of the tray · unticks
//	Alice fills in "Until" 2026-04-01, "Reason" "on holiday"
//
// # What goes wrong
//
//	slack loses the next post           it is not posted, and nobody knows
//	slack loses the next reply          it is posted, and nobody knows
//	slack answers internal_error to the next post
//	sheet is unreachable · sheet is back
//	mail server loses the next reply    the letter arrived, and nobody knows
//	mail server answers 451 to the next letter
//	mail server is down · mail server is well
//
// # What is expected
//
// Messages are looked for since the last advance, asleep, down or restart.
//
//	expect digest to Alice on 2026-03-05: INV-1 stage 1, INV-2 stage 2
//	expect direct to Fiona: INV-1 approval
//	expect post: INV-1 stage 3, INV-2 paid
//	expect case of Dupont: INV-1 stage 3
//	expect line of dupont "Promised": INV-1 promised on
//	expect letter to Dupont "€600.00": INV-1 firm
//	expect question to Fiona "twice"
//	expect nothing                      no message to a person or a customer
//	expect nothing more                 none beside those expected above
//	expect nothing to Max · expect nothing about INV-1
//	expect 3 digests to Alice
//	expect the case of Dupont says "Promised" · expect the digest of Alice doesn't say "late"
//	expect cell INV-1 stage: 2 · expect cell INV-1 next reminder: empty
//	expect why INV-1: promised, next 2026-03-25
//	expect answer "1 invoice"
//
// After every script the house itself is checked: one digest a day and person,
// three direct messages, sending hours and business days in the reader's zone,
// no reminder twice, no stage backwards, one letter per customer and contact gap,
// no formal notice but by two people and after a firm letter, nothing left under
// way.
package scenario
