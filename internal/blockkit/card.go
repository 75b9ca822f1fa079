package blockkit

// Cards and the blocks that hold other blocks.

var cardObject = object{properties: map[string]property{
	"hero_image": may(element("image")),
	"icon":       may(element("image")),
	"slack_icon": may((&object{properties: map[string]property{"type": must(oneOf("icon")), "name": must(text(1, maxID))}}).check),
	"title":      may(anyText(maxCardTitle)),
	"subtitle":   may(anyText(maxCardTitle)),
	"body":       may(anyText(maxCardBody)),
	"subtext":    may(anyText(maxCardTitle)),
	"actions":    may(list(1, maxCardActions, element("button"))),
}, also: func(c *checker, path string, o map[string]any) {
	if o["hero_image"] == nil && o["title"] == nil && o["actions"] == nil && o["body"] == nil {
		c.add(path, "one of hero_image, title, actions and body is required")
	}
	if o["icon"] != nil && o["slack_icon"] != nil {
		c.add(path, "only one of icon and slack_icon is allowed")
	}
}}

var containerChildren = []string{
	"actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table", "video", "layout",
}

var containerObject = object{properties: map[string]property{
	"title":              may(plain(maxContainerText)),
	"rich_text_title":    may(richTextBlock),
	"subtitle":           may(anyText(maxContainerText)),
	"icon":               may(element("image")),
	"width":              may(oneOf("narrow", "standard", "wide", "full")),
	"is_collapsible":     may(boolean),
	"default_collapsed":  may(boolean),
	"has_header_divider": may(boolean),
	"child_blocks":       must(list(1, maxContainer, lazyChild(&containerChildren))),
}, also: func(c *checker, path string, o map[string]any) {
	if o["title"] == nil && o["rich_text_title"] == nil {
		c.add(path, "one of title and rich_text_title is required")
	}
	if o["has_header_divider"] == true && o["is_collapsible"] == true {
		c.add(path+"/has_header_divider", "only allowed on a container that does not collapse")
	}
	if o["default_collapsed"] == true && o["is_collapsible"] != true {
		c.add(path+"/default_collapsed", "needs is_collapsible")
	}
}}

var (
	fallbackChildren = []string{"context", "divider", "header", "image", "rich_text", "section", "table", "video"}
	layoutChildren   = append([]string{
		"actions", "alert", "card", "carousel", "container", "data_table", "data_visualization", "file", "input",
	}, fallbackChildren...)
)

var layoutObject = object{properties: map[string]property{
	"label":            must(text(1, maxLayoutLabel)),
	"is_label_visible": may(boolean),
	"grid_lines":       may(oneOf("none", "rows", "outer")),
	"rows": must(list(1, maxLayoutRows, (&object{properties: map[string]property{
		"items": must(list(1, maxLayoutItems, (&object{properties: map[string]property{
			"block":                must(lazyChild(&layoutChildren)),
			"width":                may(oneOf("narrow", "standard", "wide")),
			"horizontal_alignment": may(oneOf("start", "center", "end")),
		}}).check)),
	}}).check)),
	"fallback": may(list(0, maxMessageBlocks, lazyChild(&fallbackChildren))),
}}

// lazyChild is childBlock for tables that are initialised before their lists.
func lazyChild(kinds *[]string) rule {
	return func(c *checker, path string, value any) { childBlock(*kinds...)(c, path, value) }
}

var taskCardObject = object{properties: map[string]property{
	"task_id": must(text(1, maxID)),
	"title":   must(text(1, maxText)),
	"status":  may(oneOf("pending", "in_progress", "complete", "error")),
	"details": may(richTextBlock),
	"output":  may(richTextBlock),
	"sources": may(list(0, maxViewBlocks, (&object{properties: map[string]property{
		"type": must(oneOf("url")), "url": must(link()), "text": must(text(1, maxText)),
	}}).check)),
	"hide_title": may(boolean),
}}

var videoObject = object{properties: map[string]property{
	"video_url":         must(link("https")),
	"thumbnail_url":     must(link("http", "https")),
	"alt_text":          must(text(1, maxAltText)),
	"title":             must(plain(maxVideoTitle)),
	"title_url":         may(link("https")),
	"author_name":       may(text(1, maxVideoAuthor)),
	"provider_name":     may(text(1, maxVideoAuthor)),
	"provider_icon_url": may(link("http", "https")),
	"description":       may(plain(maxVideoTitle)),
}}
