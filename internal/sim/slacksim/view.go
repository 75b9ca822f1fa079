package slacksim

import (
	"encoding/json"
	"slices"

	"github.com/relance-bot/relance/internal/blockkit"
)

// View is an open modal or a published Home tab.
type View struct {
	ID              string          `json:"id"`
	User            string          `json:"user"`
	Type            string          `json:"type"` // modal or home
	Title           json.RawMessage `json:"title,omitempty"`
	Submit          json.RawMessage `json:"submit,omitempty"`
	Close           json.RawMessage `json:"close,omitempty"`
	Blocks          json.RawMessage `json:"blocks"`
	PrivateMetadata string          `json:"private_metadata"`
	CallbackID      string          `json:"callback_id"`
	ExternalID      string          `json:"external_id"`
	ClearOnClose    bool            `json:"clear_on_close"`
	NotifyOnClose   bool            `json:"notify_on_close"`
	SubmitDisabled  bool            `json:"submit_disabled"`
	Hash            string          `json:"hash"`
	Root            string          `json:"root_view_id"`
	Previous        string          `json:"previous_view_id,omitempty"`

	Values values            `json:"values,omitempty"` // what the person chose so far
	Errors map[string]string `json:"errors,omitempty"` // shown under the blocks, by block_id
}

// readView checks a view payload for its surface.
func readView(raw []byte, surface blockkit.Surface) (*View, *apiError) {
	if len(raw) == 0 {
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: view"}}
	}
	if len(raw) > maxViewBytes {
		return nil, refuse("view_too_large")
	}
	if problems := blockkit.Validate(surface, raw); len(problems) > 0 {
		return nil, &apiError{code: "invalid_arguments", messages: problemLines(problems)}
	}
	v := &View{}
	if json.Unmarshal(raw, v) != nil {
		return nil, refuse("invalid_arguments")
	}
	return v, nil
}

// install gives a checked view its identity. The state is locked.
func (s *Sim) install(v *View, user string) *apiError {
	if v.ExternalID != "" {
		for _, id := range sortedKeys(s.ws.Views) {
			if other := s.ws.Views[id]; other.ExternalID == v.ExternalID && other.ID != v.ID {
				return refuse("duplicate_external_id")
			}
		}
	}
	v.User = user
	if v.ID == "" {
		v.ID = s.newID("V")
	}
	if v.Root == "" {
		v.Root = v.ID
	}
	v.Hash = formatHash(s)
	v.Blocks = s.identify(v.Blocks)
	s.ws.Views[v.ID] = v
	s.changed()
	return nil
}

func formatHash(s *Sim) string { return s.nowTS() + "." + s.newID("h") }

// replace puts next in the place of old, which keeps its identity and, for
// blocks and actions that stay, what the person had entered.
func (s *Sim) replace(old, next *View) *apiError {
	next.ID, next.Root, next.Previous = old.ID, old.Root, old.Previous
	next.Values = old.Values
	return s.install(next, old.User)
}

// closeViews forgets a user's modals from position on.
func (s *Sim) closeViews(user string, from int) {
	for _, id := range s.ws.Stacks[user][from:] {
		delete(s.ws.Views, id)
	}
	s.ws.Stacks[user] = s.ws.Stacks[user][:from]
	if from == 0 {
		delete(s.ws.Stacks, user)
	}
	s.changed()
}

// viewObject is a view as the views.* methods give it. A delivered view has no
// blocks: apps must carry what they need in private_metadata.
func (s *Sim) viewObject(v *View, withBlocks bool) object {
	o := object{
		"id": v.ID, "team_id": s.opt.TeamID, "type": v.Type, "private_metadata": v.PrivateMetadata, "callback_id": v.CallbackID,
		"external_id": v.ExternalID, "state": object{"values": s.stateOf(v.Blocks, v.Values)}, "hash": v.Hash,
		"clear_on_close": v.ClearOnClose, "notify_on_close": v.NotifyOnClose, "root_view_id": v.Root, "previous_view_id": nil,
		"app_id": s.opt.AppID, "app_installed_team_id": s.opt.TeamID, "bot_id": s.opt.BotID, "title": nil, "submit": nil, "close": nil,
	}
	if v.Previous != "" {
		o["previous_view_id"] = v.Previous
	}
	for key, text := range map[string]json.RawMessage{"title": v.Title, "submit": v.Submit, "close": v.Close} {
		if len(text) > 0 {
			o[key] = text
		}
	}
	if withBlocks {
		o["blocks"] = v.Blocks
	}
	return o
}

