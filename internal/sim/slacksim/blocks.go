package slacksim

import (
	"bytes"
	"encoding/json"
)

// interactive are the elements that send an action or hold a value.
var interactive = map[string]bool{
	"button": true, "icon_button": true, "feedback_buttons": true, "workflow_button": true, "overflow": true,
	"checkboxes": true, "radio_buttons": true, "datepicker": true, "timepicker": true, "datetimepicker": true,
	"static_select": true, "external_select": true, "users_select": true, "conversations_select": true, "channels_select": true,
	"multi_static_select": true, "multi_external_select": true, "multi_users_select": true,
	"multi_conversations_select": true, "multi_channels_select": true,
	"plain_text_input": true, "email_text_input": true, "url_text_input": true, "number_input": true,
	"rich_text_input": true, "file_input": true,
}

// found is an interactive element and where it stands.
type found struct {
	block   string // block_id
	input   object // the input block around it, if any
	element object
}

func (f found) action() string { id, _ := f.element["action_id"].(string); return id }
func (f found) kind() string   { kind, _ := f.element["type"].(string); return kind }

// decodeBlocks reads blocks with numbers as written.
func decodeBlocks(raw json.RawMessage) []any {
	if len(raw) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var list []any
	if d.Decode(&list) != nil {
		return nil
	}
	return list
}

// identify gives every block a block_id and every interactive element an
// action_id, as Slack does on arrival. The state is locked.
func (s *Sim) identify(raw json.RawMessage) json.RawMessage {
	blocks := decodeBlocks(raw)
	if len(blocks) == 0 {
		return raw
	}
	s.identifyIn(blocks)
	out, err := json.Marshal(blocks)
	if err != nil {
		return raw // it was decoded from JSON: cannot happen
	}
	return out
}

func (s *Sim) identifyIn(list []any) {
	for _, it := range list {
		b, ok := it.(object)
		if !ok {
			continue
		}
		if id, _ := b["block_id"].(string); id == "" {
			b["block_id"] = s.newID("b")
		}
		eachElement(b, func(e object) {
			if id, _ := e["action_id"].(string); id == "" {
				e["action_id"] = s.newID("a")
			}
		})
		for _, inner := range innerBlocks(b) {
			s.identifyIn([]any{inner})
		}
	}
}

// innerBlocks are the blocks a block holds.
func innerBlocks(b object) []any {
	var out []any
	switch b["type"] {
	case "container":
		out, _ = b["child_blocks"].([]any)
	case "carousel":
		out, _ = b["elements"].([]any)
	case "layout":
		rows, _ := b["rows"].([]any)
		for _, r := range rows {
			row, _ := r.(object)
			items, _ := row["items"].([]any)
			for _, it := range items {
				item, _ := it.(object)
				out = append(out, item["block"])
			}
		}
	}
	return out
}

// eachElement visits the interactive elements of one block, not of inner blocks.
func eachElement(b object, visit func(object)) {
	try := func(value any) {
		if e, _ := value.(object); e != nil {
			if kind, _ := e["type"].(string); interactive[kind] {
				visit(e)
			}
		}
	}
	try(b["accessory"])
	try(b["element"])
	for _, key := range []string{"elements", "actions"} {
		list, _ := b[key].([]any)
		for _, it := range list {
			try(it)
		}
	}
	if b["type"] != "data_table" {
		return
	}
	rows, _ := b["rows"].([]any)
	for _, r := range rows {
		row, _ := r.([]any)
		for _, it := range row {
			cell, _ := it.(object)
			try(cell["element"])
		}
	}
}

// allElements lists the interactive elements of all blocks in reading order.
func allElements(raw json.RawMessage) []found {
	var out []found
	var walk func([]any)
	walk = func(list []any) {
		for _, it := range list {
			b, ok := it.(object)
			if !ok {
				continue
			}
			id, _ := b["block_id"].(string)
			eachElement(b, func(e object) {
				f := found{block: id, element: e}
				if b["type"] == "input" {
					f.input = b
				}
				out = append(out, f)
			})
			walk(innerBlocks(b))
		}
	}
	walk(decodeBlocks(raw))
	return out
}
