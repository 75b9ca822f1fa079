package blockkit

import "slices"

// Which elements may stand where, from the pages of the elements.
var (
	menus = []string{
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
	}
	multiMenus = []string{
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
	}
	inActions = slices.Concat(menus, []string{"button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons", "timepicker", "workflow_button"})
	inSection = slices.Concat(menus, multiMenus, []string{"button", "checkboxes", "datepicker", "image", "overflow", "radio_buttons", "timepicker", "workflow_button"})
	inInput   = slices.Concat(menus, multiMenus, []string{
		"checkboxes", "datepicker", "datetimepicker", "email_text_input", "file_input", "number_input",
		"plain_text_input", "radio_buttons", "rich_text_input", "timepicker", "url_text_input",
	})
)

// blockShape is a block's object plus where it may stand.
type blockShape struct {
	object
	on Surface
}

var blocks map[string]*blockShape

// The table refers to rules that refer to it, hence init.
func init() {
	blocks = map[string]*blockShape{
		"section": {on: anywhere, object: object{properties: map[string]property{
			"text":      may(anyText(maxText)),
			"fields":    may(list(1, maxSectionFields, anyText(maxFieldText))),
			"accessory": may(element(inSection...)),
			"expand":    may(boolean),
		}, also: func(c *checker, path string, o map[string]any) {
			if o["text"] == nil && o["fields"] == nil {
				c.add(path, "one of text and fields is required")
			}
		}}},
		"header": {on: anywhere, object: object{properties: map[string]property{
			"text":  must(plain(maxHeaderText)),
			"level": may(integer(1, 4)),
		}}},
		"divider": {on: anywhere},
		"image":   {on: anywhere, object: *imageShape(map[string]property{"title": may(plain(maxImageTitle))})},
		"actions": {on: anywhere, object: object{properties: map[string]property{
			"elements": must(list(1, maxActions, element(inActions...))),
		}}},
		"context": {on: anywhere, object: object{properties: map[string]property{
			"elements": must(list(1, maxContext, contextElement)),
		}}},
		"context_actions": {on: Message, object: object{properties: map[string]property{
			"elements": must(list(1, maxContextActions, element("feedback_buttons", "icon_button"))),
		}}},
		"input": {on: anywhere, object: object{properties: map[string]property{
			"label":           must(plain(maxLabel)),
			"element":         must(element(inInput...)),
			"hint":            may(plain(maxLabel)),
			"optional":        may(boolean),
			"dispatch_action": may(boolean),
		}, also: inputBlock}},
		"markdown": {on: Message, object: object{properties: map[string]property{
			"text": must(text(1, maxMarkdownChars)),
		}, also: func(c *checker, _ string, o map[string]any) { c.markdownChars += length(o["text"]) }}},
		"rich_text": {on: anywhere, object: object{properties: map[string]property{
			"elements": must(list(1, maxViewBlocks, richTextElement)),
		}}},
		"alert": {on: Modal, object: object{properties: map[string]property{
			"text":  must(anyText(maxAlertText)),
			"level": may(oneOf("default", "info", "warning", "error", "success")),
		}}},
		"card":               {on: Message, object: cardObject},
		"carousel":           {on: Message, object: object{properties: map[string]property{"elements": must(list(1, maxCards, childBlock("card")))}}},
		"container":          {on: Message | Modal, object: containerObject},
		"layout":             {on: anywhere, object: layoutObject},
		"table":              {on: Message, object: tableObject},
		"data_table":         {on: Message, object: dataTableObject},
		"data_visualization": {on: Message, object: chartObject},
		"task_card":          {on: Message, object: taskCardObject},
		"plan": {on: Message, object: object{properties: map[string]property{
			"title": must(text(1, maxText)),
			"tasks": may(list(0, maxMessageBlocks, childBlock("task_card"))),
		}}},
		"video": {on: anywhere, object: videoObject},
		"file": {on: Message, object: object{properties: map[string]property{
			"external_id": must(text(1, maxID)),
			"source":      must(oneOf("remote")),
		}}},
		"call": {on: Message, object: object{properties: map[string]property{
			"call_id": must(text(1, maxID)), "call": may(anything), "api_decoration_available": may(boolean),
		}}},
	}
	for kind, b := range blocks {
		if b.properties == nil {
			b.properties = map[string]property{}
		}
		b.properties["type"] = must(oneOf(kind))
		b.properties["block_id"] = may(blockID)
	}
	for kind, e := range elements {
		e.properties["type"] = must(oneOf(kind))
	}
}

