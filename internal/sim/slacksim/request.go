package slacksim

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// args are the arguments of a call, from a form, a JSON body or (for reading
// methods) the query.
type args struct {
	form  url.Values
	json  map[string]json.RawMessage
	token string
}

// parseArgs reads a request. The error is Slack's code.
func parseArgs(r *http.Request) (args, string) {
	a := args{form: url.Values{}}
	if auth := r.Header.Get("Authorization"); strings.HasPrefix(auth, "Bearer ") {
		a.token = strings.TrimSpace(strings.TrimPrefix(auth, "Bearer "))
	}
	maps.Copy(a.form, r.URL.Query())
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method == http.MethodGet:
	case kind == "application/json":
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return a, "request_timeout"
		}
		if len(bytes.TrimSpace(body)) > 0 && json.Unmarshal(body, &a.json) != nil {
			return a, "invalid_json"
		}
	case kind == "multipart/form-data":
		if r.ParseMultipartForm(maxBodyBytes) != nil {
			return a, "invalid_form_data"
		}
		maps.Copy(a.form, url.Values(r.MultipartForm.Value))
	case kind == "application/x-www-form-urlencoded" || r.Header.Get("Content-Type") == "":
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return a, "request_timeout"
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return a, "invalid_form_data"
		}
		maps.Copy(a.form, form)
	case err != nil:
		return a, "invalid_post_type"
	default:
		return a, "invalid_post_type"
	}
	if a.token == "" {
		a.token = a.str("token")
	}
	return a, ""
}

// raw is an argument as JSON text: the string's content if it came as a string.
func (a args) raw(key string) []byte {
	v, ok := a.json[key]
	if !ok {
		if s := a.form.Get(key); s != "" {
			return []byte(s)
		}
		return nil
	}
	var s string
	if json.Unmarshal(v, &s) == nil {
		return []byte(s)
	}
	return v
}

func (a args) str(key string) string { return string(a.raw(key)) }

func (a args) has(key string) bool {
	_, inJSON := a.json[key]
	_, inForm := a.form[key]
	return inJSON || inForm
}

func (a args) flag(key string) bool {
	b, err := strconv.ParseBool(a.str(key))
	return err == nil && b
}

// number is an integer argument, otherwise if absent; ok is false if it is no number.
func (a args) number(key string, otherwise int) (n int, ok bool) {
	s := a.str(key)
	if s == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// apiError is a refusal with Slack's code.
type apiError struct {
	code       string
	needed     string   // missing_scope
	messages   []string // response_metadata.messages
	retryAfter int      // seconds; makes it a 429
}

func (e *apiError) Error() string { return e.code }

func refuse(code string) *apiError { return &apiError{code: code} }

func (s *Sim) missingScope(needed string) *apiError {
	return &apiError{code: "missing_scope", needed: needed}
}

func (s *Sim) granted(scope string) bool { return slices.Contains(s.opt.Scopes, scope) }

// errorObject is the reply that tells e.
func (s *Sim) errorObject(e *apiError) object {
	o := object{"ok": false, "error": e.code}
	if e.needed != "" {
		o["needed"], o["provided"] = e.needed, strings.Join(s.opt.Scopes, ",")
	}
	if len(e.messages) > 0 {
		o["response_metadata"] = object{"messages": e.messages}
	}
	return o
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client is gone: nobody to tell
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
