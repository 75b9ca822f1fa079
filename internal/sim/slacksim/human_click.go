package slacksim

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
)

// Choice says which element is meant and what is chosen in it.
type Choice func(*choice)

type choice struct {
	block  string
	value  string
	byVal  bool
	chosen any
	chose  bool
}

// InBlock picks the element in the block with that block_id.
func InBlock(blockID string) Choice { return func(c *choice) { c.block = blockID } }

// WithValue picks the button with that value, where several share an action_id.
func WithValue(value string) Choice { return func(c *choice) { c.value, c.byVal = value, true } }

// Choose picks in a menu, picker or input: an option's value or label, an ID, a
// date, text; a list for elements that take several.
func Choose(value any) Choice { return func(c *choice) { c.chosen, c.chose = value, true } }

// element finds the element a person means.
func element(blocks json.RawMessage, actionID string, c choice) (found, error) {
	for _, f := range allElements(blocks) {
		value, _ := f.element["value"].(string)
		if f.action() == actionID && (c.block == "" || f.block == c.block) && (!c.byVal || value == c.value) {
			return f, nil
		}
	}
	return found{}, notThere("nothing with action_id %q", actionID)
}

// actionObject is the entry of "actions" for what was done, and the value to
// keep for elements that have one.
func (s *Sim) actionObject(f found, c choice) (action, keep object, err error) {
	action = object{
		"type": f.kind(), "action_id": f.action(), "block_id": f.block, "action_ts": s.nowTS(),
	}
	switch f.kind() {
	case "button", "icon_button", "workflow_button":
		for _, key := range []string{"text", "value", "style", "url", "confirm"} {
			if v, ok := f.element[key]; ok {
				action[key] = v
			}
		}
		return action, nil, nil
	case "feedback_buttons":
		action["value"] = fmt.Sprint(c.chosen)
		return action, nil, nil
	}
	if !c.chose {
		return nil, nil, notThere("%s %q needs Choose", f.kind(), f.action())
	}
	if f.kind() == "overflow" {
		picked, err := pick(f, fmt.Sprint(c.chosen))
		action["selected_option"] = picked
		return action, nil, err
	}
	keep, err = choose(f, c.chosen)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(action, keep)
	for _, key := range []string{"placeholder", "confirm", "initial_option", "initial_user", "initial_conversation", "initial_channel", "initial_date", "initial_time"} {
		if v, ok := f.element[key]; ok {
			action[key] = v
		}
	}
	return action, keep, nil
}

// Click presses a button, or chooses in a menu, of a message the person sees
// (ephemeral ones by their ts). A confirmation dialog is taken as confirmed.
func (h Human) Click(ctx context.Context, channelID, messageTS, actionID string, choices ...Choice) (Receipt, error) {
	s := h.s
	c := collect(choices)
	var (
		r   Receipt
		d   delivery
		err error
	)
	s.locked(func() {
		var channel *Channel
		if channel, _, err = h.visible(channelID); err != nil {
			return
		}
		m := s.message(channel.ID, messageTS)
		if m == nil || (m.EphemeralFor != "" && m.EphemeralFor != h.id) {
			err = notThere("message %s", messageTS)
			return
		}
		var f found
		if f, err = element(m.Blocks, actionID, c); err != nil {
			return
		}
		var action, keep object
		if action, keep, err = s.actionObject(f, c); err != nil {
			return
		}
		if keep != nil {
			if m.Values == nil {
				m.Values = map[string]values{}
			}
			if m.Values[h.id] == nil {
				m.Values[h.id] = values{}
			}
			m.Values[h.id].set(f.block, f.action(), keep)
		}
		r.TriggerID = s.issueTrigger(h.id)
		r.ResponseURL = s.issueResponseURL(responseURL{User: h.id, Channel: channel.ID, Original: m.TS})
		container := object{"type": "message", "message_ts": m.TS, "channel_id": channel.ID, "is_ephemeral": m.EphemeralFor != ""}
		if m.ThreadTS != "" {
			container["thread_ts"] = m.ThreadTS
		}
		payload := s.interaction("block_actions", h.id)
		maps.Copy(payload, object{
			"container": container, "trigger_id": r.TriggerID, "response_url": r.ResponseURL, "actions": []object{action},
			"channel": object{"id": channel.ID, "name": commandChannelName(channel)},
			"state":   object{"values": s.stateOf(m.Blocks, m.Values[h.id])},
		})
		if m.EphemeralFor == "" { // an ephemeral message is not stored at Slack and isn't sent back
			payload["message"] = s.deliveredMessage(m)
		}
		d = delivery{kind: "interactive", payload: payload}
	})
	if err != nil {
		return r, err
	}
	return r, h.dispatch(ctx, d, channelID, &r)
}

