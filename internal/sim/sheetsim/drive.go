package sheetsim

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const sheetMime = "application/vnd.google-apps.spreadsheet"

// driveReasons are the reasons in Drive's error bodies.
var driveReasons = map[int]string{
	http.StatusBadRequest: "badRequest", http.StatusUnauthorized: "authError", http.StatusForbidden: "forbidden",
	http.StatusNotFound: "notFound", http.StatusTooManyRequests: "rateLimitExceeded", http.StatusServiceUnavailable: "backendError",
}

// export is a reply that is not JSON.
type export struct {
	body []byte
	kind string
}

func routeDrive(c *call, verb string, parts []string) string {
	switch {
	case len(parts) == 1 && parts[0] == "files":
		return "files." + pick(verb == http.MethodPost, "create", "list")
	case len(parts) == 2 && parts[0] == "files":
		c.bookID = parts[1]
		return map[string]string{http.MethodGet: "files.get", http.MethodDelete: "files.delete", http.MethodPatch: "files.update"}[verb]
	case len(parts) == 3 && parts[0] == "files" && parts[2] == "permissions":
		c.bookID = parts[1]
		return "permissions.create"
	case len(parts) == 2 && parts[0] == "channels" && parts[1] == "stop":
		return "channels.stop"
	case len(parts) == 3 && parts[0] == "files" && (parts[2] == "copy" || parts[2] == "export" || parts[2] == "watch"):
		c.bookID = parts[1]
		return "files." + parts[2]
	}
	return ""
}

// driveFields are the fields of a file that are known here.
func (b *book) file() obj {
	stamp := func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
	return obj{
		"kind": "drive#file", "id": b.id, "name": b.title, "mimeType": sheetMime,
		"version": strconv.FormatInt(b.version, 10), "createdTime": stamp(b.created), "modifiedTime": stamp(b.modified),
		"webViewLink": "https://docs.google.com/spreadsheets/d/" + b.id + "/edit", "trashed": false, "starred": false,
		"lastModifyingUser": obj{"kind": "drive#user", "emailAddress": b.editor, "me": b.editor == serviceAccount},
		"capabilities":      obj{"canEdit": true, "canComment": true, "canCopy": true},
	}
}

// defaultFileFields is what Drive answers without a mask.
var defaultFileFields = mask{"kind": nil, "id": nil, "name": nil, "mimeType": nil}

// driveMask reads the fields of a Drive reply, which are known by name only.
func (c *call) driveMask(known obj, absent mask) (mask, *apiError) {
	text := c.param("fields")
	if text == "" {
		return absent, nil
	}
	m, ok := parseMask(text)
	if !ok {
		return nil, badRequest("Invalid field selection " + text)
	}
	for _, name := range sortedKeys(m) {
		if _, ok := known[name]; !ok && name != "*" && !otherFileField.MatchString(name) {
			return nil, badRequest("Invalid field selection " + name)
		}
	}
	return m, nil
}

// otherFileField are real fields that a simulated file leaves empty.
var otherFileField = regexp.MustCompile(`^(parents|owners|permissions|permissionIds|shared|ownedByMe|description|properties|appProperties|iconLink|viewedByMe|viewedByMeTime|modifiedByMe|modifiedByMeTime|size|quotaBytesUsed|driveId|teamDriveId|spaces|thumbnailLink|hasThumbnail|exportLinks|trashedTime|explicitlyTrashed|incompleteSearch|nextPageToken|shortcutDetails|headRevisionId|isAppAuthorized|writersCanShare)$`)

func fileNotFound(id string) *apiError {
	err := notFound()
	err.message = "File not found: " + id + "."
	return err
}

func (s *Sim) openFile(c *call) (*book, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	b, err := s.open(c, c.bookID)
	if err != nil { // Drive does not tell what exists from what is not shared
		return nil, fileNotFound(c.bookID)
	}
	return b, nil
}

func (s *Sim) fileGet(c *call) (any, *apiError) {
	b, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	m, err := c.driveMask(b.file(), defaultFileFields)
	if err != nil {
		return nil, err
	}
	return m.filter(b.file()), nil
}

var queryTerm = regexp.MustCompile(`^\s*(name|mimeType|trashed)\s*(=|!=|contains)\s*(?:"([^"]*)"|'((?:[^'\\]|\\.)*)'|(true|false))\s*$`)

