// Package blockkit checks Block Kit JSON as strictly as Slack does: the limits
// of every block, element and composition object, required and unknown
// properties, the blocks a surface allows, and identifiers used twice.
//
// It works on the JSON alone, so it judges what really leaves the process,
// whichever library built it. Where the documentation leaves a point open the
// checker refuses: a view that passes here passes at Slack.
//
// Limits are those of docs.slack.dev/reference/block-kit and @slack/types.
package blockkit
