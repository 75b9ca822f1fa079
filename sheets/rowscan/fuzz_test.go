package rowscan

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var roomy = Limits{Bytes: 1 << 30, Rows: 1 << 30}

// scanIn scans with a first chunk of that size, so that chunks end everywhere.
func scanIn(chunk int, body []byte, remembered ...Memory) ([]Range, error) {
	s := &scanner{body: bytes.NewReader(body), limits: roomy, chunk: max(1, chunk), remembered: remembered}
	return s.reply()
}

func FuzzScan(f *testing.F) {
	for _, body := range bodies {
		f.Add(uint8(1), []byte(body))
		f.Add(uint8(64), []byte(body))
	}
	f.Fuzz(func(t *testing.T, chunk uint8, body []byte) {
		got, err := scanIn(int(chunk), body)
		want, ok := decoded(body)
		if ok != (err == nil) {
			t.Fatalf("encoding/json accepts: %v; the scanner: %v\n%s", ok, err, body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-encoding/json +scanner)\n%s", diff)
		}
		if err != nil && !json.Valid(body) {
			checkPlace(t, err, len(body))
		}
		// Who remembers another reply reads the same.
		for _, other := range []string{twoRanges, string(body), strings.ToUpper(string(body))} {
			memories := remembering(other)
			again, failed := scanIn(int(chunk), body, memories...)
			if diff := cmp.Diff(got, again); diff != "" || (err == nil) != (failed == nil) {
				t.Fatalf("remembering %s: %v (-without +with)\n%s", other, failed, diff)
			}
		}
	})
}

// remembering is what is kept of a reply; nothing of one that is refused.
func remembering(body string) []Memory {
	ranges, err := Scan(strings.NewReader(body), roomy)
	if err != nil {
		return nil
	}
	list := make([]Memory, len(ranges))
	for i, r := range ranges {
		list[i] = r.Memory()
	}
	return list
}

// checkPlace: what is said to be wrong lies within the body, or at its end.
func checkPlace(t *testing.T, err error, length int) {
	t.Helper()
	if e, ok := errors.AsType[*Error](err); !ok || e.At < 0 || e.At > int64(length) {
		t.Errorf("the error is nowhere in %d bytes: %v", length, err)
	}
}

func FuzzCells(f *testing.F) {
	for _, row := range rows {
		f.Add([]byte(row))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := Cells(raw)
		want, ok := decodedRow(raw)
		if ok != (err == nil) {
			t.Fatalf("encoding/json accepts: %v; Cells: %v\n%s", ok, err, raw)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-encoding/json +Cells)\n%s", diff)
		}
		if err != nil {
			checkPlace(t, err, len(raw))
		}
	})
}

// decoded is Scan by means of encoding/json, with what the package adds to its
// rules spelled out.
func decoded(body []byte) ([]Range, bool) {
	if !json.Valid(body) || depth(body) > maxDepth {
		return nil, false
	}
	reply, ok := object(body, "valueRanges")
	if !ok {
		return nil, false
	}
	list, ok := listOf(reply["valueRanges"])
	if !ok {
		return nil, false
	}
	var ranges []Range
	for _, raw := range list {
		parts, ok := object(raw, "range", "majorDimension", "values")
		if !ok {
			return nil, false
		}
		var r Range
		for key, into := range map[string]*string{"range": &r.Name, "majorDimension": new(string)} {
			value, there := parts[key]
			if there && (value[0] != '"' || json.Unmarshal(value, into) != nil) {
				return nil, false
			}
			if there && key == "majorDimension" && *into != "ROWS" {
				return nil, false
			}
		}
		values, ok := listOf(parts["values"])
		if !ok {
			return nil, false
		}
		for _, row := range values {
			if _, ok := decodedRow(row); !ok {
				return nil, false
			}
			r.Rows, r.Hashes = append(r.Rows, row), append(r.Hashes, Hash(row))
		}
		ranges = append(ranges, r)
	}
	return ranges, true
}

// object decodes an object in which none of the keys stands twice.
func object(raw []byte, once ...string) (map[string]json.RawMessage, bool) {
	var parts map[string]json.RawMessage
	if raw = bytes.TrimSpace(raw); raw[0] != '{' || json.Unmarshal(raw, &parts) != nil {
		return nil, false
	}
	seen := map[string]bool{}
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token()
	for dec.More() {
		key, _ := dec.Token()
		name := key.(string)
		if slices.Contains(once, name) && seen[name] {
			return nil, false
		}
		seen[name] = true
		var value json.RawMessage
		_ = dec.Decode(&value)
	}
	return parts, true
}

func listOf(raw json.RawMessage) ([]json.RawMessage, bool) {
	var list []json.RawMessage
	if len(raw) == 0 {
		return nil, true
	}
	return list, json.Unmarshal(raw, &list) == nil
}

func decodedRow(raw []byte) ([]any, bool) {
	if !json.Valid(raw) || raw[0] != '[' || raw[len(raw)-1] != ']' {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var cells []any
	if dec.Decode(&cells) != nil {
		return nil, false
	}
	for _, v := range cells {
		switch v.(type) {
		case []any, map[string]any:
			return nil, false
		}
	}
	return cells, true
}

// depth is how deep lists and objects are nested in valid JSON.
func depth(body []byte) int {
	dec := json.NewDecoder(bytes.NewReader(body))
	now, most := 0, 0
	for {
		token, err := dec.Token()
		if err != nil {
			return most
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			now++
			most = max(most, now)
		case json.Delim(']'), json.Delim('}'):
			now--
		}
	}
}
