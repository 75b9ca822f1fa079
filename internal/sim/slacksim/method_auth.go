package slacksim

import "strings"

// Revoke uninstalls the app (true) or installs it again: while revoked every
// call answers token_revoked.
func (s *Sim) Revoke(revoked bool) {
	s.locked(func() { s.ws.Revoked = revoked })
}

func (s *Sim) scopeHeader() string { return strings.Join(s.opt.Scopes, ",") }

func (s *Sim) authTest(args) (object, *apiError) {
	return object{
		"url": "https://" + s.opt.TeamDomain + ".slack.com/", "team": s.opt.TeamName, "user": s.ws.Users[s.opt.BotUserID].Name,
		"team_id": s.opt.TeamID, "user_id": s.opt.BotUserID, "bot_id": s.opt.BotID, "is_enterprise_install": false,
	}, nil
}

func (s *Sim) connectionsOpen(args) (object, *apiError) {
	if len(s.connections) >= maxConnections {
		return nil, refuse("too_many_websockets")
	}
	ticket := s.newID("L")
	s.tickets[ticket] = true
	return object{"url": strings.Replace(s.base, "http", "ws", 1) + "/link/?ticket=" + ticket + "&app_id=" + s.opt.AppID}, nil
}

func (s *Sim) teamInfo(args) (object, *apiError) {
	return object{"team": object{
		"id": s.opt.TeamID, "name": s.opt.TeamName, "domain": s.opt.TeamDomain, "email_domain": "",
		"icon": object{"image_default": true}, "url": "https://" + s.opt.TeamDomain + ".slack.com/",
	}}, nil
}

func (s *Sim) botsInfo(a args) (object, *apiError) {
	if id := a.str("bot"); id != "" && id != s.opt.BotID {
		return nil, refuse("bot_not_found")
	}
	icon := s.base + "/icons/bot.png"
	return object{"bot": object{
		"id": s.opt.BotID, "deleted": false, "name": s.opt.AppName, "updated": 0, "app_id": s.opt.AppID,
		"user_id": s.opt.BotUserID, "icons": object{"image_36": icon, "image_48": icon, "image_72": icon},
	}}, nil
}

func (s *Sim) usergroupsList(a args) (object, *apiError) {
	list := []object{}
	for _, id := range sortedKeys(s.ws.Groups) {
		g := s.ws.Groups[id]
		o := object{
			"id": g.ID, "team_id": s.opt.TeamID, "is_usergroup": true, "is_subteam": true, "name": g.Name, "handle": g.Handle,
			"description": "", "is_external": false, "date_create": 0, "date_update": 0, "date_delete": 0,
			"created_by": s.opt.BotUserID, "updated_by": s.opt.BotUserID, "user_count": len(g.Users),
		}
		if a.flag("include_users") {
			o["users"] = g.Users
		}
		list = append(list, o)
	}
	return object{"usergroups": list}, nil
}

func (s *Sim) usergroupsUsersList(a args) (object, *apiError) {
	g := s.ws.Groups[a.str("usergroup")]
	if g == nil {
		return nil, refuse("no_such_subteam")
	}
	return object{"users": append([]string{}, g.Users...)}, nil
}
