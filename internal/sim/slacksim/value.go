package slacksim

import (
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"
)

// values are chosen values by block_id and action_id, in the form of
// state.values.
type values map[string]map[string]object

func (v values) set(block, action string, value object) {
	if v[block] == nil {
		v[block] = map[string]object{}
	}
	v[block][action] = value
}

// valueKeys names the property that holds each stateful element's value, and the
// one that holds its initial value.
var valueKeys = map[string][2]string{
	"plain_text_input": {"value", "initial_value"}, "email_text_input": {"value", "initial_value"},
	"url_text_input": {"value", "initial_value"}, "number_input": {"value", "initial_value"},
	"rich_text_input": {"rich_text_value", "initial_value"},
	"static_select":   {"selected_option", "initial_option"}, "external_select": {"selected_option", "initial_option"},
	"radio_buttons": {"selected_option", "initial_option"}, "checkboxes": {"selected_options", "initial_options"},
	"multi_static_select": {"selected_options", "initial_options"}, "multi_external_select": {"selected_options", "initial_options"},
	"users_select": {"selected_user", "initial_user"}, "multi_users_select": {"selected_users", "initial_users"},
	"conversations_select":       {"selected_conversation", "initial_conversation"},
	"multi_conversations_select": {"selected_conversations", "initial_conversations"},
	"channels_select":            {"selected_channel", "initial_channel"}, "multi_channels_select": {"selected_channels", "initial_channels"},
	"datepicker": {"selected_date", "initial_date"}, "timepicker": {"selected_time", "initial_time"},
	"datetimepicker": {"selected_date_time", "initial_date_time"}, "file_input": {"files", ""},
}

// stateOf is the state.values of blocks: what was chosen, else what was initial.
func (s *Sim) stateOf(blocks json.RawMessage, chosen values) values {
	state := values{}
	for _, f := range allElements(blocks) {
		keys, stateful := valueKeys[f.kind()]
		if !stateful {
			continue
		}
		if v, ok := chosen[f.block][f.action()]; ok && v["type"] == f.kind() {
			state.set(f.block, f.action(), maps.Clone(v))
			continue
		}
		v := object{"type": f.kind(), keys[0]: nil}
		if initial, ok := f.element[keys[1]]; ok {
			v[keys[0]] = initial
		} else if strings.HasPrefix(f.kind(), "multi_") || f.kind() == "checkboxes" || f.kind() == "file_input" {
			v[keys[0]] = []any{}
		}
		state.set(f.block, f.action(), v)
	}
	return state
}

// choose turns what a person enters into the element's value. A string stands
// for the typed text, the date, the ID, or an option's value or label; a list of
// strings for several; a map is taken as it is. The error is what Slack's own
// form says under the field.
func choose(f found, input any) (object, error) {
	if m, ok := input.(object); ok {
		m = maps.Clone(m)
		m["type"] = f.kind()
		return m, nil
	}
	key := valueKeys[f.kind()][0]
	if input == nil {
		return object{"type": f.kind(), key: nil}, nil
	}
	value, err := typed(f, input)
	if err != nil {
		return nil, err
	}
	return object{"type": f.kind(), key: value}, nil
}

func typed(f found, input any) (any, error) {
	switch kind := f.kind(); kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return enteredText(f, fmt.Sprint(input))
	case "static_select", "external_select", "radio_buttons", "overflow":
		return pick(f, fmt.Sprint(input))
	case "checkboxes", "multi_static_select", "multi_external_select":
		picked := []any{}
		for _, one := range entries(input) {
			o, err := pick(f, one)
			if err != nil {
				return nil, err
			}
			picked = append(picked, o)
		}
		return picked, nil
	case "multi_users_select", "multi_conversations_select", "multi_channels_select", "file_input":
		list := []any{}
		for _, one := range entries(input) {
			list = append(list, one)
		}
		return list, nil
	case "datetimepicker":
		n, err := strconv.ParseInt(fmt.Sprint(input), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("not a date and time")
		}
		return n, nil
	case "datepicker":
		date := fmt.Sprint(input)
		if len(date) != 10 || date[4] != '-' || date[7] != '-' {
			return nil, fmt.Errorf("not a date")
		}
		return date, nil
	}
	return fmt.Sprint(input), nil
}

func entries(input any) []string {
	switch list := input.(type) {
	case []string:
		return list
	case []any:
		var out []string
		for _, it := range list {
			out = append(out, fmt.Sprint(it))
		}
		return out
	}
	return []string{fmt.Sprint(input)}
}

// pick finds an option by value or label.
func pick(f found, want string) (any, error) {
	options, _ := f.element["options"].([]any)
	groups, _ := f.element["option_groups"].([]any)
	for _, g := range groups {
		group, _ := g.(object)
		more, _ := group["options"].([]any)
		options = append(options[:len(options):len(options)], more...)
	}
	for _, it := range options {
		o, _ := it.(object)
		label, _ := o["text"].(object)
		if o["value"] == want || label["text"] == want {
			return o, nil
		}
	}
	if strings.HasSuffix(f.kind(), "external_select") {
		return object{"text": object{"type": "plain_text", "text": want, "emoji": true}, "value": want}, nil
	}
	return nil, fmt.Errorf("%q is not offered", want)
}

func enteredText(f found, s string) (any, error) {
	limit := func(key string) (int, bool) {
		n, ok := f.element[key].(json.Number)
		if !ok {
			return 0, false
		}
		i, err := strconv.Atoi(n.String())
		return i, err == nil
	}
	if s == "" {
		return nil, nil // an emptied field has no value
	}
	n := utf8.RuneCountInString(s)
	if lo, ok := limit("min_length"); ok && n < lo {
		return nil, fmt.Errorf("must be at least %d characters", lo)
	}
	if hi, ok := limit("max_length"); ok && n > hi {
		return nil, fmt.Errorf("must be at most %d characters", hi)
	}
	switch f.kind() {
	case "number_input":
		return s, checkNumber(f, s)
	case "email_text_input":
		if local, host, ok := strings.Cut(s, "@"); !ok || local == "" || !strings.Contains(host, ".") {
			return nil, fmt.Errorf("must be an email address")
		}
	case "url_text_input":
		if !strings.Contains(s, "://") {
			return nil, fmt.Errorf("must be a URL")
		}
	}
	return s, nil
}

// checkNumber holds what was typed against the bounds of a number_input.
func checkNumber(f found, s string) error {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return fmt.Errorf("must be a number")
	}
	if f.element["is_decimal_allowed"] != true && strings.ContainsAny(s, ".eE") {
		return fmt.Errorf("must be a whole number")
	}
	bound := func(key string) (float64, bool) {
		text, _ := f.element[key].(string)
		b, err := strconv.ParseFloat(text, 64)
		return b, err == nil
	}
	if lo, ok := bound("min_value"); ok && n < lo {
		return fmt.Errorf("must be at least %v", lo)
	}
	if hi, ok := bound("max_value"); ok && n > hi {
		return fmt.Errorf("must be at most %v", hi)
	}
	return nil
}
