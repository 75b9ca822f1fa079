package ledger

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ReadRecord decodes what Record wrapped into v.
func ReadRecord(value Value, v any) error {
	if fields, ok := v.(*Fields); ok && *fields == nil && fields.readPlain(value.Text()) {
		return nil
	}
	if err := json.Unmarshal([]byte(value.Text()), v); err != nil {
		return fmt.Errorf("read record: %w", err)
	}
	return nil
}

// readPlain reads the record of an invoice as Record writes nearly all of
// them: text without escapes. It tells whether it could; a start reads as many
// records as there were ever invoices, and encoding/json takes several times as
// long.
func (f *Fields) readPlain(text string) bool {
	rest, ok := strings.CutPrefix(text, "{")
	if !ok || !utf8.ValidString(text) {
		return false
	}
	fields := make(Fields, strings.Count(text, `":"`))
	for {
		name, after, ok := cutPlainText(rest)
		if !ok || !strings.HasPrefix(after, ":") {
			return false
		}
		cell, after, ok := cutPlainText(after[1:])
		if !ok || after == "" {
			return false
		}
		v, err := parseValue(cell)
		if err != nil {
			return false
		}
		fields[Field(name)] = v
		if after == "}" {
			*f = fields
			return true
		}
		if after[0] != ',' {
			return false
		}
		rest = after[1:]
	}
}

// cutPlainText cuts a JSON string without escapes off the front.
func cutPlainText(s string) (text, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", "", false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return s[1:i], s[i+1:], true
		case c < ' ' || c == '\\':
			return "", "", false
		}
	}
	return "", "", false
}
