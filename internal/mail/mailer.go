package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// TLS is how the connection to the server is encrypted.
type TLS string

// The ways. StartTLS refuses to go on unencrypted.
const (
	StartTLS TLS = "starttls" // on the submission port, 587
	Implicit TLS = "implicit" // from the first byte, port 465
	NoTLS    TLS = "none"     // a relay on the same host
)

// Options are how to reach the server.
type Options struct {
	Host     string
	Port     int
	TLS      TLS
	RootCAs  *x509.CertPool // nil: the system's
	User     string         // empty: no authentication
	Password string
	Hello    string        // the name given in EHLO; empty: localhost
	Timeout  time.Duration // of the whole dialogue
	Now      func() time.Time
	// Dial opens the connection; nil: TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// DefaultTimeout bounds a dialogue. RFC 5321 (4.5.3.2) would grant minutes to
// each command; a server that busy may be tried again.
const DefaultTimeout = time.Minute

// Mailer sends messages. It keeps no connection and no state.
type Mailer struct{ o Options }

// New makes a Mailer; nothing is dialled yet.
func New(o Options) (*Mailer, error) {
	if o.Host == "" || o.Port < 1 || o.Port > 65535 {
		return nil, fmt.Errorf("mail server %q, port %d: expected a host and a port", o.Host, o.Port)
	}
	if o.Now == nil {
		return nil, errors.New("mail: no clock")
	}
	switch o.TLS {
	case "":
		o.TLS = StartTLS
	case StartTLS, Implicit, NoTLS:
	default:
		return nil, fmt.Errorf("mail: TLS %q; expected %s, %s or %s", o.TLS, StartTLS, Implicit, NoTLS)
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Hello == "" {
		o.Hello = "localhost"
	}
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	return &Mailer{o}, nil
}

// Send hands m to the server. A nil error means that the server took it; any
// other is an *Error. The dialogue ends with ctx, or after the timeout.
func (m *Mailer) Send(ctx context.Context, message Message) error {
	e, err := message.seal(m.o.Now())
	if err != nil {
		return &Error{Certain: true, Final: true, Step: StepMessage, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, m.o.Timeout)
	defer cancel()
	return m.session(ctx, func(d *dialogue) error { return d.deliver(e) })
}

// Check greets the server, encrypts and logs in, and sends nothing.
func (m *Mailer) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, m.o.Timeout)
	defer cancel()
	return m.session(ctx, func(*dialogue) error { return nil })
}

// session opens a connection, runs the dialogue and closes the connection
// under it, whatever happened.
func (m *Mailer) session(ctx context.Context, run func(*dialogue) error) error {
	if err := ctx.Err(); err != nil {
		return failed(StepDial, err)
	}
	conn, err := m.o.Dial(ctx, "tcp", net.JoinHostPort(m.o.Host, strconv.Itoa(m.o.Port)))
	if err != nil {
		return failed(StepDial, err)
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return failed(StepGreeting, err) // it was made, and is gone already
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	d, err := m.open(ctx, conn)
	if err != nil {
		return err
	}
	if err := run(d); err != nil {
		return err
	}
	_ = d.client.Quit() // the message is taken, or there was none
	return nil
}

// open brings the dialogue to where a message can be handed over.
func (m *Mailer) open(ctx context.Context, conn net.Conn) (*dialogue, error) {
	config := &tls.Config{ServerName: m.o.Host, RootCAs: m.o.RootCAs, MinVersion: tls.VersionTLS12, Time: m.o.Now}
	if m.o.TLS == Implicit {
		encrypted := tls.Client(conn, config)
		if err := encrypted.HandshakeContext(ctx); err != nil {
			return nil, failed(StepTLS, err)
		}
		conn = encrypted
	}
	client, err := smtp.NewClient(conn, m.o.Host)
	if err != nil {
		return nil, failed(StepGreeting, err)
	}
	if err := client.Hello(m.o.Hello); err != nil {
		return nil, failed(StepHello, err)
	}
	if m.o.TLS == StartTLS {
		if offered, _ := client.Extension("STARTTLS"); !offered {
			return nil, failed(StepTLS, errors.New("the server offers no STARTTLS, and nothing is sent unencrypted"))
		}
		if err := client.StartTLS(config); err != nil {
			return nil, failed(StepTLS, err)
		}
	}
	if m.o.User != "" {
		if err := m.logIn(client); err != nil {
			return nil, failed(StepAuth, m.unsaid(err))
		}
	}
	return &dialogue{client}, nil
}

// logIn uses PLAIN, or LOGIN where that alone is offered.
func (m *Mailer) logIn(client *smtp.Client) error {
	_, offered := client.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(offered))
	switch {
	case slices.Contains(mechanisms, "PLAIN"):
		return client.Auth(smtp.PlainAuth("", m.o.User, m.o.Password, m.o.Host, false))
	case slices.Contains(mechanisms, "LOGIN"):
		return client.Auth(smtp.LoginAuth(m.o.User, m.o.Password, m.o.Host, false))
	}
	return fmt.Errorf("the server offers %q; PLAIN or LOGIN is needed to log in", offered)
}

// unsaid takes the password out of what a server may have said back.
func (m *Mailer) unsaid(err error) error {
	code, text := 0, err.Error()
	var reply *textproto.Error
	if errors.As(err, &reply) {
		code, text = reply.Code, reply.Msg
	}
	for _, secret := range []string{
		base64.StdEncoding.EncodeToString([]byte("\x00" + m.o.User + "\x00" + m.o.Password)),
		base64.StdEncoding.EncodeToString([]byte(m.o.Password)), m.o.Password,
	} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[secret]")
		}
	}
	if code == 0 {
		return errors.New(text)
	}
	return &textproto.Error{Code: code, Msg: text}
}

// dialogue is an open session with a server.
type dialogue struct{ client *smtp.Client }

// deliver hands one message over. All recipients take it, or none.
func (d *dialogue) deliver(e envelope) error {
	offered, _ := d.client.Extension("SMTPUTF8")
	if e.unicode && !offered {
		return &Error{Certain: true, Final: true, Step: StepFrom, Err: errors.New("an address isn't ASCII, and the server knows no SMTPUTF8")}
	}
	// Asked for without need, SMTPUTF8 would let a later server turn the
	// message back.
	d.client.SkipSMTPUTF8(!e.unicode)
	if err := d.client.Mail("<" + e.from + ">"); err != nil {
		return failed(StepFrom, err)
	}
	for _, to := range e.to {
		if err := d.client.Rcpt("<" + to + ">"); err != nil {
			return failed(StepTo, err)
		}
	}
	content, err := d.client.Data()
	if err != nil {
		return failed(StepData, err)
	}
	if _, err := content.Write(e.content); err != nil {
		return failed(StepContent, err)
	}
	if err := content.Close(); err != nil {
		return failed(StepEnd, err)
	}
	return nil
}
