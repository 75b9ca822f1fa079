package blockkit

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
)

// elements maps each element type to its shape. The function breaks the
// initialisation cycle and costs nothing that matters.
var elements = map[string]*object{
	"button": {properties: map[string]property{
		"text":                must(plain(maxButtonText)),
		"action_id":           may(text(1, maxID)),
		"url":                 may(link()),
		"value":               may(text(1, maxButtonValue)),
		"style":               may(oneOf("primary", "danger")),
		"confirm":             may(confirm),
		"accessibility_label": may(text(1, maxAccessibility)),
		"visible_to_user_ids": may(stringsUpTo(maxOptions)),
	}},
	"icon_button": {properties: map[string]property{
		"icon":                must(oneOf("trash")),
		"text":                must(plain(maxButtonText)),
		"action_id":           may(text(1, maxID)),
		"value":               may(text(1, maxButtonValue)),
		"confirm":             may(confirm),
		"accessibility_label": may(text(1, maxAccessibility)),
		"visible_to_user_ids": may(stringsUpTo(maxOptions)),
	}},
	"feedback_buttons": {properties: map[string]property{
		"action_id":       may(text(1, maxID)),
		"positive_button": must(feedbackButton),
		"negative_button": must(feedbackButton),
	}},
	"workflow_button": {properties: map[string]property{
		"text":                must(plain(maxButtonText)),
		"workflow":            must(anything),
		"action_id":           may(text(1, maxID)),
		"style":               may(oneOf("primary", "danger")),
		"accessibility_label": may(text(1, maxAccessibility)),
	}},
	"image": imageShape(nil),
	"overflow": {properties: map[string]property{
		"action_id": may(text(1, maxID)),
		"options":   must(list(1, maxOverflow, option(plain, true))),
		"confirm":   may(confirm),
	}},
	"checkboxes":    choices("initial_options"),
	"radio_buttons": choices("initial_option"),

	"static_select":   selectShape("initial_option", map[string]property{"options": may(list(1, maxOptions, option(plain, false))), "option_groups": may(list(1, maxGroups, optionGroup))}),
	"external_select": selectShape("initial_option", map[string]property{"min_query_length": may(integer(0, maxInputLength))}),
	"users_select":    selectShape("initial_user", nil),
	"conversations_select": selectShape("initial_conversation", map[string]property{
		"default_to_current_conversation": may(boolean), "response_url_enabled": may(boolean), "filter": may(conversationFilter),
	}),
	"channels_select": selectShape("initial_channel", map[string]property{"response_url_enabled": may(boolean)}),

	"multi_static_select":   selectShape("initial_options", map[string]property{"options": may(list(1, maxOptions, option(plain, false))), "option_groups": may(list(1, maxGroups, optionGroup)), "max_selected_items": may(integer(1, maxOptions))}),
	"multi_external_select": selectShape("initial_options", map[string]property{"min_query_length": may(integer(0, maxInputLength)), "max_selected_items": may(integer(1, maxOptions))}),
	"multi_users_select":    selectShape("initial_users", map[string]property{"max_selected_items": may(integer(1, maxOptions))}),
	"multi_conversations_select": selectShape("initial_conversations", map[string]property{
		"default_to_current_conversation": may(boolean), "filter": may(conversationFilter), "max_selected_items": may(integer(1, maxOptions)),
	}),
	"multi_channels_select": selectShape("initial_channels", map[string]property{"max_selected_items": may(integer(1, maxOptions))}),

	"datepicker": picker("initial_date", matching(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, "must be a date in the format YYYY-MM-DD"), "placeholder"),
	"timepicker": picker("initial_time", matching(`^([01]\d|2[0-3]):[0-5]\d$`, "must be a time in the format HH:mm"), "placeholder", "timezone"),
	// Ten digits, as the page says: seconds since 1970.
	"datetimepicker": picker("initial_date_time", unixSeconds),

	"plain_text_input": typedInput(map[string]property{
		"initial_value": may(text(0, maxInputLength)),
		"multiline":     may(boolean),
		"min_length":    may(integer(0, maxInputLength)),
		"max_length":    may(integer(1, maxInputLength)),
	}, inputLengths),
	"email_text_input": typedInput(map[string]property{"initial_value": may(text(1, maxInputLength))}, nil),
	"url_text_input":   typedInput(map[string]property{"initial_value": may(text(1, maxInputLength))}, nil),
	"number_input": typedInput(map[string]property{
		"is_decimal_allowed": must(boolean),
		"initial_value":      may(numeral), "min_value": may(numeral), "max_value": may(numeral),
	}, nil),
	"rich_text_input": typedInput(map[string]property{
		"initial_value": may(richTextBlock),
		"min_lines":     may(integer(1, maxInputLength)), "max_lines": may(integer(1, maxInputLength)),
	}, nil),
	"file_input": {properties: map[string]property{
		"action_id": may(text(1, maxID)),
		"filetypes": may(stringsUpTo(maxOptions)),
		"max_files": may(integer(1, maxInputFiles)),
	}},
}

var feedbackButton = (&object{properties: map[string]property{
	"text":                must(plain(maxButtonText)),
	"value":               must(text(1, maxButtonValue)),
	"accessibility_label": may(text(1, maxAccessibility)),
}}).check

