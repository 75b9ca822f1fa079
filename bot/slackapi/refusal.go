package slackapi

// refusals are the codes of chat.postMessage that mean that nothing was
// posted, and whether they are for good. Codes that aren't here are in doubt:
// internal_error, fatal_error, service_unavailable and request_timeout are
// documented as "some aspect of the operation may have succeeded", and of an
// unknown code nothing is known.
//
// Source: the errors of docs.slack.dev/reference/methods/chat.postMessage.
var refusals = map[string]bool{
	// This message, or this destination, will never do.
	"channel_not_found":              true,
	"is_archived":                    true,
	"user_not_found":                 true,
	"users_not_found":                true,
	"user_disabled":                  true,
	"cannot_dm_bot":                  true,
	"msg_too_long":                   true,
	"msg_blocks_too_long":            true,
	"no_text":                        true,
	"invalid_blocks":                 true,
	"invalid_blocks_format":          true,
	"too_many_attachments":           true,
	"invalid_metadata_format":        true,
	"invalid_metadata_schema":        true,
	"metadata_must_be_sent_from_app": true,
	"metadata_too_large":             true,
	"invalid_arguments":              true,
	"invalid_json":                   true,
	"json_not_object":                true,
	"cannot_reply_to_message":        true,
	"missing_post_type":              true,
	"invalid_post_type":              true,
	"invalid_charset":                true,
	// A person can put these right, and then it may go.
	"not_in_channel":                      false,
	"restricted_action":                   false,
	"restricted_action_read_only_channel": false,
	"missing_scope":                       false,
	"not_authed":                          false,
	"invalid_auth":                        false,
	"account_inactive":                    false,
	"token_revoked":                       false,
	"token_expired":                       false,
	"no_permission":                       false,
	"not_allowed_token_type":              false,
	"access_denied":                       false,
	"org_login_required":                  false,
	"ekm_access_denied":                   false,
	"team_access_not_granted":             false,
	"messages_tab_disabled":               false,
	"ratelimited":                         false,
	"rate_limited":                        false,
}
