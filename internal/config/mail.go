package config

import (
	"net"
	"net/mail"
	"strings"
	"time"
)

// Mail is how letters leave: the server that takes them, and who they are from.
// Without a host nothing is mailed.
type Mail struct {
	Host         string        `yaml:"host"`
	Port         int           `yaml:"port"` // default by TLS: 587, 465 or 25
	TLS          string        `yaml:"tls"`  // starttls, implicit or none
	User         string        `yaml:"user"` // empty: no login
	Password     string        `yaml:"password"`
	PasswordFile string        `yaml:"password_file"`
	CAFile       string        `yaml:"ca_file"` // certificates to trust beside the system's
	Hello        string        `yaml:"hello"`   // the name given in EHLO
	Timeout      time.Duration `yaml:"timeout"`
	From         string        `yaml:"from"`     // an address, with or without a name
	ReplyTo      string        `yaml:"reply_to"` // of mails to people without a Slack account; empty: the book's finance
}

// The ways of encrypting the connection to the mail server.
const (
	TLSStartTLS = "starttls"
	TLSImplicit = "implicit"
	TLSNone     = "none"
)

// DefaultMailTimeout bounds the handing over of one letter.
const DefaultMailTimeout = 30 * time.Second

// Configured tells whether letters can be mailed.
func (m Mail) Configured() bool { return m.Host != "" }

func (m *Mail) setDefaults() {
	if !m.Configured() {
		return
	}
	setText(&m.TLS, TLSStartTLS)
	setDuration(&m.Timeout, DefaultMailTimeout)
	if m.Port == 0 {
		m.Port = map[string]int{TLSStartTLS: 587, TLSImplicit: 465, TLSNone: 25}[m.TLS]
	}
}

func (m Mail) check(p *problems) {
	if !m.Configured() {
		if m != (Mail{}) {
			p.add("$.mail.host", "is missing; expected the mail server's name, such as smtp.example.com")
		}
		return
	}
	if strings.ContainsAny(m.Host, ":/@ ") && net.ParseIP(m.Host) == nil {
		p.add("$.mail.host", "is %q; expected a host's name alone, such as smtp.example.com", m.Host)
	}
	oneOf(p, "$.mail.tls", m.TLS, TLSStartTLS, TLSImplicit, TLSNone)
	if m.Port < 1 || m.Port > 65535 {
		p.add("$.mail.port", "is %d; expected 587 (starttls), 465 (implicit) or another port", m.Port)
	}
	if m.TLS == TLSNone && !isLoopback(m.Host) {
		p.add("$.mail.tls", "is none; letters are sent unencrypted to a relay on this host only (localhost, 127.0.0.1, ::1)")
	}
	if m.User != "" && m.Password == "" {
		p.add("$.mail.password", "is missing; mail.user needs password or password_file")
	}
	if m.User == "" && m.Password != "" {
		p.add("$.mail.user", "is missing; there is a password and nobody to log in as")
	}
	if m.Timeout < time.Second || m.Timeout > 5*time.Minute {
		p.add("$.mail.timeout", "is %s; expected 1s to 5m", m.Timeout)
	}
	if m.From == "" {
		p.add("$.mail.from", "is missing; expected whom letters are from, such as \"Example Ltd <billing@example.com>\"")
	} else {
		checkMailbox(p, "$.mail.from", m.From)
	}
	if m.ReplyTo != "" {
		checkMailbox(p, "$.mail.reply_to", m.ReplyTo)
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// checkMailbox wants one address with a domain that others can answer to.
func checkMailbox(p *problems, path, value string) {
	address, err := mail.ParseAddress(value)
	if err != nil || !strings.Contains(address.Address[strings.LastIndexByte(address.Address, '@')+1:], ".") || strings.ContainsAny(value, "\r\n") {
		p.add(path, "is %q; expected one e-mail address, such as \"Example Ltd <billing@example.com>\"", value)
	}
}
