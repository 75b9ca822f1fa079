package blockkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Validate says why Slack would refuse payload on surface; nil means it would
// be accepted. The payload is a JSON array of blocks for a Message and the view
// object for a Modal or Home. At most 50 problems are listed.
func Validate(surface Surface, payload []byte) []Problem {
	c := &checker{surface: surface, blockIDs: map[string]bool{}}
	root := "/blocks"
	if surface != Message {
		root = "/view"
	}
	value, err := decode(payload)
	if err != nil {
		return []Problem{{Path: root, Message: "not valid JSON: " + err.Error()}}
	}
	switch surface {
	case Message:
		list(0, maxMessageBlocks, block)(c, root, value)
	case Modal:
		modal.check(c, root, value)
	case Home:
		home.check(c, root, value)
	default:
		c.add(root, "unknown surface")
	}
	c.totals(root)
	return c.problems
}

// decode reads exactly one JSON value and keeps numbers as written.
func decode(payload []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("data after the JSON value")
	}
	return value, nil
}

// checker collects problems and what is counted over a whole payload.
type checker struct {
	surface       Surface
	problems      []Problem
	blockIDs      map[string]bool
	tables        int
	markdownChars int
	inputs        int
	focused       int
}

func (c *checker) add(path, format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, Problem{Path: path, Message: fmt.Sprintf(format, args...)})
	}
}

// totals checks the limits that hold over all blocks together.
func (c *checker) totals(root string) {
	if c.tables > maxMessageTables {
		c.add(root, "only one table block is allowed per message")
	}
	if c.markdownChars > maxMarkdownChars {
		c.add(root, "markdown blocks must be less than %d characters in all", maxMarkdownChars+1)
	}
	if c.focused > 1 {
		c.add(root, "focus_on_load can only be set on one element")
	}
}
