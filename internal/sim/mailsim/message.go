package mailsim

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"
)

// Message is one mail as the server took it.
type Message struct {
	At          time.Time
	From        string   // of the envelope
	Recipients  []string // of the envelope
	Header      mail.Header
	MessageID   string // without its brackets
	Subject     string // decoded
	Text        string
	HTML        string
	Attachments []Attachment
	Raw         []byte
}

// Attachment is a file of a message.
type Attachment struct {
	Name        string
	ContentType string
	Content     []byte
}

// maxLine is RFC 5322's limit of a line, without its end.
const maxLine = 998

// parse reads a message as a strict server does, and says why it doesn't take it.
func parse(raw []byte, eightBit bool) (m Message, refusal string) {
	for line := range bytes.Lines(raw) {
		body := bytes.TrimSuffix(line, []byte("\r\n"))
		switch {
		case len(body) == len(line) || bytes.ContainsAny(body, "\r\n"):
			return m, "Bare line end"
		case len(body) > maxLine:
			return m, "Line too long"
		case !eightBit && bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf }):
			return m, "8-bit content without 8BITMIME"
		}
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return m, "Malformed header"
	}
	m.Header = parsed.Header
	for _, name := range []string{"From", "To", "Date", "Message-Id", "Subject"} {
		if n := len(m.Header[name]); n != 1 {
			return m, fmt.Sprintf("%d %s headers", n, name)
		}
	}
	if len(m.Header["Bcc"]) > 0 {
		return m, "A Bcc header reveals who gets copies"
	}
	for _, name := range []string{"From", "To", "Cc", "Reply-To"} {
		if text := m.Header.Get(name); text != "" {
			if _, err := mail.ParseAddressList(text); err != nil {
				return m, "Malformed " + name
			}
		}
	}
	if _, err := m.Header.Date(); err != nil {
		return m, "Malformed Date"
	}
	id := m.Header.Get("Message-Id")
	if !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, ">") || strings.Count(id, "@") != 1 {
		return m, "Malformed Message-ID"
	}
	m.MessageID = id[1 : len(id)-1]
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return m, "Malformed Subject"
	}
	if err := m.body(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", parsed.Body); err != nil {
		return m, "Malformed MIME: " + err.Error()
	}
	return m, ""
}

// body takes a part, or the parts within it.
func (m *Message) body(contentType, encoding, disposition string, r io.Reader) error {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(r, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := m.body(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.Header.Get("Content-Disposition"), part); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	shown, name := "", ""
	if disposition != "" {
		var fields map[string]string
		if shown, fields, err = mime.ParseMediaType(disposition); err != nil {
			return err
		}
		if name, err = new(mime.WordDecoder).DecodeHeader(fields["filename"]); err != nil {
			return err
		}
	}
	switch {
	case shown == "attachment":
		m.Attachments = append(m.Attachments, Attachment{Name: name, ContentType: kind, Content: content})
	case kind == "text/html":
		m.HTML = text
	case kind == "text/plain":
		m.Text = text
	default:
		m.Attachments = append(m.Attachments, Attachment{Name: name, ContentType: kind, Content: content})
	}
	return nil
}
