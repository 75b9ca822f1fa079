package console

import (
	"encoding/json"
	"hash/maphash"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// slackEntries is the workspace as one user sees it:
//
//	meta               the app, its connection
//	user/U…            members
//	channel/C…         conversations, without messages
//	message/C…/ts      messages, with their threads
//	modals             open modals, bottom first
//	home               the app's Home tab
//	notices            what Slack itself told this user
//	badges             by user: how many messages the app sent them directly
func (c *Console) slackEntries(user string) entries {
	state := c.opt.Slack.State(user)
	out := entries{"meta": map[string]any{"app": state.App}, "modals": state.Modals, "notices": state.Notices, "badges": c.opt.Slack.DirectMessages()}
	if state.Home != nil {
		out["home"] = state.Home
	}
	titles := map[string]string{}
	for _, u := range c.opt.Users {
		titles[u.ID] = u.Title
	}
	for _, u := range state.Users {
		out["user/"+u.ID] = seenUser{ID: u.ID, Name: u.RealName, Handle: u.Name, TZ: u.TZ, Title: titles[u.ID], Bot: u.Bot, Deleted: u.Deleted}
	}
	about := map[string]slacksim.Channel{}
	for _, ch := range c.opt.Slack.Channels() {
		about[ch.ID] = ch
	}
	for _, ch := range state.Channels {
		seen := seenChannel{ID: ch.ID, Name: ch.Name, Private: ch.Private, Shared: ch.Shared, Archived: ch.Archived, IM: ch.IM, Topic: about[ch.ID].Topic}
		if !ch.IM {
			seen.Members = len(about[ch.ID].Members)
		}
		out["channel/"+ch.ID] = seen
		for _, m := range ch.Messages {
			out["message/"+ch.ID+"/"+m.TS] = m
		}
	}
	return out
}

type seenUser struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Handle  string `json:"handle"`
	Title   string `json:"title,omitempty"`
	TZ      string `json:"tz"`
	Bot     bool   `json:"bot,omitempty"`
	Deleted bool   `json:"deleted,omitempty"`
}

type seenChannel struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Topic    string `json:"topic,omitempty"`
	Members  int    `json:"members,omitempty"`
	Private  bool   `json:"private,omitempty"`
	Shared   bool   `json:"shared,omitempty"`
	Archived bool   `json:"archived,omitempty"`
	IM       bool   `json:"im,omitempty"`
}

// sumMessage hashes a message without encoding its blocks: they are most of a
// workspace's bytes, and most of them haven't changed.
func sumMessage(h *maphash.Hash, m slacksim.SeenMessage) {
	maphash.WriteComparable(h, [2]int{len(m.Blocks), len(m.Attachments)})
	_, _ = h.Write(m.Blocks) // a hash takes everything
	_, _ = h.Write(m.Attachments)
	for _, reply := range m.Replies {
		sumMessage(h, reply)
	}
	m.Blocks, m.Attachments, m.Replies = nil, nil, nil
	if rest, err := json.Marshal(m); err == nil {
		_, _ = h.Write(rest)
	}
}
