package slacksim

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// File is an uploaded file.
type File struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Size     int      `json:"size"`
	Content  []byte   `json:"content"`
	Uploaded bool     `json:"uploaded"`
	Shared   []string `json:"shared,omitempty"` // channels
}

// Files lists the uploaded files by ID.
func (s *Sim) Files() []File {
	var out []File
	s.locked(func() {
		for _, id := range sortedKeys(s.ws.Files) {
			f := *s.ws.Files[id]
			f.Content, f.Shared = slices.Clone(f.Content), slices.Clone(f.Shared)
			out = append(out, f)
		}
	})
	return out
}

func (s *Sim) fileObjects(ids []string) []object {
	list := []object{}
	for _, id := range ids {
		if f := s.ws.Files[id]; f != nil {
			list = append(list, object{"id": f.ID, "name": f.Name, "title": f.Title, "size": f.Size})
		}
	}
	return list
}

func (s *Sim) filesGetUploadURL(a args) (object, *apiError) {
	size, ok := a.number("length", 0)
	switch {
	case a.str("filename") == "":
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: filename"}}
	case !ok || size <= 0:
		return nil, &apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: length"}}
	}
	f := &File{ID: s.newID("F"), Name: a.str("filename"), Size: size}
	s.ws.Files[f.ID] = f
	return object{"upload_url": s.base + "/upload/v1/" + f.ID, "file_id": f.ID}, nil
}

// serveUpload takes the bytes, as a form's file or as the body itself.
func (s *Sim) serveUpload(w http.ResponseWriter, r *http.Request, path string) {
	plan := s.begin("upload", "")
	if plan.before(s, w) {
		return
	}
	var content []byte
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		var part io.ReadCloser
		for _, name := range []string{"file", "filename"} {
			if part, _, err = r.FormFile(name); err == nil {
				content, err = io.ReadAll(part)
				_ = part.Close()
				break
			}
		}
	} else {
		content, err = io.ReadAll(r.Body)
	}
	status, text := http.StatusOK, ""
	s.locked(func() {
		f := s.ws.Files[strings.TrimPrefix(path, "v1/")]
		switch {
		case err != nil || f == nil:
			status, text = http.StatusBadRequest, "invalid upload"
		case len(content) != f.Size:
			status, text = http.StatusBadRequest, "length differs from what was announced"
		default:
			f.Content, f.Uploaded = content, true
			text = "OK - " + f.ID
		}
	})
	if plan.after(s, w, status == http.StatusOK) {
		return
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

func (s *Sim) filesCompleteUpload(a args) (object, *apiError) {
	var wanted []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	if json.Unmarshal(a.raw("files"), &wanted) != nil || len(wanted) == 0 {
		return nil, refuse("invalid_arguments")
	}
	var ids []string
	for _, one := range wanted {
		f := s.ws.Files[one.ID]
		if f == nil || !f.Uploaded {
			return nil, refuse("file_not_found")
		}
		ids = append(ids, one.ID)
	}
	channels := strings.FieldsFunc(a.str("channels"), func(r rune) bool { return r == ',' })
	if one := a.str("channel_id"); one != "" {
		channels = append(channels, one)
	}
	for _, id := range channels {
		if c := s.ws.Channels[id]; c == nil || !c.has(s.opt.BotUserID) { // a U… id is refused here
			return nil, refuse("channel_not_found")
		}
	}
	for _, one := range wanted {
		s.ws.Files[one.ID].Title = one.Title
		s.ws.Files[one.ID].Shared = channels
	}
	for _, id := range channels {
		s.post(&Message{
			Channel: id, ThreadTS: a.str("thread_ts"), User: s.opt.BotUserID, ByBot: true, Text: a.str("initial_comment"),
			Files: ids, Via: "files.completeUploadExternal",
		})
	}
	return object{"files": s.fileObjects(ids)}, nil
}
