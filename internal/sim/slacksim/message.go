package slacksim

import (
	"encoding/json"
	"slices"
)

// object is a JSON object under construction.
type object = map[string]any

// Message is a message as it stands, with what it was before.
type Message struct {
	Channel      string          `json:"channel"`
	TS           string          `json:"ts"`
	ThreadTS     string          `json:"thread_ts,omitempty"` // the parent, for replies
	Broadcast    bool            `json:"broadcast,omitempty"`
	User         string          `json:"user"`
	ByBot        bool            `json:"by_bot,omitempty"` // posted by the app
	Text         string          `json:"text"`
	Blocks       json.RawMessage `json:"blocks,omitempty"`
	Attachments  json.RawMessage `json:"attachments,omitempty"`
	Metadata     json.RawMessage `json:"metadata,omitempty"`
	Edited       string          `json:"edited,omitempty"` // ts of the last edit
	Deleted      bool            `json:"deleted,omitempty"`
	Revisions    []Revision      `json:"revisions,omitempty"` // earlier contents, oldest first
	EphemeralFor string          `json:"ephemeral_for,omitempty"`
	Via          string          `json:"via"` // the method that posted it, or "human"
	Files        []string        `json:"files,omitempty"`
	Reactions    []Reaction      `json:"reactions,omitempty"`
	ClientMsgID  string          `json:"client_msg_id,omitempty"`
	VisibleFrom  int64           `json:"visible_from,omitempty"` // microseconds; history shows it from then on

	// Values are what each user chose in the message's menus: user, block, action.
	Values map[string]values `json:"values,omitempty"`
}

// Revision is what a message said before an edit.
type Revision struct {
	At     string          `json:"at"` // ts of the edit that ended it
	Text   string          `json:"text"`
	Blocks json.RawMessage `json:"blocks,omitempty"`
}

// Reaction is an emoji and who put it.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
}

// Messages lists every message of a channel in order of posting, deleted and
// ephemeral ones included. channelID may be a user's ID, for their direct
// messages with the bot.
func (s *Sim) Messages(channelID string) []Message {
	var out []Message
	s.locked(func() {
		if im := s.findIM(channelID); im != nil {
			channelID = im.ID
		}
		for _, m := range s.ws.Messages[channelID] {
			out = append(out, m.clone())
		}
	})
	return out
}

func (m *Message) clone() Message {
	c := *m
	c.Blocks, c.Attachments, c.Metadata = slices.Clone(m.Blocks), slices.Clone(m.Attachments), slices.Clone(m.Metadata)
	c.Revisions, c.Files, c.Reactions = slices.Clone(m.Revisions), slices.Clone(m.Files), slices.Clone(m.Reactions)
	c.Values = nil
	return c
}

// message finds a message that still exists. The state is locked.
func (s *Sim) message(channel, ts string) *Message {
	for _, m := range s.ws.Messages[channel] {
		if m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

// post files a message under a new timestamp. The state is locked.
func (s *Sim) post(m *Message) *Message {
	m.TS = s.nextTS(m.Channel)
	m.Blocks = s.identify(m.Blocks)
	if d := s.Faults.historyDelay(); d > 0 {
		m.VisibleFrom = s.now().Add(d).UnixMicro()
	}
	s.ws.Messages[m.Channel] = append(s.ws.Messages[m.Channel], m)
	s.tellPosted(m)
	s.changed()
	return m
}

// edit replaces a message's content and keeps the old one. The state is locked.
func (s *Sim) edit(m *Message, text string, blocks, attachments json.RawMessage) {
	now := s.nowTS()
	before := s.eventMessage(m)
	m.Revisions = append(m.Revisions, Revision{At: now, Text: m.Text, Blocks: m.Blocks})
	m.Text, m.Blocks, m.Attachments = text, s.identify(blocks), attachments
	m.Edited = now
	m.Values = nil
	s.tellEdited(m, before)
	s.changed()
}

// remove marks a message deleted. The state is locked.
func (s *Sim) remove(m *Message) {
	m.Deleted = true
	s.changed()
}

// replies are the visible answers in a message's thread. The state is locked.
func (s *Sim) replies(m *Message) []*Message {
	var out []*Message
	for _, r := range s.ws.Messages[m.Channel] {
		if r.ThreadTS == m.TS && r.TS != m.TS && !r.Deleted && r.EphemeralFor == "" {
			out = append(out, r)
		}
	}
	return out
}

// messageObject is a message as postMessage and history give it.
func (s *Sim) messageObject(m *Message, withMetadata bool) object {
	o := object{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": s.opt.TeamID}
	if m.ByBot {
		o["bot_id"], o["app_id"], o["bot_profile"] = s.opt.BotID, s.opt.AppID, s.botProfile()
	}
	if len(m.Blocks) > 0 {
		o["blocks"] = m.Blocks
	}
	if len(m.Attachments) > 0 {
		o["attachments"] = m.Attachments
	}
	if m.Edited != "" {
		o["edited"] = object{"user": m.User, "ts": m.Edited}
	}
	if withMetadata && len(m.Metadata) > 0 {
		o["metadata"] = m.Metadata
	}
	if len(m.Files) > 0 {
		o["files"] = s.fileObjects(m.Files)
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
		if parent := s.message(m.Channel, m.ThreadTS); parent != nil {
			o["parent_user_id"] = parent.User
		}
	}
	return o
}

// listedObject adds what history and replies say about threads and reactions.
func (s *Sim) listedObject(m *Message, withMetadata bool) object {
	o := s.messageObject(m, withMetadata)
	if rs := s.replies(m); len(rs) > 0 && m.ThreadTS == "" {
		users := []string{}
		for _, r := range rs {
			if !slices.Contains(users, r.User) {
				users = append(users, r.User)
			}
		}
		o["thread_ts"], o["reply_count"], o["reply_users"] = m.TS, len(rs), users
		o["reply_users_count"], o["latest_reply"], o["subscribed"] = len(users), rs[len(rs)-1].TS, false
	}
	if len(m.Reactions) > 0 {
		list := []object{}
		for _, r := range m.Reactions {
			list = append(list, object{"name": r.Name, "users": r.Users, "count": len(r.Users)})
		}
		o["reactions"] = list
	}
	return o
}

func (s *Sim) botProfile() object {
	icon := s.base + "/icons/bot.png"
	return object{
		"id": s.opt.BotID, "deleted": false, "name": s.opt.AppName, "updated": 0, "app_id": s.opt.AppID,
		"icons": object{"image_36": icon, "image_48": icon, "image_72": icon}, "team_id": s.opt.TeamID,
	}
}
