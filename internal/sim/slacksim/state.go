package slacksim

import (
	"encoding/json"
	"slices"
)

// State is the workspace as one person sees it.
type State struct {
	User     User          `json:"user"`
	Users    []User        `json:"users"`
	Channels []SeenChannel `json:"channels"` // theirs by name, then the direct message with the app
	Modals   []SeenView    `json:"modals"`   // open ones, bottom first
	Home     *SeenView     `json:"home,omitempty"`
	Notices  []Notice      `json:"notices"`
	App      struct {
		Name      string `json:"name"`
		UserID    string `json:"user_id"`
		Connected bool   `json:"connected"`
	} `json:"app"`
}

// SeenChannel is a conversation with its messages.
type SeenChannel struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Private  bool          `json:"private,omitempty"`
	Shared   bool          `json:"shared,omitempty"`
	Archived bool          `json:"archived,omitempty"`
	IM       bool          `json:"im,omitempty"`
	Messages []SeenMessage `json:"messages"`
}

// SeenMessage is a message with its thread.
type SeenMessage struct {
	TS          string          `json:"ts"`
	User        string          `json:"user"`
	UserName    string          `json:"user_name"`
	Bot         bool            `json:"bot,omitempty"`
	Text        string          `json:"text"`
	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Attachments json.RawMessage `json:"attachments,omitempty"`
	Edited      bool            `json:"edited,omitempty"`
	Ephemeral   bool            `json:"ephemeral,omitempty"`
	Files       []SeenFile      `json:"files,omitempty"`
	Reactions   []Reaction      `json:"reactions,omitempty"`
	Replies     []SeenMessage   `json:"replies,omitempty"`
}

// SeenFile is an attached file.
type SeenFile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int    `json:"size"`
}

// SeenView is a modal or the Home tab, with what was entered so far.
type SeenView struct {
	ID     string            `json:"id"`
	Title  json.RawMessage   `json:"title,omitempty"`
	Submit json.RawMessage   `json:"submit,omitempty"`
	Close  json.RawMessage   `json:"close,omitempty"`
	Blocks json.RawMessage   `json:"blocks"`
	Values values            `json:"values"`
	Errors map[string]string `json:"errors,omitempty"`
	Hash   string            `json:"hash"`
}

// State is what userID sees now. Its JSON is meant for a page.
func (s *Sim) State(userID string) State {
	var st State
	s.locked(func() {
		st.App.Name, st.App.UserID, st.App.Connected = s.opt.AppName, s.opt.BotUserID, len(s.connections) > 0 || s.opt.RequestURL != ""
		if u := s.ws.Users[userID]; u != nil {
			st.User = *u
		}
		for _, id := range sortedKeys(s.ws.Users) {
			st.Users = append(st.Users, *s.ws.Users[id])
		}
		st.Channels = []SeenChannel{}
		for _, c := range s.channelsOf(userID) {
			st.Channels = append(st.Channels, s.seenChannel(c, userID))
		}
		st.Modals = []SeenView{}
		for _, id := range s.ws.Stacks[userID] {
			st.Modals = append(st.Modals, s.seenView(s.ws.Views[id]))
		}
		if v := s.ws.Views[s.ws.Homes[userID]]; v != nil {
			home := s.seenView(v)
			st.Home = &home
		}
		st.Notices = []Notice{}
		for _, n := range s.ws.Notices {
			if n.User == userID {
				st.Notices = append(st.Notices, n)
			}
		}
	})
	return st
}

// channelsOf are a person's channels by name, then their direct message.
func (s *Sim) channelsOf(userID string) []*Channel {
	var out []*Channel
	for _, id := range sortedKeys(s.ws.Channels) {
		if c := s.ws.Channels[id]; c.has(userID) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *Channel) int {
		switch {
		case a.IM != b.IM && a.IM:
			return 1
		case a.IM != b.IM:
			return -1
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	return out
}

func (s *Sim) seenChannel(c *Channel, userID string) SeenChannel {
	seen := SeenChannel{ID: c.ID, Name: c.Name, Private: c.Private, Shared: c.Shared, Archived: c.Archived, IM: c.IM, Messages: []SeenMessage{}}
	if c.IM {
		seen.Name = s.opt.AppName
	}
	threads := map[string][]SeenMessage{}
	for _, m := range s.ws.Messages[c.ID] {
		if m.ThreadTS != "" && !m.Deleted && m.seenBy(userID) {
			threads[m.ThreadTS] = append(threads[m.ThreadTS], s.seenMessage(m))
		}
	}
	for _, m := range s.ws.Messages[c.ID] {
		if m.Deleted || !m.seenBy(userID) || (m.ThreadTS != "" && !m.Broadcast) {
			continue
		}
		one := s.seenMessage(m)
		if m.ThreadTS == "" {
			one.Replies = threads[m.TS]
		}
		seen.Messages = append(seen.Messages, one)
	}
	return seen
}

func (m *Message) seenBy(userID string) bool {
	return m.EphemeralFor == "" || m.EphemeralFor == userID
}

func (s *Sim) seenMessage(m *Message) SeenMessage {
	seen := SeenMessage{
		TS: m.TS, User: m.User, Bot: m.ByBot, Text: m.Text, Blocks: m.Blocks, Attachments: m.Attachments,
		Edited: m.Edited != "", Ephemeral: m.EphemeralFor != "", Reactions: slices.Clone(m.Reactions),
	}
	if u := s.ws.Users[m.User]; u != nil {
		seen.UserName = u.RealName
	}
	for _, id := range m.Files {
		if f := s.ws.Files[id]; f != nil {
			seen.Files = append(seen.Files, SeenFile{ID: f.ID, Name: f.Name, Size: f.Size})
		}
	}
	return seen
}

func (s *Sim) seenView(v *View) SeenView {
	return SeenView{
		ID: v.ID, Title: v.Title, Submit: v.Submit, Close: v.Close, Blocks: v.Blocks,
		Values: s.stateOf(v.Blocks, v.Values), Errors: v.Errors, Hash: v.Hash,
	}
}
