package blockkit

var home = &object{properties: map[string]property{
	"type":             must(oneOf("home")),
	"blocks":           must(list(0, maxViewBlocks, block)),
	"private_metadata": may(text(0, maxPrivateMetadata)),
	"callback_id":      may(text(0, maxID)),
	"external_id":      may(text(0, maxID)),
}}

var modal = &object{properties: map[string]property{
	"type":             must(oneOf("modal")),
	"title":            must(plain(maxModalText)),
	"blocks":           must(list(0, maxViewBlocks, block)),
	"submit":           may(plain(maxModalText)),
	"close":            may(plain(maxModalText)),
	"private_metadata": may(text(0, maxPrivateMetadata)),
	"callback_id":      may(text(0, maxID)),
	"external_id":      may(text(0, maxID)),
	"clear_on_close":   may(boolean),
	"notify_on_close":  may(boolean),
	"submit_disabled":  may(boolean),
}, also: func(c *checker, path string, o map[string]any) {
	if c.inputs > 0 && o["submit"] == nil {
		c.add(path, "missing required field: submit, which a view with input blocks needs")
	}
}}
