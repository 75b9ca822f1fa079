package slacksim

import (
	"slices"
	"strings"
)

func (s *Sim) conversationsOpen(a args) (object, *apiError) {
	id := a.str("users")
	if channel := a.str("channel"); channel != "" {
		c := s.ws.Channels[channel]
		if c == nil || !c.IM {
			return nil, refuse("channel_not_found")
		}
		id = c.User
	}
	switch {
	case id == "":
		return nil, refuse("users_list_not_supplied")
	case strings.Contains(id, ","):
		return nil, s.missingScope("mpim:write")
	}
	u := s.ws.Users[id]
	switch {
	case u == nil:
		return nil, refuse("user_not_found")
	case u.Bot:
		return nil, refuse("cannot_dm_bot")
	case u.Deleted:
		return nil, refuse("user_disabled")
	}
	existed := s.findIM(id) != nil
	c := s.openIM(id)
	if !a.flag("return_im") {
		return object{"channel": object{"id": c.ID}, "no_op": existed, "already_open": existed}, nil
	}
	return object{"channel": s.channelObject(c), "no_op": existed, "already_open": existed}, nil
}

// readScope is the scope that reading (or the history of) a conversation takes.
func readScope(c *Channel, suffix string) string {
	switch {
	case c.IM:
		return "im:" + suffix
	case c.Private:
		return "groups:" + suffix
	}
	return "channels:" + suffix
}

// readable finds a conversation the bot may see.
func (s *Sim) readable(id, suffix string) (*Channel, *apiError) {
	c := s.ws.Channels[id]
	if c == nil || (c.Private && !c.has(s.opt.BotUserID)) {
		return nil, refuse("channel_not_found")
	}
	if scope := readScope(c, suffix); !s.granted(scope) {
		return nil, s.missingScope(scope)
	}
	return c, nil
}

func (s *Sim) conversationsList(a args) (object, *apiError) {
	kinds := strings.Split(a.str("types"), ",")
	if a.str("types") == "" {
		kinds = []string{"public_channel"}
	}
	for _, kind := range kinds {
		scope := map[string]string{"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read", "mpim": "mpim:read"}[kind]
		if scope == "" {
			return nil, refuse("invalid_types")
		}
		if !s.granted(scope) {
			return nil, s.missingScope(scope)
		}
	}
	var all []*Channel
	for _, id := range sortedKeys(s.ws.Channels) {
		c := s.ws.Channels[id]
		kind := map[string]string{"im": "im", "group": "private_channel", "channel": "public_channel"}[c.kind()]
		if !slices.Contains(kinds, kind) || (c.Private && !c.has(s.opt.BotUserID)) || (c.Archived && a.flag("exclude_archived")) {
			continue
		}
		all = append(all, c)
	}
	page, next, e := paginate(a, all, 100)
	if e != nil {
		return nil, e
	}
	list := []object{}
	for _, c := range page {
		list = append(list, s.channelObject(c))
	}
	return object{"channels": list, "response_metadata": object{"next_cursor": next}}, nil
}

func (s *Sim) conversationsInfo(a args) (object, *apiError) {
	c, e := s.readable(a.str("channel"), "read")
	if e != nil {
		return nil, e
	}
	o := s.channelObject(c)
	if c.IM {
		delete(o, "user")
	} else if !a.flag("include_num_members") {
		delete(o, "num_members")
	}
	if a.flag("include_locale") {
		o["locale"] = "en-US"
	}
	return object{"channel": o}, nil
}

func (s *Sim) conversationsMembers(a args) (object, *apiError) {
	c, e := s.readable(a.str("channel"), "read")
	if e != nil {
		return nil, e
	}
	page, next, e := paginate(a, c.Members, 100)
	if e != nil {
		return nil, e
	}
	return object{"members": append([]string{}, page...), "response_metadata": object{"next_cursor": next}}, nil
}

func (s *Sim) conversationsJoin(a args) (object, *apiError) {
	c := s.ws.Channels[a.str("channel")]
	switch {
	case c == nil:
		return nil, refuse("channel_not_found")
	case c.IM || c.Private:
		return nil, refuse("method_not_supported_for_channel_type")
	case c.Archived:
		return nil, refuse("is_archived")
	}
	c.add(s.opt.BotUserID)
	s.changed()
	joined := s.channelObject(c)
	delete(joined, "num_members")
	return object{"channel": joined}, nil
}
