package sheetsim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxBody bounds a request body. The service recommends 2 MB and refuses far
// more than that.
const maxBody = 50 << 20

// ServeHTTP answers /v4/spreadsheets..., /drive/v3/files... and /files...
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "Request payload size exceeds the limit.", http.StatusRequestEntityTooLarge)
		return
	}
	out := s.serve(r, body)
	if out.lost != nil {
		panic(http.ErrAbortHandler) // net/http's way to cut the connection
	}
	maps.Copy(w.Header(), out.header())
	if out.truncated {
		w.Header().Set("Content-Length", strconv.Itoa(2*len(out.body)+1))
	}
	w.WriteHeader(out.status)
	if _, err := w.Write(out.body); err != nil || out.truncated {
		panic(http.ErrAbortHandler)
	}
}

func (o outcome) header() http.Header {
	kind := "application/json; charset=UTF-8"
	if o.plain != "" {
		kind = o.plain
	}
	return http.Header{"Content-Type": {kind}, "Vary": {"Origin", "X-Origin", "Referer"}, "Server": {"ESF"}, "Cache-Control": {"private"}}
}

func (s *Sim) serve(r *http.Request, body []byte) outcome {
	c, ok := route(r)
	if !ok {
		return outcome{status: http.StatusNotFound, plain: "text/html; charset=UTF-8", body: []byte("<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>\n")}
	}
	c.request, c.body = r, body
	c.user = r.Header.Get("Authorization")
	return s.exchange(r.Context(), c)
}

// method is one method of the API.
type method struct {
	verb  string
	write bool
	drive bool
	query []string // its query parameters beyond the standard ones
	run   func(s *Sim, c *call) (any, *apiError)
}

// standardQuery are the parameters that every method takes.
var standardQuery = []string{"$.xgafv", "access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint", "quotaUser", "uploadType", "upload_protocol", "$alt"}

// route finds the method that a path and verb name.
func route(r *http.Request) (*call, bool) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/")
	var parts []string
	for p := range strings.SplitSeq(path, "/") {
		text, err := url.PathUnescape(p)
		if err != nil {
			return nil, false
		}
		parts = append(parts, text)
	}
	c := &call{args: map[string]string{}}
	switch {
	case len(parts) >= 2 && parts[0] == "v4" && strings.HasPrefix(parts[1], "spreadsheets"):
		c.method = routeSheets(c, r.Method, parts[1:])
	case len(parts) >= 3 && parts[0] == "drive" && parts[1] == "v3":
		c.method = routeDrive(c, r.Method, parts[2:])
	case parts[0] == "files":
		c.method = routeDrive(c, r.Method, parts)
	}
	m, ok := methods[c.method]
	if !ok || m.verb != r.Method {
		return nil, false
	}
	c.write, c.drive = m.write, m.drive
	return c, true
}

func routeSheets(c *call, verb string, parts []string) string {
	if len(parts) == 1 {
		return "spreadsheets.create"
	}
	id, action, hasAction := cutLast(parts[1], ':')
	c.bookID = id
	switch {
	case len(parts) == 2 && hasAction:
		return "spreadsheets." + action
	case len(parts) == 2:
		return "spreadsheets.get"
	}
	// Ranges may hold ":" and "/" themselves; only a known action is one.
	c.bookID = parts[1]
	rest := strings.Join(parts[3:], "/")
	switch name := parts[2]; {
	case name == "values" && len(parts) >= 4:
		for _, action := range []string{"append", "clear"} {
			if text, ok := strings.CutSuffix(rest, ":"+action); ok && verb == http.MethodPost {
				c.args["range"] = text
				return "spreadsheets.values." + action
			}
		}
		c.args["range"] = rest
		return "spreadsheets.values." + pick(verb == http.MethodPut, "update", "get")
	case strings.HasPrefix(name, "values:") && len(parts) == 3:
		return "spreadsheets.values." + name[len("values:"):]
	case name == "developerMetadata:search" && len(parts) == 3:
		return "spreadsheets.developerMetadata.search"
	case name == "developerMetadata" && len(parts) == 4:
		c.args["metadataId"] = rest
		return "spreadsheets.developerMetadata.get"
	case name == "sheets" && len(parts) == 4:
		if text, ok := strings.CutSuffix(rest, ":copyTo"); ok {
			c.args["sheetId"] = text
			return "spreadsheets.sheets.copyTo"
		}
	}
	return ""
}