func (s *Sim) viewCode(code string) string {
	if !s.opt.DocumentedViewErrors {
		return code
	}
	switch code {
	case "trigger_expired":
		return "expired_trigger_id"
	case "trigger_exchanged":
		return "exchanged_trigger_id"
	case "view_not_found":
		return "not_found"
	}
	return code
}

func (s *Sim) viewsOpen(a args) (object, *apiError) {
	v, e := readView(a.raw("view"), blockkit.Modal)
	if e != nil {
		return nil, e
	}
	t, e := s.exchange(a.str("trigger_id"))
	if e != nil {
		return nil, e
	}
	if e := s.install(v, t.User); e != nil {
		return nil, e
	}
	if n := len(s.ws.Stacks[t.User]); n > 0 {
		s.closeViews(t.User, 0) // one dialog at a time: the new one takes its place
	}
	s.ws.Views[v.ID] = v
	s.ws.Stacks[t.User] = []string{v.ID}
	return object{"view": s.viewObject(v, true)}, nil
}

func (s *Sim) viewsPush(a args) (object, *apiError) {
	v, e := readView(a.raw("view"), blockkit.Modal)
	if e != nil {
		return nil, e
	}
	t, e := s.exchange(a.str("trigger_id"))
	if e != nil {
		return nil, e
	}
	if e := s.push(v, t.User); e != nil {
		return nil, e
	}
	return object{"view": s.viewObject(v, true)}, nil
}

func (s *Sim) push(v *View, user string) *apiError {
	stack := s.ws.Stacks[user]
	switch {
	case len(stack) == 0:
		return refuse(s.viewCode("view_not_found"))
	case len(stack) >= maxViewStack:
		return refuse("push_limit_reached")
	}
	top := s.ws.Views[stack[len(stack)-1]]
	v.Root, v.Previous = top.Root, top.ID
	if e := s.install(v, user); e != nil {
		return e
	}
	s.ws.Stacks[user] = append(stack, v.ID)
	return nil
}

func (s *Sim) viewsUpdate(a args) (object, *apiError) {
	old := s.ws.Views[a.str("view_id")]
	if external := a.str("external_id"); old == nil && external != "" {
		for _, id := range sortedKeys(s.ws.Views) {
			if s.ws.Views[id].ExternalID == external {
				old = s.ws.Views[id]
			}
		}
	}
	if old == nil {
		return nil, refuse(s.viewCode("view_not_found"))
	}
	surface := blockkit.Modal
	if old.Type == "home" {
		surface = blockkit.Home
	}
	v, e := readView(a.raw("view"), surface)
	if e != nil {
		return nil, e
	}
	if hash := a.str("hash"); hash != "" && hash != old.Hash {
		return nil, refuse("hash_conflict")
	}
	if e := s.replace(old, v); e != nil {
		return nil, e
	}
	return object{"view": s.viewObject(v, true)}, nil
}

func (s *Sim) viewsPublish(a args) (object, *apiError) {
	user := s.ws.Users[a.str("user_id")]
	switch {
	case a.str("user_id") == "":
		return nil, refuse("invalid_arguments")
	case user == nil || user.Deleted || user.Bot:
		return nil, refuse("user_not_found")
	}
	v, e := readView(a.raw("view"), blockkit.Home)
	if e != nil {
		return nil, e
	}
	old := s.ws.Views[s.ws.Homes[user.ID]]
	hash := a.str("hash")
	switch {
	case old != nil && hash != "" && hash != old.Hash:
		return nil, refuse("hash_conflict")
	case old != nil:
		e = s.replace(old, v)
	default:
		e = s.install(v, user.ID)
	}
	if e != nil {
		return nil, e
	}
	s.ws.Homes[user.ID] = v.ID
	return object{"view": s.viewObject(v, true)}, nil
}

// onTop says whether v is what its user sees: the Home tab or the top modal.
func (s *Sim) onTop(v *View) bool {
	if v.Type == "home" {
		return s.ws.Homes[v.User] == v.ID
	}
	stack := s.ws.Stacks[v.User]
	return slices.Contains(stack, v.ID) && stack[len(stack)-1] == v.ID
}