// fileMatcher understands the terms of "q" joined by "and".
func fileMatcher(q string) (func(*book) bool, *apiError) {
	var terms []func(*book) bool
	for part := range strings.SplitSeq(q, " and ") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		m := queryTerm.FindStringSubmatch(part)
		if m == nil {
			return nil, badRequest("Invalid Value")
		}
		want := m[3] + strings.ReplaceAll(strings.ReplaceAll(m[4], `\'`, `'`), `\\`, `\`) + m[5]
		terms = append(terms, func(b *book) bool {
			got := map[string]string{"name": b.title, "mimeType": sheetMime, "trashed": "false"}[m[1]]
			switch m[2] {
			case "=":
				return got == want
			case "!=":
				return got != want
			}
			return strings.Contains(strings.ToLower(got), strings.ToLower(want))
		})
	}
	return func(b *book) bool {
		for _, t := range terms {
			if !t(b) {
				return false
			}
		}
		return true
	}, nil
}

// defaultPageSize is Drive's.
const defaultPageSize = 100

func (s *Sim) fileList(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	matches, err := fileMatcher(c.param("q"))
	if err != nil {
		return nil, err
	}
	size, start := defaultPageSize, 0
	if text := c.param("pageSize"); text != "" {
		if size = atoi(text); size < 1 || size > 1000 {
			return nil, badRequest("Invalid value '" + text + "'. Values must be within the range: [1, 1000]")
		}
	}
	if text := c.param("pageToken"); text != "" {
		if start = atoi(strings.TrimPrefix(text, "~page~")); start < 1 {
			return nil, badRequest("Invalid Value")
		}
	}
	m, err := c.driveMask(obj{"kind": "", "files": "", "nextPageToken": "", "incompleteSearch": ""}, mask{"kind": nil, "incompleteSearch": nil, "nextPageToken": nil, "files": defaultFileFields})
	if err != nil {
		return nil, err
	}
	files := []any{}
	for i := len(s.order) - 1; i >= 0; i-- { // newest first
		if b := s.books[s.order[i]]; b != nil && !s.private[b.id] && matches(b) {
			files = append(files, b.file())
		}
	}
	start = min(start, len(files))
	end := min(start+size, len(files))
	reply := obj{"kind": "drive#fileList", "incompleteSearch": false, "files": files[start:end]}
	if end < len(files) {
		reply["nextPageToken"] = fmt.Sprintf("~page~%d", end)
	}
	return m.filter(reply), nil
}

func (s *Sim) fileCreate(c *call) (any, *apiError) {
	body, err := c.driveBody()
	if err != nil {
		return nil, err
	}
	if body.str("mimeType") != sheetMime {
		return nil, badRequest("Only spreadsheets can be created in the simulator.")
	}
	name := body.str("name")
	if name == "" {
		name = "Untitled"
	}
	b := s.newBook(name, "", "")
	s.commit(b)
	return s.fileReply(c, b)
}

func (s *Sim) fileReply(c *call, b *book) (any, *apiError) {
	m, err := c.driveMask(b.file(), defaultFileFields)
	if err != nil {
		return nil, err
	}
	return m.filter(b.file()), nil
}

// driveBody reads a file's metadata; Drive ignores names it does not know.
func (c *call) driveBody() (obj, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	if len(c.body) == 0 {
		return obj{}, nil
	}
	raw, err := decodeAny(c.body)
	if err != nil {
		return nil, badRequest("Parse Error")
	}
	return raw, nil
}

func (s *Sim) fileCopy(c *call) (any, *apiError) {
	from, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	body, err := c.driveBody()
	if err != nil {
		return nil, err
	}
	b := from.clone()
	b.id, b.version, b.created = s.newID(), 0, c.now
	if b.title = body.str("name"); b.title == "" {
		b.title = "Copy of " + from.title
	}
	s.commit(b)
	return s.fileReply(c, b)
}

func (s *Sim) fileUpdate(c *call) (any, *apiError) {
	from, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	body, err := c.driveBody()
	if err != nil {
		return nil, err
	}
	b := from.clone()
	if name := body.str("name"); name != "" {
		b.title = name
	}
	s.commit(b)
	return s.fileReply(c, b)
}

func (s *Sim) fileDelete(c *call) (any, *apiError) {
	b, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	delete(s.books, b.id)
	delete(s.past, b.id)
	s.notifyAll(b.id, "remove")
	s.order = without(s.order, b.id)
	s.signal()
	return nil, nil
}

func without(list []string, gone string) []string {
	out := list[:0:0]
	for _, v := range list {
		if v != gone {
			out = append(out, v)
		}
	}
	return out
}

// fileExport writes the first tab as CSV.
func (s *Sim) fileExport(c *call) (any, *apiError) {
	b, err := s.openFile(c)
	if err != nil {
		return nil, err
	}
	if c.param("mimeType") != "text/csv" {
		return nil, badRequest("The requested conversion is not supported.")
	}
	tab := b.sheets[0]
	var text strings.Builder
	w := csv.NewWriter(&text)
	w.UseCRLF = true
	used := tab.usedArea()
	for r := range used.row1 {
		record := make([]string, used.col1)
		for col := range record {
			v := b.value(tab, r, col)
			record[col] = render(v, b.formatOf(tab.cell(r, col), v), localeOf(b.locale))
		}
		if err := w.Write(record); err != nil {
			return nil, badRequest(err.Error())
		}
	}
	w.Flush()
	return export{[]byte(strings.TrimSuffix(text.String(), "\r\n")), "text/csv"}, nil
}
