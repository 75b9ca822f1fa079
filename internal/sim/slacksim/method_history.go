package slacksim

// conversationsHistory lists top-level messages, newest first. A thread's
// answers are not among them unless they were broadcast.
func (s *Sim) conversationsHistory(a args) (object, *apiError) {
	historyRefused, _ := s.Faults.refusals()
	c, e := s.historyOf(a.str("channel"), historyRefused)
	if e != nil {
		return nil, e
	}
	window, e := readWindow(a)
	if e != nil {
		return nil, e
	}
	now := s.now().UnixMicro()
	var found []*Message
	all := s.ws.Messages[c.ID]
	for i := len(all) - 1; i >= 0; i-- {
		m := all[i]
		topLevel := m.ThreadTS == "" || m.Broadcast
		if m.Deleted || m.EphemeralFor != "" || !topLevel || m.VisibleFrom > now || !window.holds(m.TS) {
			continue
		}
		found = append(found, m)
	}
	page, next, e := paginate(a, found, 100)
	if e != nil {
		return nil, e
	}
	list := []object{}
	for _, m := range page {
		list = append(list, s.listedObject(m, a.flag("include_all_metadata")))
	}
	reply := object{"messages": list, "has_more": next != "", "pin_count": 0}
	if next != "" {
		reply["response_metadata"] = object{"next_cursor": next}
	}
	return reply, nil
}

// conversationsReplies lists a thread, oldest first, the parent included.
func (s *Sim) conversationsReplies(a args) (object, *apiError) {
	_, refused := s.Faults.refusals()
	c, e := s.historyOf(a.str("channel"), false)
	if e != nil {
		return nil, e
	}
	if !c.IM && (refused || s.opt.RepliesRefused) {
		return nil, refuse("not_allowed_token_type")
	}
	parent := s.message(c.ID, a.str("ts"))
	if parent == nil || parent.EphemeralFor != "" {
		return nil, refuse("thread_not_found")
	}
	window, e := readWindow(a)
	if e != nil {
		return nil, e
	}
	now := s.now().UnixMicro()
	var found []*Message
	for _, m := range append([]*Message{parent}, s.replies(parent)...) {
		if m.VisibleFrom <= now && (m == parent || window.holds(m.TS)) {
			found = append(found, m)
		}
	}
	page, next, e := paginate(a, found, maxPage)
	if e != nil {
		return nil, e
	}
	list := []object{}
	for _, m := range page {
		list = append(list, s.listedObject(m, a.flag("include_all_metadata")))
	}
	reply := object{"messages": list, "has_more": next != ""}
	if next != "" {
		reply["response_metadata"] = object{"next_cursor": next}
	}
	return reply, nil
}

func (s *Sim) historyOf(id string, refused bool) (*Channel, *apiError) {
	c, e := s.readable(id, "history")
	if e != nil {
		return nil, e
	}
	if refused {
		return nil, s.missingScope(readScope(c, "history"))
	}
	if !c.has(s.opt.BotUserID) {
		return nil, refuse("not_in_channel")
	}
	return c, nil
}

// window is the span of timestamps a call asks for.
type window struct {
	oldest, latest int64
	inclusive      bool
}

func readWindow(a args) (window, *apiError) {
	w := window{latest: 1 << 62, inclusive: a.flag("inclusive")}
	if v := a.str("oldest"); v != "" && v != "0" {
		t, ok := parseTS(v)
		if !ok {
			return w, refuse("invalid_ts_oldest")
		}
		w.oldest = t
	}
	if v := a.str("latest"); v != "" && v != "now" && v != "0" {
		t, ok := parseTS(v)
		if !ok {
			return w, refuse("invalid_ts_latest")
		}
		w.latest = t
	}
	return w, nil
}

func (w window) holds(ts string) bool {
	at, ok := parseTS(ts)
	if !ok {
		return false
	}
	if w.inclusive {
		return at >= w.oldest && at <= w.latest
	}
	return at > w.oldest && at < w.latest
}
