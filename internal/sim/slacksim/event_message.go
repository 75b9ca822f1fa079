package slacksim

import "strings"

// subscription is the event name that messages of a channel come under.
func (c *Channel) subscription() string {
	switch c.kind() {
	case "im":
		return "message.im"
	case "group":
		return "message.groups"
	}
	return "message.channels"
}

// tellPosted queues the events of a new message. The app hears of its own
// messages too, as at Slack: it has to know itself by bot_id. The state is locked.
func (s *Sim) tellPosted(m *Message) {
	c := s.ws.Channels[m.Channel]
	if c == nil || m.EphemeralFor != "" || !c.has(s.opt.BotUserID) {
		return
	}
	said := s.eventMessage(m)
	said["channel"], said["channel_type"], said["event_ts"] = c.ID, c.kind(), m.TS
	if len(m.Files) > 0 { // its own subtype, with other properties
		for _, key := range []string{"team", "client_msg_id", "bot_id", "bot_profile"} {
			delete(said, key)
		}
		said["subtype"], said["files"] = "file_share", s.fileObjects(m.Files)
	}
	s.outgoing = append(s.outgoing, queued{c.subscription(), said})
	if c.IM || m.ByBot || !strings.Contains(m.Text, "<@"+s.opt.BotUserID+">") {
		return
	}
	mention := s.eventMessage(m)
	mention["type"], mention["channel"], mention["event_ts"] = "app_mention", c.ID, m.TS
	s.outgoing = append(s.outgoing, queued{"app_mention", mention})
}

// tellEdited queues the message_changed event of an edit. The state is locked.
func (s *Sim) tellEdited(m *Message, before object) {
	c := s.ws.Channels[m.Channel]
	if c == nil || m.EphemeralFor != "" || !c.has(s.opt.BotUserID) {
		return
	}
	s.outgoing = append(s.outgoing, queued{c.subscription(), object{
		"type": "message", "subtype": "message_changed", "channel": c.ID, "hidden": true, "ts": m.Edited, "event_ts": m.Edited,
		"channel_type": c.kind(), "message": s.eventMessage(m), "previous_message": before,
	}})
}

// eventMessage is a message as events carry it.
func (s *Sim) eventMessage(m *Message) object {
	o := object{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": s.opt.TeamID}
	if m.ByBot {
		o["bot_id"], o["bot_profile"] = s.opt.BotID, s.botProfile()
	} else {
		o["client_msg_id"], o["blocks"] = m.ClientMsgID, richText(m.Text)
	}
	if len(m.Blocks) > 0 {
		o["blocks"] = m.Blocks
	}
	if len(m.Attachments) > 0 {
		o["attachments"] = m.Attachments
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if m.Edited != "" {
		o["edited"] = object{"user": m.User, "ts": m.Edited}
	}
	return o
}

// richText is the block Slack makes of typed text.
func richText(text string) []object {
	return []object{{"type": "rich_text", "block_id": "typed", "elements": []object{
		{"type": "rich_text_section", "elements": []object{{"type": "text", "text": text}}},
	}}}
}
