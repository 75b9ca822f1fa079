package slacksim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// workspace is everything that Save writes and Load reads.
type workspace struct {
	Serial       uint64                  `json:"serial"`
	Users        map[string]*User        `json:"users"`
	Channels     map[string]*Channel     `json:"channels"`
	Messages     map[string][]*Message   `json:"messages"` // by channel, in order of posting
	LastTS       map[string]int64        `json:"last_ts"`  // by channel, microseconds
	Views        map[string]*View        `json:"views"`    // open modals and Home tabs
	Stacks       map[string][]string     `json:"stacks"`   // open modals of each user, bottom first
	Homes        map[string]string       `json:"homes"`    // Home view of each user
	Notices      []Notice                `json:"notices"`
	Triggers     map[string]*trigger     `json:"triggers"`
	ResponseURLs map[string]*responseURL `json:"response_urls"`
	Files        map[string]*File        `json:"files"`
	Groups       map[string]*UserGroup   `json:"groups"`
	Revoked      bool                    `json:"revoked,omitempty"` // the app was uninstalled
}

func newWorkspace() *workspace {
	return &workspace{
		Users: map[string]*User{}, Channels: map[string]*Channel{}, Messages: map[string][]*Message{},
		LastTS: map[string]int64{}, Views: map[string]*View{}, Stacks: map[string][]string{}, Homes: map[string]string{},
		Triggers: map[string]*trigger{}, ResponseURLs: map[string]*responseURL{}, Files: map[string]*File{}, Groups: map[string]*UserGroup{},
	}
}

// Notice is what Slack itself tells one person: a command that timed out, a
// modal that could not be submitted.
type Notice struct {
	User    string `json:"user"`
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts"`
	Code    string `json:"code"` // operation_timeout, dispatch_failed, …
	Text    string `json:"text"`
}

// newID makes an identifier like U0A1B2C3D4. The serial makes it unique, the
// seed makes it look like one of this workspace. The state is locked.
func (s *Sim) newID(prefix string) string {
	s.ws.Serial++
	// An odd multiplier is a bijection on 40 bits: no two serials collide.
	mixed := (s.ws.Serial*0x9E3779B97F4B + uint64(s.opt.Seed)) & (1<<40 - 1)
	return fmt.Sprintf("%s0%s", prefix, strings.ToUpper(fmt.Sprintf("%08s", strconv.FormatUint(mixed, 36))))
}

// nextTS is unique and increasing within a channel, also when the clock stands
// still or jumps back. The state is locked.
func (s *Sim) nextTS(channel string) string {
	at := s.now().UnixMicro()
	if last := s.ws.LastTS[channel]; at <= last {
		at = last + 1
	}
	s.ws.LastTS[channel] = at
	return formatTS(at)
}

func formatTS(micro int64) string { return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6) }

// parseTS reads a timestamp or a bound of conversations.history, in microseconds.
func parseTS(ts string) (int64, bool) {
	seconds, fraction, _ := strings.Cut(ts, ".")
	sec, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || sec < 0 || len(fraction) > 6 {
		return 0, false
	}
	micro, err := strconv.ParseInt((fraction + "000000")[:6], 10, 64)
	if err != nil || micro < 0 {
		return 0, false
	}
	return sec*1e6 + micro, true
}

func (s *Sim) nowTS() string { return formatTS(s.now().UnixMicro()) }

func (s *Sim) notice(user, channel, code string) {
	s.ws.Notices = append(s.ws.Notices, Notice{User: user, Channel: channel, TS: s.nowTS(), Code: code, Text: noticeTexts[code]})
	s.changed()
}

// noticeTexts are what a person reads, as close as is known to Slack's own.
var noticeTexts = map[string]string{
	"operation_timeout": "The app did not respond in time (operation_timeout).",
	"dispatch_failed":   "The app is not reachable (dispatch_failed).",
	"invalid_command":   "That is not a valid command.",
	"app_error":         "The app answered with something Slack could not use.",
}

func (s *Sim) since(at time.Time) time.Duration { return s.now().Sub(at) }
