package blockkit

// Composition objects: text, option, option group, confirmation.

// plain takes a plain_text object of at most hi characters.
func plain(hi int) rule { return textObject(hi, "plain_text") }

// anyText takes a plain_text or mrkdwn object.
func anyText(hi int) rule { return textObject(hi, "plain_text", "mrkdwn") }

func textObject(hi int, types ...string) rule {
	kinds := oneOf(types...)
	return func(c *checker, path string, value any) {
		shape := object{properties: map[string]property{
			"type": must(kinds),
			"text": must(text(1, hi)),
		}}
		// emoji belongs to plain_text and verbatim to mrkdwn.
		if o, _ := value.(map[string]any); o["type"] == "mrkdwn" {
			shape.properties["verbatim"] = may(boolean)
		} else {
			shape.properties["emoji"] = may(boolean)
		}
		shape.check(c, path, value)
	}
}

// option takes one choice of a menu.
func option(label func(int) rule, withURL bool) rule {
	shape := &object{properties: map[string]property{
		"text":        must(label(maxOptionText)),
		"value":       must(text(1, maxOptionValue)),
		"description": may(label(maxOptionText)),
	}}
	if withURL {
		shape.properties["url"] = may(link())
	}
	return shape.check
}

var optionGroup = (&object{properties: map[string]property{
	"label":   must(plain(maxGroupLabel)),
	"options": must(list(1, maxOptions, option(plain, false))),
}}).check

var confirm = (&object{properties: map[string]property{
	"title":   must(plain(maxConfirmTitle)),
	"text":    must(anyText(maxConfirmText)),
	"confirm": must(plain(maxConfirmButton)),
	"deny":    must(plain(maxConfirmButton)),
	"style":   may(oneOf("primary", "danger")),
}}).check

var dispatchConfig = (&object{properties: map[string]property{
	"trigger_actions_on": may(list(1, 2, oneOf("on_enter_pressed", "on_character_entered"))),
}}).check

var slackFile = (&object{
	properties: map[string]property{"id": may(text(1, maxID)), "url": may(link("http", "https"))},
	also: func(c *checker, path string, o map[string]any) {
		if (o["id"] == nil) == (o["url"] == nil) {
			c.add(path, "exactly one of id and url is required")
		}
	},
}).check

var conversationFilter = (&object{properties: map[string]property{
	"include":                          may(list(1, 4, oneOf("im", "mpim", "private", "public"))),
	"exclude_external_shared_channels": may(boolean),
	"exclude_bot_users":                may(boolean),
}}).check
