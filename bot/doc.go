// Package bot is how Relance behaves in Slack: it answers questions about the
// book, takes what people say about an invoice, and draws every message,
// modal and Home tab. It does no I/O of its own: package slackapi (or a test)
// feeds it plain requests and carries out what it asks of [Slack].
//
//	Command ─┐                            ┌─> Slack.Respond / Post / Update
//	Action  ─┼─> admit ─> parse ─> answer ┼─> Slack.OpenView / PublishHome
//	Event   ─┤     (access.go)     │      └─> nothing, and a reason
//	Submission ─┘                  └─> ledger.Act ─> Desk.Record ─> refresh
//
// Three rules hold everywhere:
//
//   - Deny by default. Each request, a click and a modal included, is admitted
//     by user id and team id, and each deed is checked again when it is done.
//   - A second click is harmless. The id of an act derives from the interaction,
//     what is so already changes nothing, and the answer says who did it.
//   - No dead ends. An answer says what happened and what to do next; what is
//     our own fault carries a reference that the operator finds in the log.
package bot
