package slacksim

import (
	"encoding/base64"
	"strconv"
	"strings"
)

func (s *Sim) usersInfo(a args) (object, *apiError) {
	u := s.ws.Users[a.str("user")]
	if u == nil {
		return nil, refuse("user_not_found")
	}
	return object{"user": s.userObject(u, s.granted("users:read.email"), a.flag("include_locale"))}, nil
}

func (s *Sim) usersList(a args) (object, *apiError) {
	ids := sortedKeys(s.ws.Users)
	page, next, e := paginate(a, ids, 0)
	if e != nil {
		return nil, e
	}
	members := []object{}
	for _, id := range page {
		members = append(members, s.userObject(s.ws.Users[id], s.granted("users:read.email"), a.flag("include_locale")))
	}
	return object{
		"members": members, "cache_ts": s.now().Unix(), "response_metadata": object{"next_cursor": next},
	}, nil
}

func (s *Sim) usersLookupByEmail(a args) (object, *apiError) {
	email := a.str("email")
	if email == "" {
		return nil, refuse("invalid_arguments")
	}
	for _, id := range sortedKeys(s.ws.Users) {
		if u := s.ws.Users[id]; !u.Deleted && !u.Bot && strings.EqualFold(u.Email, email) {
			return object{"user": s.userObject(u, true, false)}, nil
		}
	}
	return nil, refuse("users_not_found")
}

// maxPage is the largest limit the listing methods take.
const maxPage = 1000

// paginate cuts the page that cursor and limit ask for out of items, and says
// where the next one begins. A limit of 0 means fallback, and 0 there no paging.
func paginate[T any](a args, items []T, fallback int) (page []T, next string, e *apiError) {
	limit, ok := a.number("limit", fallback)
	if !ok || limit < 0 || limit > maxPage {
		return nil, "", refuse("invalid_limit")
	}
	if limit == 0 {
		limit = max(fallback, 0)
	}
	from := 0
	if cursor := a.str("cursor"); cursor != "" {
		decoded, err := base64.StdEncoding.DecodeString(cursor)
		position, isOurs := strings.CutPrefix(string(decoded), "at:")
		from, err2 := strconv.Atoi(position)
		if err != nil || !isOurs || err2 != nil || from < 0 || from > len(items) {
			return nil, "", refuse("invalid_cursor")
		}
		items = items[from:]
		return cut(items, from, limit)
	}
	return cut(items, from, limit)
}

func cut[T any](rest []T, from, limit int) ([]T, string, *apiError) {
	if limit == 0 || len(rest) <= limit {
		return rest, "", nil
	}
	return rest[:limit], base64.StdEncoding.EncodeToString([]byte("at:" + strconv.Itoa(from+limit))), nil
}
