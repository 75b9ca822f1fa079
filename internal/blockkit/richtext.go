package blockkit

// Rich text: sections, lists, quotes and preformatted text of inline elements.

// richTextBlock takes a rich_text block as a value of its own (a cell, a title,
// an initial value).
func richTextBlock(c *checker, path string, value any) { richText.check(c, path, value) }

var richText = &object{properties: map[string]property{
	"type":     must(oneOf("rich_text")),
	"block_id": may(text(0, maxID)),
	"elements": must(list(0, maxViewBlocks, richTextElement)),
}}

func richTextElement(c *checker, path string, value any) {
	o, ok := value.(map[string]any)
	if !ok {
		c.add(path, "must provide an object")
		return
	}
	shape := object{properties: map[string]property{"type": must(anything), "elements": must(list(0, maxText, inline))}}
	switch kind, _ := o["type"].(string); kind {
	case "rich_text_section":
	case "rich_text_quote":
		shape.properties["border"] = may(integer(0, 1))
	case "rich_text_preformatted":
		shape.properties["border"] = may(integer(0, 1))
		shape.properties["language"] = may(text(0, maxID))
	case "rich_text_list":
		shape.properties["style"] = must(oneOf("bullet", "ordered"))
		shape.properties["indent"] = may(integer(0, 8))
		shape.properties["border"] = may(integer(0, 1))
		shape.properties["offset"] = may(integer(0, maxText))
		shape.properties["elements"] = must(list(0, maxText, richTextElement))
	default:
		c.add(path+"/type", "unsupported type: %s", kind)
		return
	}
	shape.check(c, path, o)
}

// inlineRequires names what each inline element can't do without. Elements that
// only Slack itself writes are accepted as they are.
var inlineRequires = map[string]map[string]rule{
	"text":      {"text": text(1, maxDataTableChars)},
	"link":      {"url": link()},
	"user":      {"user_id": text(1, maxID)},
	"usergroup": {"usergroup_id": text(1, maxID)},
	"channel":   {"channel_id": text(1, maxID)},
	"emoji":     {"name": text(1, maxID)},
	"broadcast": {"range": oneOf("here", "channel", "everyone")},
	"color":     {"value": text(1, maxID)},
	"date":      {"timestamp": integer(0, 1<<62), "format": text(1, maxText)},
	"tag":       {"text": text(1, maxText)},

	"team": nil, "file": nil, "canvas": nil, "citation": nil, "list_record": nil, "message_mention": nil,
	"attachment_mention": nil, "work_object_mention": nil, "workflow_mention": nil, "salesforce_data_field": nil,
	"canvas_message_unfurl": nil, "canvas_user_mention": nil,
}

func inline(c *checker, path string, value any) {
	o, ok := value.(map[string]any)
	if !ok {
		c.add(path, "must provide an object")
		return
	}
	kind, _ := o["type"].(string)
	required, known := inlineRequires[kind]
	if !known {
		c.add(path+"/type", "unsupported type: %s", kind)
		return
	}
	for _, key := range sortedKeys(required) {
		if o[key] == nil {
			c.add(path, "missing required field: %s", key)
			continue
		}
		required[key](c, path+"/"+key, o[key])
	}
}

// richTextLength counts the characters a reader sees.
func richTextLength(value any) int {
	total := 0
	switch v := value.(type) {
	case []any:
		for _, it := range v {
			total += richTextLength(it)
		}
	case map[string]any:
		total += length(v["text"]) + richTextLength(v["elements"])
	}
	return total
}
