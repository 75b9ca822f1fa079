// Package slackapi joins package bot and the reminders to Slack: the Web API,
// Socket Mode, the three HTTP endpoints, the directory of members, and the
// Sender of deliveries.
//
//	Slack ──Socket Mode──> Socket ─┐
//	                               ├─> Receiver ─> bot.Bot
//	Slack ──signed POST──> Handler ┘                  │
//	Slack <──Web API── API (answers, modals, Home) <──┘
//	Slack <──Web API── Sender (deliveries) <── reminders
//
// # Failure handling
//
// An answer that can't be delivered is logged and lost; it is never posted
// elsewhere. A delivery is another matter: [Sender.Post] makes one attempt on a
// connection of its own and says how sure it is that nothing was posted. Only
// that is certain which never left this machine, or which Slack refused by a
// code on a named list; everything else is in doubt, and the reminders look
// before they send again.
package slackapi
