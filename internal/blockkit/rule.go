package blockkit

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// rule checks one JSON value.
type rule func(c *checker, path string, value any)

// text takes a string of lo to hi characters.
func text(lo, hi int) rule {
	return func(c *checker, path string, value any) {
		s, ok := value.(string)
		if !ok {
			c.add(path, "must be a string")
			return
		}
		switch n := utf8.RuneCountInString(s); {
		case n < lo:
			c.add(path, "must be more than %d characters", lo-1)
		case n > hi:
			c.add(path, "must be less than %d characters", hi+1)
		}
	}
}

func boolean(c *checker, path string, value any) {
	if _, ok := value.(bool); !ok {
		c.add(path, "must be a boolean")
	}
}

// integer takes a JSON number without a fraction between lo and hi.
func integer(lo, hi int) rule {
	return func(c *checker, path string, value any) {
		n, ok := asInt(value)
		switch {
		case !ok:
			c.add(path, "must be an integer")
		case n < int64(lo):
			c.add(path, "must be greater than or equal to %d", lo)
		case n > int64(hi):
			c.add(path, "must be less than or equal to %d", hi)
		}
	}
}

func number(c *checker, path string, value any) {
	if _, ok := asFloat(value); !ok {
		c.add(path, "must be a number")
	}
}

// numeral takes a string that spells a number, as number_input wants its bounds.
func numeral(c *checker, path string, value any) {
	s, ok := value.(string)
	if !ok {
		c.add(path, "must be a string")
		return
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil || strings.ContainsAny(s, "xXpPnN_") {
		c.add(path, "must be a number")
	}
}

func oneOf(allowed ...string) rule {
	return func(c *checker, path string, value any) {
		s, ok := value.(string)
		if !ok || !slices.Contains(allowed, s) {
			c.add(path, "must be one of: %s", strings.Join(allowed, ", "))
		}
	}
}

// link takes an absolute URL with one of the schemes, any scheme if none is given.
func link(schemes ...string) rule {
	return func(c *checker, path string, value any) {
		s, ok := value.(string)
		if !ok || s == "" {
			c.add(path, "must be a valid URL")
			return
		}
		if utf8.RuneCountInString(s) > maxURL {
			c.add(path, "must be less than %d characters", maxURL+1)
			return
		}
		u, err := url.Parse(s)
		if err != nil || u.Scheme == "" || (len(schemes) > 0 && (u.Host == "" || !slices.Contains(schemes, u.Scheme))) {
			c.add(path, "must be a valid URL")
		}
	}
}

// list takes an array of lo to hi items, each passing item.
func list(lo, hi int, item rule) rule {
	return func(c *checker, path string, value any) {
		items, ok := value.([]any)
		if !ok {
			c.add(path, "must provide an array")
			return
		}
		switch {
		case len(items) < lo:
			c.add(path, "no fewer than %d items allowed", lo)
		case len(items) > hi:
			c.add(path, "no more than %d items allowed", hi)
			return
		}
		for i, it := range items {
			item(c, at(path, i), it)
		}
	}
}

// stringsUpTo takes an array of at most hi identifiers.
func stringsUpTo(hi int) rule { return list(0, hi, text(1, maxID)) }

// anything leaves a value to Slack.
func anything(*checker, string, any) {}

// property is one key of an object.
type property struct {
	rule     rule
	required bool
}

func must(r rule) property { return property{rule: r, required: true} }
func may(r rule) property  { return property{rule: r} }

// object is the shape of one JSON object: its known properties, and what must
// hold between them.
type object struct {
	properties map[string]property
	also       func(c *checker, path string, o map[string]any)
}

func (s *object) check(c *checker, path string, value any) {
	o, ok := value.(map[string]any)
	if !ok {
		c.add(path, "must provide an object")
		return
	}
	for _, key := range sortedKeys(o) {
		p, known := s.properties[key]
		switch {
		case !known:
			c.add(path, "invalid additional property: %s", key)
		case o[key] == nil && p.required:
			// reported as missing below
		default:
			p.rule(c, path+"/"+pointer(key), o[key])
		}
	}
	for _, key := range sortedKeys(s.properties) {
		if s.properties[key].required && o[key] == nil {
			c.add(path, "missing required field: %s", key)
		}
	}
	if s.also != nil {
		s.also(c, path, o)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func at(path string, i int) string { return path + "/" + strconv.Itoa(i) }

// pointer escapes a key as RFC 6901 wants it.
func pointer(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func asInt(value any) (int64, bool) {
	n, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}

func asFloat(value any) (float64, bool) {
	n, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

func length(value any) int {
	s, _ := value.(string)
	return utf8.RuneCountInString(s)
}
