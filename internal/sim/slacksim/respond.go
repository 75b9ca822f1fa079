package slacksim

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// responseURL lets an app answer one interaction, five times in thirty minutes.
type responseURL struct {
	User     string    `json:"user"`
	Channel  string    `json:"channel"`
	Original string    `json:"original,omitempty"` // ts of the message clicked in
	Issued   time.Time `json:"issued"`
	Uses     int       `json:"uses"`
}

// issueResponseURL makes a response URL. The state is locked.
func (s *Sim) issueResponseURL(r responseURL) string {
	r.Issued = s.now()
	for id, old := range s.ws.ResponseURLs {
		if r.Issued.Sub(old.Issued) > 2*responseURLLife {
			delete(s.ws.ResponseURLs, id)
		}
	}
	id := s.newID("R")
	s.ws.ResponseURLs[id] = &r
	return s.base + "/respond/" + s.opt.TeamID + "/" + id
}

// response is what an app sends to a response URL, or in an acknowledgement.
type response struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	Attachments     json.RawMessage `json:"attachments"`
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	ThreadTS        string          `json:"thread_ts"`
}

func (s *Sim) serveRespond(w http.ResponseWriter, r *http.Request, id string) {
	body, err := io.ReadAll(r.Body)
	plan := s.begin("response_url", "")
	if plan.before(s, w) {
		return
	}
	if err != nil || r.Method != http.MethodPost {
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	if len(id) > len(s.opt.TeamID) && id[:len(s.opt.TeamID)] == s.opt.TeamID {
		id = id[len(s.opt.TeamID)+1:]
	}
	if plan.lateBy > 0 {
		s.commitLater(plan.lateBy, func() { _, _ = s.useResponseURL(id, body) })
		panic(http.ErrAbortHandler)
	}
	var (
		code   string
		status int
	)
	s.locked(func() { code, status = s.useResponseURL(id, body) })
	if plan.after(s, w, code == "") {
		return
	}
	switch {
	case code != "":
		writeJSON(w, status, object{"ok": false, "error": code})
	case s.opt.PlainResponses:
		_, _ = io.WriteString(w, "ok")
	default:
		writeJSON(w, http.StatusOK, object{"ok": true})
	}
}

// useResponseURL applies a response; code is "" when it worked. Only a response
// that was applied counts as a use.
func (s *Sim) useResponseURL(id string, body []byte) (code string, status int) {
	u := s.ws.ResponseURLs[id]
	switch {
	case u == nil:
		return "invalid_url", http.StatusNotFound
	case s.since(u.Issued) > responseURLLife:
		return "expired_url", http.StatusNotFound
	case u.Uses >= responseURLUses:
		return "used_url", http.StatusNotFound
	}
	var r response
	if json.Unmarshal(body, &r) != nil {
		return "invalid_payload", http.StatusBadRequest
	}
	if e := s.respond(u, r, "response_url"); e != nil {
		return e.code, http.StatusBadRequest
	}
	u.Uses++
	return "", http.StatusOK
}

// respond applies a response to the place the interaction came from. It needs no
// membership of the bot. The state is locked.
func (s *Sim) respond(u *responseURL, r response, via string) *apiError {
	original := s.message(u.Channel, u.Original)
	if r.DeleteOriginal {
		if original == nil {
			return refuse("message_not_found")
		}
		s.remove(original)
		return nil
	}
	if e := checkBlocks(r.Blocks); e != nil {
		return e
	}
	if e := checkAttachments(r.Attachments); e != nil {
		return e
	}
	if len([]rune(r.Text)) > maxPostText {
		return refuse("msg_too_long")
	}
	body := content{text: r.Text, blocks: nonEmpty(r.Blocks), attachments: nonEmpty(r.Attachments)}
	if body.empty() {
		return refuse("no_text")
	}
	if r.ReplaceOriginal && original != nil {
		// An ephemeral message stays ephemeral whatever response_type says.
		s.edit(original, body.text, body.blocks, body.attachments)
		return nil
	}
	m := &Message{
		Channel: u.Channel, User: s.opt.BotUserID, ByBot: true, Via: via,
		Text: body.text, Blocks: body.blocks, Attachments: body.attachments,
	}
	if r.ResponseType == "in_channel" {
		m.ThreadTS = r.ThreadTS
	} else {
		m.EphemeralFor = u.User
	}
	if original != nil && m.EphemeralFor != "" {
		m.ThreadTS = original.ThreadTS // an ephemeral answer shows where the click was
	}
	s.post(m)
	if u.Original == "" {
		u.Original = m.TS // a command's first answer is what replace_original replaces
	}
	return nil
}
