package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/relance-bot/relance/internal/blockkit"
)

// requiredField is what Slack writes under an empty input.
const requiredField = "Please complete this required field."

// Submit fills in a modal and submits it. Keys of fields are block_ids; a value
// is what [Choose] takes, or a map of them by action_id. What isn't named keeps
// its value. Returned are the errors shown under the fields, by block_id: Slack's
// own (the app isn't asked then) or the app's. A modal that was accepted is gone,
// updated or has another on top, as the app's response_action says.
func (h Human) Submit(ctx context.Context, viewID string, fields map[string]any) (map[string]string, error) {
	s := h.s
	var (
		d      delivery
		v      *View
		wrong  map[string]string
		err    error
		result Receipt
	)
	s.locked(func() {
		if v, err = h.view(viewID); err != nil {
			return
		}
		if v.Type != "modal" || len(v.Submit) == 0 || v.SubmitDisabled {
			err = notThere("a submit button in view %s", viewID)
			return
		}
		if wrong, err = s.fill(v, fields); err != nil {
			return
		}
		v.Errors = wrong
		s.changed()
		payload := s.interaction("view_submission", h.id)
		maps.Copy(payload, object{"trigger_id": s.issueTrigger(h.id), "view": s.viewObject(v, false)})
		d = delivery{kind: "interactive", accepts: true, payload: payload}
	})
	if err != nil || len(wrong) > 0 {
		return wrong, err
	}
	if err := h.dispatch(ctx, d, "", &result); err != nil {
		return nil, err
	}
	switch result.Notice {
	case "operation_timeout":
		return nil, ErrOperationTimeout
	case "dispatch_failed":
		return nil, ErrDispatchFailed
	}
	s.locked(func() {
		wrong, err = s.submitted(v, result.Payload)
		if err != nil {
			s.notice(h.id, "", "app_error")
		}
	})
	return wrong, err
}

// fill enters values into a view and says what is wrong with them.
func (s *Sim) fill(v *View, fields map[string]any) (map[string]string, error) {
	elements := allElements(v.Blocks)
	known := map[string]bool{}
	wrong := map[string]string{}
	if v.Values == nil {
		v.Values = values{}
	}
	for _, f := range elements {
		known[f.block] = true
		input, given := fields[f.block]
		if byAction, ok := input.(map[string]any); ok {
			input, given = byAction[f.action()]
		}
		if !given {
			continue
		}
		value, err := choose(f, input)
		if err != nil {
			wrong[f.block] = err.Error()
			continue
		}
		v.Values.set(f.block, f.action(), value)
	}
	for block := range fields {
		if !known[block] {
			return nil, notThere("block %q in view %s", block, v.ID)
		}
	}
	state := s.stateOf(v.Blocks, v.Values)
	for _, f := range elements {
		if f.input == nil || f.input["optional"] == true || wrong[f.block] != "" {
			continue
		}
		if value := state[f.block][f.action()][valueKeys[f.kind()][0]]; isEmpty(value) {
			wrong[f.block] = requiredField
		}
	}
	return wrong, nil
}

func isEmpty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

// submitted does what the app's answer to a submission says. The state is locked.
func (s *Sim) submitted(v *View, payload json.RawMessage) (map[string]string, error) {
	var answer struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if len(payload) > 0 && json.Unmarshal(payload, &answer) != nil {
		return nil, errors.New("the answer to a submission is not JSON")
	}
	stack := s.ws.Stacks[v.User]
	position := -1
	for i, id := range stack {
		if id == v.ID {
			position = i
		}
	}
	if position < 0 {
		return nil, nil // closed or replaced meanwhile
	}
	// The app may have updated it by views.update before acknowledging.
	v = s.ws.Views[v.ID]
	switch answer.Action {
	case "":
		s.closeViews(v.User, position)
	case "clear":
		s.closeViews(v.User, 0)
	case "errors":
		return s.showErrors(v, answer.Errors)
	case "update", "push":
		next, e := readView(answer.View, blockkit.Modal)
		if e == nil && answer.Action == "update" {
			e = s.replace(v, next)
		} else if e == nil {
			e = s.push(next, v.User)
		}
		if e != nil {
			return nil, fmt.Errorf("response_action %s: %s %v", answer.Action, e.code, e.messages)
		}
	default:
		return nil, fmt.Errorf("unknown response_action %q", answer.Action)
	}
	return nil, nil
}

// showErrors puts the app's errors under the inputs they name.
func (s *Sim) showErrors(v *View, errs map[string]string) (map[string]string, error) {
	inputs := map[string]bool{}
	for _, f := range allElements(v.Blocks) {
		if f.input != nil {
			inputs[f.block] = true
		}
	}
	if len(errs) == 0 {
		return nil, errors.New("response_action errors names no errors")
	}
	for block := range errs {
		if !inputs[block] {
			return nil, fmt.Errorf("response_action errors names %q, which is no input block", block)
		}
	}
	v.Errors = errs
	s.changed()
	return maps.Clone(errs), nil
}

// Close closes a modal by its X or close button; the one below shows again. With
// clear_on_close, and at the bottom of the stack, all are gone.
func (h Human) Close(ctx context.Context, viewID string) error {
	return h.close(ctx, viewID, false)
}

// CloseAll closes the whole stack at once.
func (h Human) CloseAll(ctx context.Context) error {
	var top string
	h.s.locked(func() {
		if stack := h.s.ws.Stacks[h.id]; len(stack) > 0 {
			top = stack[len(stack)-1]
		}
	})
	if top == "" {
		return notThere("an open modal")
	}
	return h.close(ctx, top, true)
}

func (h Human) close(ctx context.Context, viewID string, all bool) error {
	s := h.s
	var (
		told []delivery
		err  error
	)
	s.locked(func() {
		var v *View
		if v, err = h.view(viewID); err != nil {
			return
		}
		if v.Type != "modal" {
			err = notThere("a modal %s", viewID)
			return
		}
		all = all || v.ClearOnClose
		stack := s.ws.Stacks[h.id]
		from := len(stack) - 1
		if all {
			from = 0
		}
		for _, id := range stack[from:] {
			if closing := s.ws.Views[id]; closing.NotifyOnClose {
				payload := s.interaction("view_closed", h.id)
				maps.Copy(payload, object{"view": s.viewObject(closing, false), "is_cleared": all})
				told = append(told, delivery{kind: "interactive", payload: payload})
			}
		}
		s.closeViews(h.id, from)
	})
	if err != nil {
		return err
	}
	for _, d := range told {
		// Nobody sees whether the app heard of it.
		if _, err := s.deliver(ctx, d); err != nil && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
