package slacksim

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/relance-bot/relance/internal/blockkit"
)

// content is what a message says.
type content struct {
	text                          string
	blocks, attachments, metadata json.RawMessage
}

// readContent checks text, blocks, attachments and metadata.
func readContent(a args, maxText int) (content, *apiError) {
	c := content{text: a.str("text"), blocks: a.raw("blocks"), attachments: a.raw("attachments"), metadata: a.raw("metadata")}
	if utf8.RuneCountInString(c.text) > maxText {
		return c, refuse("msg_too_long")
	}
	if e := checkBlocks(c.blocks); e != nil {
		return c, e
	}
	if e := checkAttachments(c.attachments); e != nil {
		return c, e
	}
	if e := checkMetadata(c.metadata); e != nil {
		return c, e
	}
	c.blocks, c.attachments = nonEmpty(c.blocks), nonEmpty(c.attachments)
	return c, nil
}

func (c content) empty() bool {
	return strings.TrimSpace(c.text) == "" && len(c.blocks) == 0 && len(c.attachments) == 0
}

// nonEmpty drops "[]", which clears.
func nonEmpty(raw json.RawMessage) json.RawMessage {
	if b := bytes.TrimSpace(raw); len(b) == 0 || string(b) == "[]" || string(b) == "null" {
		return nil
	}
	return raw
}

func checkBlocks(raw json.RawMessage) *apiError {
	if len(raw) == 0 || string(bytes.TrimSpace(raw)) == "null" {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return refuse("invalid_blocks_format")
	}
	if problems := blockkit.Validate(blockkit.Message, raw); len(problems) > 0 {
		return &apiError{code: "invalid_blocks", messages: problemLines(problems)}
	}
	return nil
}

func problemLines(problems []blockkit.Problem) []string {
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = p.String()
	}
	return lines
}

func checkAttachments(raw json.RawMessage) *apiError {
	if len(nonEmpty(raw)) == 0 {
		return nil
	}
	var list []struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal(raw, &list) != nil {
		return refuse("invalid_attachments")
	}
	if len(list) > maxAttachments {
		return refuse("too_many_attachments")
	}
	for _, at := range list {
		if e := checkBlocks(at.Blocks); e != nil {
			return e
		}
	}
	return nil
}

func checkMetadata(raw json.RawMessage) *apiError {
	if len(raw) == 0 {
		return nil
	}
	var m struct {
		EventType    string         `json:"event_type"`
		EventPayload map[string]any `json:"event_payload"`
	}
	if json.Unmarshal(raw, &m) != nil {
		return refuse("invalid_metadata_format")
	}
	if m.EventType == "" || m.EventPayload == nil {
		return refuse("invalid_metadata_schema")
	}
	return nil
}

// destination finds where a message may be posted: a channel by ID or name, or a
// direct message by the user's ID.
func (s *Sim) destination(to string) (*Channel, *apiError) {
	if to == "" {
		return nil, refuse("channel_not_found")
	}
	c := s.ws.Channels[to]
	if u := s.ws.Users[to]; u != nil {
		switch {
		case u.Bot:
			return nil, refuse("cannot_dm_bot")
		case u.Deleted:
			return nil, refuse("channel_not_found")
		}
		return s.openIM(to), nil
	}
	if c == nil && strings.HasPrefix(to, "#") {
		c = s.channelNamed(to)
	}
	return c, s.mayPost(c)
}

// mayPost says why the bot can't post in c.
func (s *Sim) mayPost(c *Channel) *apiError {
	switch {
	case c == nil:
		return refuse("channel_not_found")
	case c.Archived:
		return refuse("is_archived")
	case c.IM && s.ws.Users[c.User] != nil && s.ws.Users[c.User].Deleted:
		return refuse("channel_not_found")
	case c.has(s.opt.BotUserID):
		return nil
	case c.Private:
		return refuse("channel_not_found") // a private channel hides itself
	case s.granted("chat:write.public"):
		return nil
	}
	return refuse("not_in_channel")
}

func (s *Sim) chatPostMessage(a args) (object, *apiError) {
	c, e := s.destination(a.str("channel"))
	if e != nil {
		return nil, e
	}
	body, e := readContent(a, maxPostText)
	if e != nil {
		return nil, e
	}
	if body.empty() {
		return nil, refuse("no_text")
	}
	thread := a.str("thread_ts")
	if thread != "" {
		parent := s.message(c.ID, thread)
		if parent == nil || parent.EphemeralFor != "" {
			return nil, refuse("thread_not_found")
		}
		if parent.ThreadTS != "" {
			return nil, refuse("cannot_reply_to_message")
		}
	}
	if e := s.postingRate(c.ID); e != nil {
		return nil, e
	}
	m := s.post(&Message{
		Channel: c.ID, ThreadTS: thread, Broadcast: a.flag("reply_broadcast"), User: s.opt.BotUserID, ByBot: true,
		Text: body.text, Blocks: body.blocks, Attachments: body.attachments, Metadata: body.metadata, Via: "chat.postMessage",
	})
	return object{"channel": c.ID, "ts": m.TS, "message": s.messageObject(m, true)}, nil
}