func imageShape(extra map[string]property) *object {
	shape := &object{properties: map[string]property{
		"image_url":  may(link("http", "https")),
		"slack_file": may(slackFile),
		"alt_text":   must(text(1, maxAltText)),
	}, also: func(c *checker, path string, o map[string]any) {
		if (o["image_url"] == nil) == (o["slack_file"] == nil) {
			c.add(path, "exactly one of image_url and slack_file is required")
		}
	}}
	maps.Copy(shape.properties, extra)
	return shape
}

func choices(initial string) *object {
	shape := &object{properties: map[string]property{
		"action_id":     may(text(1, maxID)),
		"options":       must(list(1, maxChoices, option(anyText, false))),
		"confirm":       may(confirm),
		"focus_on_load": may(boolean),
	}, also: initialAmongOptions(initial)}
	if initial == "initial_options" {
		shape.properties[initial] = may(list(1, maxChoices, option(anyText, false)))
		shape.properties["visible_to_user_ids"] = may(stringsUpTo(maxOptions))
	} else {
		shape.properties[initial] = may(option(anyText, false))
	}
	return shape
}

func selectShape(initial string, extra map[string]property) *object {
	shape := &object{properties: map[string]property{
		"action_id":     may(text(1, maxID)),
		"placeholder":   may(plain(maxPlaceholder)),
		"confirm":       may(confirm),
		"focus_on_load": may(boolean),
	}}
	switch initial {
	case "initial_option":
		shape.properties[initial] = may(option(plain, false))
	case "initial_options":
		shape.properties[initial] = may(list(1, maxOptions, option(plain, false)))
	case "initial_user", "initial_conversation", "initial_channel":
		shape.properties[initial] = may(text(1, maxID))
	default:
		shape.properties[initial] = may(list(1, maxOptions, text(1, maxID)))
	}
	maps.Copy(shape.properties, extra)
	if _, static := extra["options"]; static {
		among := initialAmongOptions(initial)
		shape.also = func(c *checker, path string, o map[string]any) {
			if (o["options"] == nil) == (o["option_groups"] == nil) {
				c.add(path, "exactly one of options and option_groups is required")
			}
			among(c, path, o)
		}
	}
	return shape
}

// initialAmongOptions refuses a preselected option that the menu doesn't offer.
func initialAmongOptions(key string) func(*checker, string, map[string]any) {
	return func(c *checker, path string, o map[string]any) {
		if o[key] == nil {
			return
		}
		offered, _ := o["options"].([]any)
		groups, _ := o["option_groups"].([]any)
		for _, g := range groups {
			group, _ := g.(map[string]any)
			inGroup, _ := group["options"].([]any)
			offered = slices.Concat(offered, inGroup)
		}
		chosen, isList := o[key].([]any)
		if !isList {
			chosen = []any{o[key]}
		}
		for _, want := range chosen {
			if !slices.ContainsFunc(offered, func(have any) bool { return sameOption(have, want) }) {
				c.add(path+"/"+key, "does not match any of the options")
			}
		}
	}
}

// sameOption compares value and text; Slack matches both.
func sameOption(a, b any) bool {
	x, _ := a.(map[string]any)
	y, _ := b.(map[string]any)
	xt, _ := x["text"].(map[string]any)
	yt, _ := y["text"].(map[string]any)
	return x != nil && y != nil && reflect.DeepEqual(x["value"], y["value"]) && reflect.DeepEqual(xt["text"], yt["text"])
}

func picker(initial string, format rule, extra ...string) *object {
	shape := &object{properties: map[string]property{
		"action_id":     may(text(1, maxID)),
		initial:         may(format),
		"confirm":       may(confirm),
		"focus_on_load": may(boolean),
	}}
	for _, key := range extra {
		if key == "placeholder" {
			shape.properties[key] = may(plain(maxPlaceholder))
		} else {
			shape.properties[key] = may(text(1, maxID))
		}
	}
	return shape
}

func typedInput(extra map[string]property, also func(*checker, string, map[string]any)) *object {
	shape := &object{properties: map[string]property{
		"action_id":              may(text(1, maxID)),
		"placeholder":            may(plain(maxPlaceholder)),
		"dispatch_action_config": may(dispatchConfig),
		"focus_on_load":          may(boolean),
	}, also: also}
	maps.Copy(shape.properties, extra)
	return shape
}

func inputLengths(c *checker, path string, o map[string]any) {
	lo, hasLo := asInt(o["min_length"])
	hi, hasHi := asInt(o["max_length"])
	if hasLo && hasHi && lo > hi {
		c.add(path+"/min_length", "must be less than or equal to max_length")
	}
	if hasHi && int64(length(o["initial_value"])) > hi {
		c.add(path+"/initial_value", "must be less than %d characters", hi+1)
	}
}

func matching(pattern, message string) rule {
	re := regexp.MustCompile(pattern)
	return func(c *checker, path string, value any) {
		if s, ok := value.(string); !ok || !re.MatchString(s) {
			c.add(path, "%s", message)
		}
	}
}

func unixSeconds(c *checker, path string, value any) {
	if n, ok := value.(json.Number); !ok || len(n.String()) != 10 || slices.ContainsFunc([]byte(n), func(b byte) bool { return b < '0' || b > '9' }) {
		c.add(path, "must be 10 digits of seconds since 1970")
	}
}
