package slacksim

// DirectMessages counts, by user, what the app has written to each person's
// direct messages and not taken back. Users without any are left out.
func (s *Sim) DirectMessages() map[string]int {
	out := map[string]int{}
	s.locked(func() {
		for _, c := range s.ws.Channels {
			if !c.IM {
				continue
			}
			for _, m := range s.ws.Messages[c.ID] {
				if m.ByBot && !m.Deleted && m.EphemeralFor == "" {
					out[c.User]++
				}
			}
		}
	})
	return out
}
