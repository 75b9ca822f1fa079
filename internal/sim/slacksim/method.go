package slacksim

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

// method is one Web API method.
type method struct {
	handle func(s *Sim, a args) (object, *apiError)
	scope  string // needed on the bot token; "" for none
	app    bool   // wants the app-level token
	tier   int    // calls per minute with Options.MethodTiers
	reads  bool   // may be called by GET
}

// Tiers of docs.slack.dev/apis/web-api/rate-limits, in calls per minute.
const (
	tier1, tier2, tier3, tier4 = 1, 20, 50, 100
	// chat.postMessage: several hundred per minute and workspace.
	tierSpecial = 300
)

var methods = map[string]method{
	"auth.test":             {handle: (*Sim).authTest, tier: tierSpecial, reads: true},
	"apps.connections.open": {handle: (*Sim).connectionsOpen, app: true, tier: tier1 * 10},

	"chat.postMessage":   {handle: (*Sim).chatPostMessage, scope: "chat:write", tier: tierSpecial},
	"chat.update":        {handle: (*Sim).chatUpdate, scope: "chat:write", tier: tier3},
	"chat.delete":        {handle: (*Sim).chatDelete, scope: "chat:write", tier: tier3},
	"chat.postEphemeral": {handle: (*Sim).chatPostEphemeral, scope: "chat:write", tier: tier4},
	"chat.getPermalink":  {handle: (*Sim).chatGetPermalink, tier: tierSpecial, reads: true},

	"views.open":    {handle: (*Sim).viewsOpen, tier: tier4},
	"views.update":  {handle: (*Sim).viewsUpdate, tier: tier4},
	"views.push":    {handle: (*Sim).viewsPush, tier: tier4},
	"views.publish": {handle: (*Sim).viewsPublish, tier: tier4},

	"users.info":          {handle: (*Sim).usersInfo, scope: "users:read", tier: tier4, reads: true},
	"users.list":          {handle: (*Sim).usersList, scope: "users:read", tier: tier2, reads: true},
	"users.lookupByEmail": {handle: (*Sim).usersLookupByEmail, scope: "users:read.email", tier: tier3, reads: true},

	"conversations.open":    {handle: (*Sim).conversationsOpen, scope: "im:write", tier: tier3},
	"conversations.list":    {handle: (*Sim).conversationsList, tier: tier2, reads: true},
	"conversations.info":    {handle: (*Sim).conversationsInfo, tier: tier3, reads: true},
	"conversations.members": {handle: (*Sim).conversationsMembers, tier: tier4, reads: true},
	"conversations.join":    {handle: (*Sim).conversationsJoin, scope: "channels:join", tier: tier3},
	"conversations.history": {handle: (*Sim).conversationsHistory, tier: tier3, reads: true},
	"conversations.replies": {handle: (*Sim).conversationsReplies, tier: tier3, reads: true},

	"usergroups.list":       {handle: (*Sim).usergroupsList, scope: "usergroups:read", tier: tier2, reads: true},
	"usergroups.users.list": {handle: (*Sim).usergroupsUsersList, scope: "usergroups:read", tier: tier2, reads: true},

	"files.getUploadURLExternal":   {handle: (*Sim).filesGetUploadURL, scope: "files:write", tier: tier4, reads: true},
	"files.completeUploadExternal": {handle: (*Sim).filesCompleteUpload, scope: "files:write", tier: tier4},

	"team.info":     {handle: (*Sim).teamInfo, scope: "team:read", tier: tier3, reads: true},
	"bots.info":     {handle: (*Sim).botsInfo, scope: "users:read", tier: tier3, reads: true},
	"reactions.add": {handle: (*Sim).reactionsAdd, scope: "reactions:write", tier: tier3},
}

// serveMethod answers /api/<name>.
func (s *Sim) serveMethod(w http.ResponseWriter, r *http.Request, name string) {
	a, code := parseArgs(r)
	plan := s.begin(name, a.str("channel"))
	if plan.before(s, w) {
		return
	}
	if code != "" {
		writeJSON(w, http.StatusOK, object{"ok": false, "error": code})
		return
	}
	if plan.lateBy > 0 {
		s.commitLater(plan.lateBy, func() { _, _ = s.call(name, a, r.Method) })
		panic(http.ErrAbortHandler)
	}
	var (
		reply  object
		failed *apiError
	)
	s.locked(func() { reply, failed = s.call(name, a, r.Method) })
	if failed != nil {
		reply = s.errorObject(failed)
	}
	if plan.after(s, w, failed == nil) {
		return
	}
	status := http.StatusOK
	if failed != nil && failed.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(failed.retryAfter))
		status = http.StatusTooManyRequests
	}
	w.Header().Set("X-OAuth-Scopes", s.scopeHeader())
	writeJSON(w, status, reply)
}

// begin counts a call and takes the faults meant for it.
func (s *Sim) begin(name, channel string) faultPlan {
	s.mu.Lock()
	s.calls[name]++
	s.mu.Unlock()
	return s.Faults.take(name, channel)
}

// call checks the token, scope and rate and runs the method. The state is locked.
func (s *Sim) call(name string, a args, verb string) (object, *apiError) {
	m, known := methods[name]
	if !known {
		return nil, refuse("unknown_method")
	}
	if verb == http.MethodGet && !m.reads {
		return nil, refuse("invalid_post_type")
	}
	if e := s.authorise(m, a.token); e != nil {
		return nil, e
	}
	s.installed = true
	if m.scope != "" && !s.granted(m.scope) {
		return nil, s.missingScope(m.scope)
	}
	if s.opt.MethodTiers {
		if wait := s.draw("tier:"+name, float64(m.tier)/60, m.tier); wait > 0 {
			return nil, limited(wait)
		}
	}
	reply, e := m.handle(s, a)
	if e != nil {
		return nil, e
	}
	reply["ok"] = true
	return reply, nil
}

func (s *Sim) authorise(m method, token string) *apiError {
	switch {
	case token == "":
		return refuse("not_authed")
	case s.ws.Revoked && (token == s.opt.BotToken || token == s.opt.AppToken):
		return refuse("token_revoked")
	case token == s.opt.BotToken && m.app, token == s.opt.AppToken && !m.app:
		return refuse("not_allowed_token_type")
	case token != s.opt.BotToken && token != s.opt.AppToken:
		return refuse("invalid_auth")
	}
	return nil
}

// bucket is a token bucket on the workspace's clock.
type bucket struct {
	level float64
	at    time.Time
}

// draw takes one token from the named bucket, or says how long to wait.
func (s *Sim) draw(name string, perSecond float64, burst int) time.Duration {
	now := s.now()
	b := s.buckets[name]
	if b == nil {
		b = &bucket{level: float64(burst), at: now}
		s.buckets[name] = b
	}
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.level = math.Min(float64(burst), b.level+passed*perSecond)
	}
	b.at = now
	if b.level < 1 {
		return time.Duration((1 - b.level) / perSecond * float64(time.Second))
	}
	b.level--
	return 0
}

func limited(wait time.Duration) *apiError {
	return &apiError{code: "ratelimited", retryAfter: int(math.Ceil(wait.Seconds()))}
}

// postingRate is about one message per second and channel, with a small burst
// (docs.slack.dev/apis/web-api/rate-limits).
func (s *Sim) postingRate(channel string) *apiError {
	if s.opt.NoPostingLimit {
		return nil
	}
	if wait := s.draw("post:"+channel, 1, s.opt.PostingBurst); wait > 0 {
		return limited(wait)
	}
	return nil
}
