package mailsim

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Listed is a message as a list shows it. Its number never changes: the box
// only grows.
type Listed struct {
	Number      int       `json:"number"` // from 1
	At          time.Time `json:"at"`
	From        string    `json:"from"` // as the message says
	To          string    `json:"to"`
	ReplyTo     string    `json:"reply_to,omitempty"`
	Subject     string    `json:"subject"`
	MessageID   string    `json:"message_id"`
	Begins      string    `json:"begins"` // its first words
	Text        string    `json:"text"`
	HasHTML     bool      `json:"has_html"`
	Automatic   bool      `json:"automatic,omitempty"`
	Attachments []string  `json:"attachments,omitempty"`
}

// maxBegins is how much of a message a list shows.
const maxBegins = 140

// List is the box, the newest first.
func (s *Sim) List() []Listed {
	box := s.Messages()
	list := make([]Listed, 0, len(box))
	for i := len(box) - 1; i >= 0; i-- {
		list = append(list, box[i].listed(i+1))
	}
	return list
}

func (m Message) listed(number int) Listed {
	l := Listed{
		Number: number, At: m.At, From: decoded(m.Header.Get("From")), To: decoded(m.Header.Get("To")), ReplyTo: decoded(m.Header.Get("Reply-To")),
		Subject: m.Subject, MessageID: m.MessageID, Text: m.Text, HasHTML: m.HTML != "", Automatic: m.Header.Get("Auto-Submitted") != "",
	}
	words := strings.Join(strings.Fields(m.Text), " ")
	if utf8.RuneCountInString(words) > maxBegins {
		words = string([]rune(words)[:maxBegins])
	}
	l.Begins = words
	for _, a := range m.Attachments {
		l.Attachments = append(l.Attachments, a.Name)
	}
	return l
}

func decoded(header string) string {
	text, err := new(mime.WordDecoder).DecodeHeader(header)
	if err != nil {
		return header
	}
	return text
}

// What a mail holds is shown but can do nothing: it runs no script, loads
// nothing from elsewhere, and only pages of this origin can frame it.
const mailPolicy = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

// Box shows what the server took, over HTTP:
//
//	GET /messages            the list, the newest first, as JSON
//	GET /messages/3          one of them
//	GET /messages/3/html     as the reader's mail program would show it
//	GET /messages/3/text
//	GET /messages/3/raw      as it came
//	GET /messages/3/files/1  an attachment
func (s *Sim) Box() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /messages", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, s.List()) })
	show := func(path string, f func(w http.ResponseWriter, r *http.Request, number int, m Message)) {
		mux.HandleFunc("GET /messages/{number}"+path, func(w http.ResponseWriter, r *http.Request) {
			number, err := strconv.Atoi(r.PathValue("number"))
			box := s.Messages()
			if err != nil || number < 1 || number > len(box) {
				http.Error(w, "no such message: "+r.PathValue("number"), http.StatusNotFound)
				return
			}
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.Header().Set("Content-Security-Policy", mailPolicy)
			f(w, r, number, box[number-1])
		})
	}
	show("", func(w http.ResponseWriter, _ *http.Request, number int, m Message) {
		writeJSON(w, http.StatusOK, m.listed(number))
	})
	show("/html", func(w http.ResponseWriter, _ *http.Request, _ int, m Message) {
		write(w, "text/html; charset=utf-8", m.HTML)
	})
	show("/text", func(w http.ResponseWriter, _ *http.Request, _ int, m Message) {
		write(w, "text/plain; charset=utf-8", m.Text)
	})
	show("/raw", func(w http.ResponseWriter, _ *http.Request, _ int, m Message) {
		write(w, "text/plain; charset=utf-8", string(m.Raw))
	})
	show("/files/{file}", func(w http.ResponseWriter, r *http.Request, _ int, m Message) {
		at, err := strconv.Atoi(r.PathValue("file"))
		if err != nil || at < 1 || at > len(m.Attachments) {
			http.Error(w, "no such file: "+r.PathValue("file"), http.StatusNotFound)
			return
		}
		a := m.Attachments[at-1]
		kind, shown := "application/octet-stream", "attachment"
		if a.ContentType == "application/pdf" { // a browser's own viewer, which a sandbox would switch off
			kind, shown = a.ContentType, "inline"
			w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'")
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", mime.FormatMediaType(shown, map[string]string{"filename": a.Name}))
		http.ServeContent(w, r, "", m.At, bytes.NewReader(a.Content))
	})
	return mux
}

func write(w http.ResponseWriter, kind, body string) {
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write([]byte(body)) // the client is gone if it fails
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

//go:embed page.html
var pageFile embed.FS

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{"next": func(i int) int { return i + 1 }}).ParseFS(pageFile, "page.html"))

// ServeHTTP is the simulator's own page over the Box.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" || r.Method != http.MethodGet {
		s.Box().ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, struct { // the client is gone if it fails
		Host string
		List []Listed
	}{s.o.Host, s.List()})
}
