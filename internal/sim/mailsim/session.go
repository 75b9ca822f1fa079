package mailsim

import (
	"bytes"
	"crypto/subtle"
	"io"
	"net/mail"
	"slices"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one client's dialogue, behind go-smtp's server.
type session struct {
	sim        *Sim
	loggedIn   bool
	from       string
	recipients []string
	eightBit   bool
	utf8       bool
}

func (s *Sim) session(*smtp.Conn) (smtp.Session, error) { return &session{sim: s}, nil }

func refused(code int, enhanced smtp.EnhancedCode, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
}

func (s *session) AuthMechanisms() []string {
	if s.sim.o.User == "" {
		return nil
	}
	return s.sim.o.Mechanisms
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if !slices.Contains(s.AuthMechanisms(), mechanism) {
		return nil, smtp.ErrAuthUnknownMechanism
	}
	check := func(user, password string) error {
		if subtle.ConstantTimeCompare([]byte(user+"\x00"+password), []byte(s.sim.o.User+"\x00"+s.sim.o.Password)) == 0 {
			return smtp.ErrAuthFailed
		}
		s.loggedIn = true
		return nil
	}
	if mechanism == "LOGIN" {
		return &login{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// login is the server's side of the LOGIN mechanism.
type login struct {
	step  int
	user  string
	check func(user, password string) error
}

func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	if l.step == 0 && response != nil {
		l.step++ // the name came with the command
	}
	l.step++
	switch l.step {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.user, string(response))
}

func (s *session) Mail(from string, options *smtp.MailOptions) error {
	if s.sim.o.User != "" && !s.loggedIn {
		return refused(530, smtp.EnhancedCode{5, 7, 0}, "Authentication required")
	}
	if options != nil {
		s.eightBit, s.utf8 = options.Body == smtp.Body8BitMIME, options.UTF8
	}
	if err := s.checkAddress(from); err != nil {
		return err
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := s.checkAddress(to); err != nil {
		return err
	}
	if boxes := s.sim.o.Boxes; len(boxes) > 0 && !slices.ContainsFunc(boxes, func(box string) bool { return strings.EqualFold(box, to) }) {
		return refused(550, smtp.EnhancedCode{5, 1, 1}, "No such user here")
	}
	s.recipients = append(s.recipients, to)
	return nil
}

func (s *session) checkAddress(address string) error {
	parsed, err := mail.ParseAddress("<" + address + ">")
	if err != nil || parsed.Address != address {
		return refused(501, smtp.EnhancedCode{5, 1, 3}, "Bad address syntax")
	}
	domain := address[strings.LastIndexByte(address, '@')+1:]
	if !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") {
		return refused(501, smtp.EnhancedCode{5, 1, 3}, "Domain name required")
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r > 0x7e }) && !s.utf8 {
		return refused(553, smtp.EnhancedCode{5, 6, 7}, "Address needs SMTPUTF8")
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // no end: dropped
	}
	m, why := parse(raw, s.eightBit || s.utf8)
	if why != "" {
		return refused(554, smtp.EnhancedCode{5, 6, 0}, why)
	}
	m.At, m.From, m.Recipients = s.sim.o.Now(), s.from, slices.Clone(s.recipients)
	m.Raw = bytes.Clone(raw)
	s.sim.keep(m)
	return nil
}

func (s *session) Reset() { s.from, s.recipients, s.eightBit, s.utf8 = "", nil, false, false }

func (s *session) Logout() error { return nil }
