package slacksim

import (
	"net/http"
	"slices"
	"time"
)

// Options configure a workspace. Only Now is required.
type Options struct {
	Now  func() time.Time // the workspace's clock
	Seed int64            // identifiers and choices follow from it

	BotToken, AppToken, SigningSecret string
	TeamID, TeamName, TeamDomain      string
	AppID, AppName                    string
	BotID, BotUserID                  string

	// Scopes granted to the bot token; nil means DefaultScopes.
	Scopes []string
	// Events the app subscribed to; nil means DefaultEvents.
	Events []string
	// Commands the app registered ("/overdue"); empty means any.
	Commands []string
	// EscapeCommands is the manifest's should_escape: mentions arrive in command
	// text as <@U…|name>, and & < > escaped. Otherwise text arrives as typed.
	EscapeCommands bool

	// RequestURL switches to HTTP mode: deliveries are signed POSTs to
	// RequestURL+"/slack/events", "/slack/commands", "/slack/interactions".
	RequestURL string
	HTTPClient *http.Client // for HTTP mode; nil means one without proxy

	// NoPostingLimit turns off the limit of about one message per second and
	// channel. PostingBurst is how many may come at once (0 means 5).
	NoPostingLimit bool
	PostingBurst   int
	// MethodTiers enforces the calls per minute of each method's tier.
	MethodTiers bool

	// PingEvery is the interval of WebSocket pings (0 means 25 s; slack-go gives
	// up after 30 s without one, unless told by OptionPingInterval).
	PingEvery time.Duration
	// RefreshEvery asks each Socket Mode connection to reconnect after that
	// time (0 means never), warning ten seconds before as Slack does.
	RefreshEvery time.Duration

	// PlainResponses makes a response_url answer "ok" instead of {"ok":true}.
	PlainResponses bool
	// RepliesRefused refuses conversations.replies to the bot outside of direct
	// messages, as Slack does for some apps.
	RepliesRefused bool
	// DocumentedViewErrors answers with the codes of the views.* method pages
	// (expired_trigger_id, exchanged_trigger_id, not_found) instead of those of
	// the interactivity guide (trigger_expired, trigger_exchanged, view_not_found).
	DocumentedViewErrors bool
}

// DefaultScopes are what the app asks for, with the optional history scopes.
var DefaultScopes = []string{
	"commands", "chat:write", "im:write", "users:read", "users:read.email", "app_mentions:read", "files:write",
	"channels:history", "groups:history", "im:history",
}

// LookupScopes add what reading channels, user groups and the team takes.
var LookupScopes = []string{
	"channels:read", "groups:read", "im:read", "channels:join", "usergroups:read", "team:read", "reactions:write",
}

// DefaultEvents are the event subscriptions of the app's manifest.
var DefaultEvents = []string{
	"app_home_opened", "app_mention", "message.im", "member_joined_channel", "user_change", "team_join", "channel_rename",
}

// Limits and defaults; sources: docs.slack.dev.
const (
	ackWithin           = 3 * time.Second // commands, interactions, events
	triggerLife         = 3 * time.Second
	responseURLLife     = 30 * time.Minute
	responseURLUses     = 5
	maxConnections      = 10
	maxAckBytes         = 20 * 1024 // acknowledgements of that size are dropped
	maxPostText         = 40000     // chat.postMessage
	maxUpdateText       = 4000      // chat.update
	maxViewStack        = 3
	maxViewBytes        = 250 * 1024
	maxAttachments      = 100
	maxBodyBytes        = 8 << 20
	defaultPostingBurst = 5
	defaultPing         = 25 * time.Second
	warnBefore          = 10 * time.Second
	writeWait           = 10 * time.Second
)

func (o Options) withDefaults() Options {
	set := func(p *string, value string) {
		if *p == "" {
			*p = value
		}
	}
	set(&o.BotToken, "xoxb-simulated-bot")
	set(&o.AppToken, "xapp-simulated-app")
	set(&o.SigningSecret, "simulated-signing-secret")
	set(&o.TeamID, "T0SIM00001")
	set(&o.TeamName, "Simulated Workspace")
	set(&o.TeamDomain, "simulated")
	set(&o.AppID, "A0SIM00001")
	set(&o.AppName, "relance")
	set(&o.BotID, "B0SIM00001")
	set(&o.BotUserID, "U0SIMBOT01")
	if o.Scopes == nil {
		o.Scopes = slices.Clone(DefaultScopes)
	}
	if o.Events == nil {
		o.Events = slices.Clone(DefaultEvents)
	}
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{Transport: &http.Transport{}}
	}
	if o.PostingBurst == 0 {
		o.PostingBurst = defaultPostingBurst
	}
	if o.PingEvery == 0 {
		o.PingEvery = defaultPing
	}
	return o
}