func cutLast(text string, sep byte) (before, after string, found bool) {
	at := strings.LastIndexByte(text, sep)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+1:], true
}

// checkQuery refuses parameters the method does not have.
func (c *call) checkQuery() *apiError {
	known := methods[c.method].query
	for _, name := range sortedKeys(c.request.URL.Query()) {
		if !slices.Contains(standardQuery, name) && !slices.Contains(known, camel(name)) {
			text := `Invalid JSON payload received. Unknown name "` + name + `": Cannot bind query parameter. Field '` + name + `' could not be found in request message.`
			return violationsError([]violation{{"", text}})
		}
	}
	return nil
}

// param returns a query parameter under either spelling.
func (c *call) param(name string) string {
	q := c.request.URL.Query()
	if q.Has(name) {
		return q.Get(name)
	}
	return q.Get(snake(name))
}

// enumParam checks a parameter against the values it may have; the first is
// the default.
func (c *call) enumParam(name, typeName string, allowed ...string) (string, *apiError) {
	text := c.param(name)
	if text == "" {
		return allowed[0], nil
	}
	if !slices.Contains(allowed, text) {
		description := "Invalid value at '" + snake(name) + "' (type.googleapis.com/google.apps.sheets.v4." + typeName + `), "` + text + `"`
		return "", violationsError([]violation{{snake(name), description}})
	}
	return text, nil
}

func (c *call) boolParam(name string) (bool, *apiError) {
	switch text := c.param(name); strings.ToLower(text) {
	case "", "false", "0":
		return false, nil
	case "true", "1":
		return true, nil
	default:
		description := "Invalid value at '" + snake(name) + `' (TYPE_BOOL), "` + text + `"`
		return false, violationsError([]violation{{snake(name), description}})
	}
}

// fieldMask reads the reply's mask for the named message.
func (c *call) fieldMask(message string) (mask, *apiError) {
	text := c.param("fields")
	if text == "" {
		text = c.param("$fields")
	}
	if text == "" || text == "*" {
		return nil, nil
	}
	m, ok := parseMask(text)
	bad := text
	if ok {
		bad = m.unknown(message)
	}
	if bad == "" {
		return m, nil
	}
	err := violationsError([]violation{{bad, "Error expanding 'fields' parameter. Cannot find matching fields for path '" + bad + "'."}})
	err.message = "Request contains an invalid argument."
	return nil, err
}

func (s *Sim) errorReply(c *call, err *apiError) outcome {
	body := err.body()
	if c.drive {
		inner := body["error"].(obj)
		inner["errors"] = []any{obj{"message": err.message, "domain": "global", "reason": cmp.Or(err.reason, driveReasons[err.code])}}
		delete(inner, "status")
		delete(inner, "details")
	}
	return s.reply(c, err.code, body)
}

// reply encodes v, indented unless the caller asked otherwise.
func (s *Sim) reply(c *call, status int, v any) outcome {
	if v == nil {
		return outcome{status: http.StatusNoContent}
	}
	if raw, ok := v.(export); ok {
		return outcome{status: status, body: raw.body, plain: raw.kind}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if c.param("prettyPrint") != "false" {
		enc.SetIndent("", "  ")
	}
	if err := enc.Encode(v); err != nil {
		return outcome{status: http.StatusInternalServerError, body: []byte(err.Error())}
	}
	return outcome{status: status, body: buf.Bytes()}
}