// owned finds a message the bot may change.
func (s *Sim) owned(a args, notOurs string) (*Message, *apiError) {
	c := s.ws.Channels[a.str("channel")] // a U… id is not a channel here
	if c == nil {
		return nil, refuse("channel_not_found")
	}
	if c.Archived {
		return nil, refuse("is_archived")
	}
	m := s.message(c.ID, a.str("ts"))
	switch {
	case m == nil || m.EphemeralFor != "":
		return nil, refuse("message_not_found")
	case !m.ByBot:
		return nil, refuse(notOurs)
	}
	return m, nil
}

func (s *Sim) chatUpdate(a args) (object, *apiError) {
	m, e := s.owned(a, "cant_update_message")
	if e != nil {
		return nil, e
	}
	body, e := readContent(a, maxUpdateText)
	if e != nil {
		return nil, e
	}
	// What isn't given stays; an empty array clears.
	if !a.has("blocks") {
		body.blocks = m.Blocks
	}
	if !a.has("attachments") {
		body.attachments = m.Attachments
	}
	if !a.has("text") {
		body.text = m.Text
	}
	if body.empty() {
		return nil, refuse("no_text")
	}
	s.edit(m, body.text, body.blocks, body.attachments)
	if a.has("metadata") {
		m.Metadata = body.metadata
	}
	reply := s.messageObject(m, true)
	for _, key := range []string{"ts", "thread_ts", "parent_user_id"} {
		delete(reply, key) // the reply carries ts beside the message
	}
	return object{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": reply}, nil
}

func (s *Sim) chatDelete(a args) (object, *apiError) {
	m, e := s.owned(a, "cant_delete_message")
	if e != nil {
		return nil, e
	}
	s.remove(m)
	return object{"channel": m.Channel, "ts": m.TS}, nil
}

func (s *Sim) chatPostEphemeral(a args) (object, *apiError) {
	c := s.ws.Channels[a.str("channel")]
	if c == nil && strings.HasPrefix(a.str("channel"), "#") {
		c = s.channelNamed(a.str("channel"))
	}
	if e := s.mayPost(c); e != nil {
		return nil, e
	}
	user := s.ws.Users[a.str("user")]
	if user == nil || user.Deleted || !c.has(user.ID) {
		return nil, refuse("user_not_in_channel")
	}
	body, e := readContent(a, maxPostText)
	if e != nil {
		return nil, e
	}
	if body.empty() {
		return nil, refuse("no_text")
	}
	if e := s.postingRate(c.ID); e != nil {
		return nil, e
	}
	m := s.post(&Message{
		Channel: c.ID, ThreadTS: a.str("thread_ts"), User: s.opt.BotUserID, ByBot: true, EphemeralFor: user.ID,
		Text: body.text, Blocks: body.blocks, Attachments: body.attachments, Via: "chat.postEphemeral",
	})
	return object{"message_ts": m.TS}, nil
}

func (s *Sim) chatGetPermalink(a args) (object, *apiError) {
	c := s.ws.Channels[a.str("channel")]
	if c == nil || (c.Private && !c.has(s.opt.BotUserID)) {
		return nil, refuse("channel_not_found")
	}
	m := s.message(c.ID, a.str("message_ts"))
	if m == nil || m.EphemeralFor != "" {
		return nil, refuse("message_not_found")
	}
	link := "https://" + s.opt.TeamDomain + ".slack.com/archives/" + c.ID + "/p" + strings.Replace(m.TS, ".", "", 1)
	return object{"channel": c.ID, "permalink": link}, nil
}

func (s *Sim) reactionsAdd(a args) (object, *apiError) {
	c := s.ws.Channels[a.str("channel")]
	if c == nil {
		return nil, refuse("channel_not_found")
	}
	m := s.message(c.ID, a.str("timestamp"))
	name := strings.Trim(a.str("name"), ":")
	switch {
	case name == "":
		return nil, refuse("invalid_name")
	case m == nil:
		return nil, refuse("message_not_found")
	case !c.has(s.opt.BotUserID):
		return nil, refuse("not_in_channel")
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	if i < 0 {
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		i = len(m.Reactions) - 1
	}
	if slices.Contains(m.Reactions[i].Users, s.opt.BotUserID) {
		return nil, refuse("already_reacted")
	}
	m.Reactions[i].Users = append(m.Reactions[i].Users, s.opt.BotUserID)
	s.changed()
	return object{}, nil
}