// ClickView does the same in a modal or on the Home tab.
func (h Human) ClickView(ctx context.Context, viewID, actionID string, choices ...Choice) (Receipt, error) {
	s := h.s
	c := collect(choices)
	var (
		r   Receipt
		d   delivery
		err error
	)
	s.locked(func() {
		var v *View
		if v, err = h.view(viewID); err != nil {
			return
		}
		var f found
		if f, err = element(v.Blocks, actionID, c); err != nil {
			return
		}
		var action, keep object
		if action, keep, err = s.actionObject(f, c); err != nil {
			return
		}
		if keep != nil {
			if v.Values == nil {
				v.Values = values{}
			}
			v.Values.set(f.block, f.action(), keep)
			s.changed()
		}
		if f.input != nil && f.input["dispatch_action"] != true {
			r.Acked = true // an input without dispatch_action says nothing until it is submitted
			return
		}
		r.TriggerID = s.issueTrigger(h.id)
		payload := s.interaction("block_actions", h.id)
		maps.Copy(payload, object{
			"container": object{"type": "view", "view_id": v.ID}, "trigger_id": r.TriggerID,
			"view": s.viewObject(v, false), "actions": []object{action},
		})
		d = delivery{kind: "interactive", payload: payload}
	})
	if err != nil || r.Acked {
		return r, err
	}
	return r, h.dispatch(ctx, d, "", &r)
}

func collect(choices []Choice) choice {
	var c choice
	for _, f := range choices {
		f(&c)
	}
	return c
}

// view finds a view the person has in front of them. The state is locked.
func (h Human) view(id string) (*View, error) {
	v := h.s.ws.Views[id]
	if v == nil || v.User != h.id || !h.s.onTop(v) {
		return nil, notThere("view %s", id)
	}
	return v, nil
}

// interaction is what every interaction payload begins with.
func (s *Sim) interaction(kind, user string) object {
	u := s.ws.Users[user]
	return object{
		"type": kind, "token": "simulated", "api_app_id": s.opt.AppID, "is_enterprise_install": false, "enterprise": nil,
		"team": object{"id": s.opt.TeamID, "domain": s.opt.TeamDomain},
		"user": object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": s.opt.TeamID},
	}
}

// deliveredMessage is a message as interactions carry it.
func (s *Sim) deliveredMessage(m *Message) object {
	o := s.messageObject(m, true)
	delete(o, "reactions")
	return o
}

// Shortcut runs a global shortcut.
func (h Human) Shortcut(ctx context.Context, callbackID string) (Receipt, error) {
	var (
		r   Receipt
		d   delivery
		err error
	)
	h.s.locked(func() {
		if u := h.s.ws.Users[h.id]; u == nil || u.Deleted {
			err = notThere("user %s", h.id)
			return
		}
		r.TriggerID = h.s.issueTrigger(h.id)
		payload := h.s.interaction("shortcut", h.id)
		maps.Copy(payload, object{"callback_id": callbackID, "trigger_id": r.TriggerID, "action_ts": h.s.nowTS()})
		delete(payload, "api_app_id")
		d = delivery{kind: "interactive", payload: payload}
	})
	if err != nil {
		return r, err
	}
	return r, h.dispatch(ctx, d, "", &r)
}

// MessageShortcut runs a shortcut from a message's menu.
func (h Human) MessageShortcut(ctx context.Context, channelID, messageTS, callbackID string) (Receipt, error) {
	s := h.s
	var (
		r   Receipt
		d   delivery
		err error
	)
	s.locked(func() {
		var c *Channel
		if c, _, err = h.visible(channelID); err != nil {
			return
		}
		m := s.message(c.ID, messageTS)
		if m == nil || m.EphemeralFor != "" {
			err = notThere("message %s", messageTS)
			return
		}
		r.TriggerID = s.issueTrigger(h.id)
		r.ResponseURL = s.issueResponseURL(responseURL{User: h.id, Channel: c.ID, Original: m.TS})
		payload := s.interaction("message_action", h.id)
		delete(payload, "api_app_id")
		delete(payload["user"].(object), "username")
		maps.Copy(payload, object{
			"callback_id": callbackID, "trigger_id": r.TriggerID, "message_ts": m.TS, "response_url": r.ResponseURL,
			"message": s.deliveredMessage(m), "channel": object{"id": c.ID, "name": commandChannelName(c)}, "action_ts": s.nowTS(),
		})
		d = delivery{kind: "interactive", payload: payload}
	})
	if err != nil {
		return r, err
	}
	return r, h.dispatch(ctx, d, channelID, &r)
}
