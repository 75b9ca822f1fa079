package slacksim

import (
	"slices"
	"strings"
)

// Channel is a conversation: a public or private channel, or a direct message
// with the bot (IM).
type Channel struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Private  bool     `json:"private,omitempty"`
	Shared   bool     `json:"shared,omitempty"` // Slack Connect
	Archived bool     `json:"archived,omitempty"`
	General  bool     `json:"general,omitempty"`
	IM       bool     `json:"im,omitempty"`
	User     string   `json:"user,omitempty"` // the other side of an IM
	Members  []string `json:"members"`
	Topic    string   `json:"topic,omitempty"`
	Created  int64    `json:"created"`
}

func (c *Channel) has(user string) bool { return slices.Contains(c.Members, user) }

func (c *Channel) add(user string) {
	if !c.has(user) {
		c.Members = append(c.Members, user)
	}
}

// kind is the channel_type of events.
func (c *Channel) kind() string {
	switch {
	case c.IM:
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// AddChannel adds a channel, gives it an ID if it has none, and returns the ID.
// Name the bot user (Options().BotUserID) among the members to have it in.
func (s *Sim) AddChannel(c Channel) string {
	s.locked(func() {
		if c.ID == "" {
			c.ID = s.newID("C")
		}
		if c.Created == 0 {
			c.Created = s.now().Unix()
		}
		c.Members = slices.Clone(c.Members)
		s.ws.Channels[c.ID] = &c
		s.changed()
	})
	return c.ID
}

// Invite adds a user (or the bot) to a channel and tells the app if it is in it.
func (s *Sim) Invite(channelID, userID string) {
	var event object
	s.locked(func() {
		c := s.ws.Channels[channelID]
		if c == nil || c.has(userID) {
			return
		}
		c.add(userID)
		if c.has(s.opt.BotUserID) {
			event = object{
				"type": "member_joined_channel", "user": userID, "channel": c.ID, "channel_type": c.ID[:1], "team": s.opt.TeamID,
			}
		}
		s.changed()
	})
	if event != nil {
		s.emit("member_joined_channel", event)
	}
}

// Remove takes a user out of a channel.
func (s *Sim) Remove(channelID, userID string) {
	s.locked(func() {
		if c := s.ws.Channels[channelID]; c != nil {
			c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == userID })
			s.changed()
		}
	})
}

// Archive archives or restores a channel.
func (s *Sim) Archive(channelID string, archived bool) {
	s.locked(func() {
		if c := s.ws.Channels[channelID]; c != nil {
			c.Archived = archived
			s.changed()
		}
	})
}

// Channels lists all conversations by ID.
func (s *Sim) Channels() []Channel {
	var out []Channel
	s.locked(func() {
		for _, id := range sortedKeys(s.ws.Channels) {
			c := *s.ws.Channels[id]
			c.Members = slices.Clone(c.Members)
			out = append(out, c)
		}
	})
	return out
}

// DM returns the direct message channel between the bot and a user, opening it
// if need be.
func (s *Sim) DM(userID string) string {
	var id string
	s.locked(func() { id = s.openIM(userID).ID })
	return id
}

func (s *Sim) findIM(userID string) *Channel {
	for _, id := range sortedKeys(s.ws.Channels) {
		if c := s.ws.Channels[id]; c.IM && c.User == userID {
			return c
		}
	}
	return nil
}

func (s *Sim) openIM(userID string) *Channel {
	if c := s.findIM(userID); c != nil {
		return c
	}
	c := &Channel{ID: s.newID("D"), IM: true, User: userID, Members: []string{userID, s.opt.BotUserID}, Created: s.now().Unix()}
	s.ws.Channels[c.ID] = c
	s.changed()
	return c
}

// channelNamed finds a channel by "#name" or "name".
func (s *Sim) channelNamed(name string) *Channel {
	name = strings.TrimPrefix(name, "#")
	for _, id := range sortedKeys(s.ws.Channels) {
		if c := s.ws.Channels[id]; !c.IM && name != "" && c.Name == name {
			return c
		}
	}
	return nil
}

// channelObject is a conversation as conversations.info gives it.
func (s *Sim) channelObject(c *Channel) object {
	if c.IM {
		return object{
			"id": c.ID, "created": c.Created, "is_archived": false, "is_im": true, "is_org_shared": false,
			"user": c.User, "context_team_id": s.opt.TeamID, "updated": c.Created * 1000,
		}
	}
	about := func(text string) object { return object{"value": text, "creator": "", "last_set": 0} }
	return object{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "created": c.Created, "updated": c.Created * 1000,
		"is_channel": !c.Private, "is_group": false, "is_im": false, "is_mpim": false, "is_private": c.Private,
		"is_archived": c.Archived, "is_general": c.General, "unlinked": 0, "creator": s.opt.BotUserID,
		"is_shared": c.Shared, "is_ext_shared": c.Shared, "is_org_shared": false, "is_pending_ext_shared": false,
		"shared_team_ids": s.teamsOf(c), "pending_shared": []string{}, "context_team_id": s.opt.TeamID,
		"is_member": c.has(s.opt.BotUserID), "topic": about(c.Topic), "purpose": about(""),
		"previous_names": []string{}, "num_members": len(c.Members),
	}
}

// connectedTeam is the other side of every shared channel.
const connectedTeam = "T0OTHER001"

func (s *Sim) teamsOf(c *Channel) []string {
	if c.Shared {
		return []string{s.opt.TeamID, connectedTeam}
	}
	return []string{s.opt.TeamID}
}
