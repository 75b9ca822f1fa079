package slacksim

import (
	"slices"
	"strings"
	"time"
)

// User is a member of the workspace. Empty TZ and Locale mean UTC and en-US.
type User struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	RealName string `json:"real_name"`
	Email    string `json:"email"`
	TZ       string `json:"tz"`
	Locale   string `json:"locale"`
	Deleted  bool   `json:"deleted,omitempty"`
	Bot      bool   `json:"bot,omitempty"`
	Guest    bool   `json:"guest,omitempty"`
	Admin    bool   `json:"admin,omitempty"`
}

// AddUser adds a member, gives it an ID if it has none, and tells the app by
// team_join. It returns the ID.
func (s *Sim) AddUser(u User) string {
	var event object
	s.locked(func() {
		if u.ID == "" {
			u.ID = s.newID("U")
		}
		if u.TZ == "" {
			u.TZ = "UTC"
		}
		if u.Locale == "" {
			u.Locale = "en-US"
		}
		s.ws.Users[u.ID] = &u
		for _, c := range s.ws.Channels {
			if c.General && !u.Guest {
				c.add(u.ID)
			}
		}
		event = object{"type": "team_join", "user": s.eventUser(&u)}
		s.changed()
	})
	s.emit("team_join", event)
	return u.ID
}

// UpdateUser replaces a member and tells the app by user_change.
func (s *Sim) UpdateUser(u User) {
	var event object
	s.locked(func() {
		s.ws.Users[u.ID] = &u
		event = object{"type": "user_change", "user": s.eventUser(&u), "cache_ts": s.now().Unix()}
		s.changed()
	})
	s.emit("user_change", event)
}

// Users lists the members by ID, the bot included.
func (s *Sim) Users() []User {
	var out []User
	s.locked(func() {
		for _, id := range sortedKeys(s.ws.Users) {
			out = append(out, *s.ws.Users[id])
		}
	})
	return out
}

func (u *User) zone() *time.Location {
	loc, err := time.LoadLocation(u.TZ)
	if err != nil {
		return time.UTC
	}
	return loc
}

// userObject is a user as users.info and users.list give it.
func (s *Sim) userObject(u *User, withEmail, withLocale bool) object {
	label, offset := s.now().In(u.zone()).Zone()
	first, last, _ := strings.Cut(u.RealName, " ")
	profile := object{
		"title": "", "phone": "", "skype": "", "real_name": u.RealName, "real_name_normalized": u.RealName,
		"display_name": u.Name, "display_name_normalized": u.Name, "status_text": "", "status_emoji": "",
		"avatar_hash": "g" + strings.ToLower(u.ID), "first_name": first, "last_name": last, "team": s.opt.TeamID,
	}
	if withEmail && u.Email != "" && !u.Bot {
		profile["email"] = u.Email
	}
	if u.Bot && u.ID == s.opt.BotUserID {
		profile["bot_id"], profile["api_app_id"], profile["always_active"] = s.opt.BotID, s.opt.AppID, true
	}
	o := object{
		"id": u.ID, "team_id": s.opt.TeamID, "name": u.Name, "deleted": u.Deleted, "real_name": u.RealName,
		"is_bot": u.Bot, "is_app_user": false, "updated": int64(0), "profile": profile,
	}
	if u.Deleted {
		return o
	}
	o["color"], o["tz"], o["tz_label"], o["tz_offset"] = "9f69e7", u.TZ, label, offset
	o["is_admin"], o["is_owner"], o["is_primary_owner"] = u.Admin, false, false
	o["is_restricted"], o["is_ultra_restricted"], o["is_email_confirmed"] = u.Guest, false, !u.Bot
	o["who_can_share_contact_card"] = "EVERYONE"
	if withLocale {
		o["locale"] = u.Locale
	}
	return o
}

// eventUser is a user as events carry it.
func (s *Sim) eventUser(u *User) object {
	return s.userObject(u, slices.Contains(s.opt.Scopes, "users:read.email"), true)
}

// UserGroup is a mention like @sales with its members.
type UserGroup struct {
	ID     string   `json:"id"`
	Handle string   `json:"handle"`
	Name   string   `json:"name"`
	Users  []string `json:"users"`
}

// AddUserGroup adds a group, gives it an ID if it has none, and returns the ID.
func (s *Sim) AddUserGroup(g UserGroup) string {
	s.locked(func() {
		if g.ID == "" {
			g.ID = s.newID("S")
		}
		s.ws.Groups[g.ID] = &g
	})
	return g.ID
}