// block takes any block the surface allows.
func block(c *checker, path string, value any) {
	o, ok := value.(map[string]any)
	if !ok {
		c.add(path, "must provide an object")
		return
	}
	kind, ok := o["type"].(string)
	if !ok {
		c.add(path, "missing required field: type")
		return
	}
	shape, known := blocks[kind]
	switch {
	case !known:
		c.add(path+"/type", "unsupported type: %s", kind)
	case shape.on&c.surface == 0:
		c.add(path+"/type", "unsupported type: %s is not allowed in a %s", kind, c.surface)
	default:
		shape.check(c, path, o)
		uniqueActions(c, path, o)
	}
}

// childBlock takes blocks of the named types only.
func childBlock(kinds ...string) rule {
	return func(c *checker, path string, value any) {
		o, _ := value.(map[string]any)
		if kind, ok := o["type"].(string); ok && !slices.Contains(kinds, kind) {
			c.add(path+"/type", "unsupported type: %s is not allowed here", kind)
			return
		}
		block(c, path, value)
	}
}

func blockID(c *checker, path string, value any) {
	text(1, maxID)(c, path, value)
	id, _ := value.(string)
	if id != "" && c.blockIDs[id] {
		c.add(path, "block_id already exists: %s", id)
	}
	c.blockIDs[id] = true
}

// element takes an element of one of the named types.
func element(kinds ...string) rule {
	return func(c *checker, path string, value any) {
		o, ok := value.(map[string]any)
		if !ok {
			c.add(path, "must provide an object")
			return
		}
		kind, ok := o["type"].(string)
		if !ok {
			c.add(path, "missing required field: type")
			return
		}
		shape, known := elements[kind]
		if !known || !slices.Contains(kinds, kind) {
			c.add(path+"/type", "unsupported type: %s", kind)
			return
		}
		if o["focus_on_load"] == true {
			c.focused++
		}
		shape.check(c, path, o)
	}
}

func contextElement(c *checker, path string, value any) {
	if o, _ := value.(map[string]any); o["type"] == "image" {
		elements["image"].check(c, path, value)
		return
	}
	anyText(maxText)(c, path, value)
}

func inputBlock(c *checker, path string, o map[string]any) {
	c.inputs++
	el, _ := o["element"].(map[string]any)
	if el["type"] != "file_input" {
		return
	}
	if c.surface != Modal {
		c.add(path+"/element/type", "unsupported type: file_input is allowed in modals only")
	}
	if o["dispatch_action"] == true {
		c.add(path+"/dispatch_action", "file_input cannot dispatch actions")
	}
}

// uniqueActions refuses an action_id used twice within one block.
func uniqueActions(c *checker, path string, o map[string]any) {
	seen := map[string]bool{}
	var walk func(path string, value any)
	walk = func(path string, value any) {
		switch v := value.(type) {
		case []any:
			for i, it := range v {
				walk(at(path, i), it)
			}
		case map[string]any:
			if kind, _ := v["type"].(string); blocks[kind] != nil && elements[kind] == nil {
				return // an inner block has its own namespace
			}
			if id, _ := v["action_id"].(string); id != "" {
				if seen[id] {
					c.add(path+"/action_id", "action_id already exists in this block: %s", id)
				}
				seen[id] = true
			}
			for _, key := range sortedKeys(v) {
				walk(path+"/"+pointer(key), v[key])
			}
		}
	}
	for _, key := range sortedKeys(o) {
		walk(path+"/"+pointer(key), o[key])
	}
}
