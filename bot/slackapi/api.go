package slackapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
)

// Options configure the connection to one workspace.
type Options struct {
	BotToken string
	AppToken string // Socket Mode only
	// APIURL is the API's root with a trailing slash; empty: Slack's.
	APIURL string
	// HTTPClient replaces the client of all calls, for a simulator without a
	// socket; nil: one of our own, with timeouts.
	HTTPClient *http.Client
	// Dialer replaces Socket Mode's, likewise.
	Dialer *websocket.Dialer
	Now    func() time.Time
	Log    *slog.Logger
}

// callTimeout bounds one call. Slack answers within a second or so, and a
// modal's trigger lives three.
const callTimeout = 10 * time.Second

// retriesOn429 is how often a call that may be repeated waits for its turn.
const retriesOn429 = 2

// API speaks the Web API for the bot. It is safe for concurrent use.
type API struct {
	opt    Options
	root   *url.URL
	client *http.Client
	once   *slack.Client // calls that must not be repeated: posts, modals
	again  *slack.Client // calls that may be
}

// New makes an API; nothing is called yet.
func New(o Options) (*API, error) {
	if o.APIURL == "" {
		o.APIURL = slack.APIURL
	}
	if !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/"
	}
	root, err := url.Parse(o.APIURL)
	if err != nil || root.Host == "" || root.Scheme != "https" && root.Scheme != "http" {
		return nil, fmt.Errorf("slack api url %q is not an http address", o.APIURL)
	}
	client := o.HTTPClient
	if client == nil {
		client = newHTTPClient()
	}
	a := &API{opt: o, root: root, client: client}
	common := []slack.Option{slack.OptionAPIURL(o.APIURL), slack.OptionHTTPClient(client), slack.OptionAppLevelToken(o.AppToken)}
	a.once = slack.New(o.BotToken, common...)
	a.again = slack.New(o.BotToken, append(common, slack.OptionRetry(retriesOn429))...)
	return a, nil
}

func newHTTPClient() *http.Client {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute,
		TLSHandshakeTimeout: callTimeout, ResponseHeaderTimeout: callTimeout, ForceAttemptHTTP2: true,
	}
	return &http.Client{Transport: transport, Timeout: callTimeout, CheckRedirect: noRedirect}
}

// noRedirect keeps tokens and posts where they were meant to go.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Identity is who the bot token is.
type Identity struct {
	TeamID, TeamName, UserID, BotID string
}

// Identity asks Slack (auth.test).
func (a *API) Identity(ctx context.Context) (Identity, error) {
	r, err := a.again.AuthTestContext(ctx)
	if err != nil {
		return Identity{}, fmt.Errorf("auth.test: %w", err)
	}
	return Identity{TeamID: r.TeamID, TeamName: r.Team, UserID: r.UserID, BotID: r.BotID}, nil
}

// Close lets go of idle connections.
func (a *API) Close() { a.client.CloseIdleConnections() }

// Post writes a message as the bot.
func (a *API) Post(ctx context.Context, to bot.Place, m bot.Message) (bot.Place, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	options := content(m)
	if to.Thread != "" {
		options = append(options, slack.MsgOptionTS(to.Thread))
	}
	channel, ts, err := a.once.PostMessageContext(ctx, to.Channel, options...)
	return bot.Place{Channel: channel, TS: ts, Thread: to.Thread}, named("chat.postMessage", err)
}

// PostEphemeral shows a message to one user.
func (a *API) PostEphemeral(ctx context.Context, to bot.Place, user string, m bot.Message) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	options := content(m)
	if to.Thread != "" {
		options = append(options, slack.MsgOptionTS(to.Thread))
	}
	_, err := a.once.PostEphemeralContext(ctx, to.Channel, user, options...)
	return named("chat.postEphemeral", err)
}

// Update redraws a message. A failed update is an error and no new message.
func (a *API) Update(ctx context.Context, at bot.Place, m bot.Message) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, _, _, err := a.again.UpdateMessageContext(ctx, at.Channel, at.TS, content(m)...)
	return named("chat.update", err)
}

func content(m bot.Message) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}

// OpenView opens a modal.
func (a *API) OpenView(ctx context.Context, trigger string, v slack.ModalViewRequest) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := a.once.OpenViewContext(ctx, trigger, v)
	return named("views.open", err)
}

// PublishHome draws a Home tab.
func (a *API) PublishHome(ctx context.Context, user string, v slack.HomeTabViewRequest) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err := a.again.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: v})
	return named("views.publish", err)
}

// Conversation tells whether a channel is shared with another company. Without
// the scope to look it is an error: the bot then shares nothing.
func (a *API) Conversation(ctx context.Context, channel string) (bot.Conversation, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	c, err := a.again.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	if err != nil {
		return bot.Conversation{}, named("conversations.info", err)
	}
	return bot.Conversation{Shared: c.IsExtShared || c.IsPendingExtShared || c.IsShared && !c.IsOrgShared}, nil
}

// Channel finds the id of a channel by "#name" or gives an id back. It takes
// the channels:read and groups:read scopes.
func (a *API) Channel(ctx context.Context, name string) (string, error) {
	plain, named := strings.CutPrefix(name, "#")
	if !named {
		return name, nil
	}
	p := &slack.GetConversationsParameters{ExcludeArchived: true, Limit: 200, Types: []string{"public_channel", "private_channel"}}
	for range maxChannelPages {
		list, next, err := a.again.GetConversationsContext(ctx, p)
		if err != nil {
			return "", fmt.Errorf("conversations.list: %w", err)
		}
		for _, c := range list {
			if c.Name == plain {
				return c.ID, nil
			}
		}
		if next == "" {
			break
		}
		p.Cursor = next
	}
	return "", fmt.Errorf("there is no channel %s that the bot can see: /invite it there, or give the channel's id", name)
}

// maxChannelPages bounds the search for a channel: 20,000 channels.
const maxChannelPages = 100

// Codes that the bot acts on. views.* have two sets of names.
var blockErrors = map[string]bool{"invalid_blocks": true, "invalid_blocks_format": true, "invalid_attachments": true}

var triggerErrors = map[string]bool{
	"expired_trigger_id": true, "exchanged_trigger_id": true, "trigger_expired": true, "trigger_exchanged": true, "invalid_trigger_id": true, "invalid_trigger": true,
}

// named says which method failed and turns the codes that the bot acts on into
// its errors.
func named(method string, err error) error {
	if err == nil {
		return nil
	}
	code := err.Error()
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		code = e.Err
	}
	switch {
	case blockErrors[code]:
		return fmt.Errorf("%s: %w: %w", method, bot.ErrBlocksRefused, err)
	case triggerErrors[code]:
		return fmt.Errorf("%s: %w: %w", method, bot.ErrTriggerExpired, err)
	case code == "not_in_channel":
		return fmt.Errorf("%s: %w: %w", method, bot.ErrNotInChannel, err)
	}
	return fmt.Errorf("%s: %w", method, err)
}
