package mailsim

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
)

// front stands between a client and go-smtp, and passes one command and its
// reply at a time.
type front struct {
	sim       *Sim
	client    net.Conn
	from      *bufio.Reader // the client's lines
	server    net.Conn
	back      *bufio.Reader // the server's lines
	encrypted bool
	challenge bool // the server waits for the next step of a login
}

// errGone ends a connection.
type errGone struct{}

func (errGone) Error() string { return "the connection has ended" }

func (s *Sim) serve(conn net.Conn) {
	if !s.hold(conn) {
		_ = conn.Close()
		return
	}
	defer s.release(conn)
	f := &front{sim: s, client: conn}
	if s.o.Encryption == ImplicitTLS && f.encrypt() != nil {
		return
	}
	f.from = bufio.NewReader(f.client)
	server, err := s.inner.dial(context.Background())
	if err != nil {
		return
	}
	defer server.Close()
	f.server, f.back = server, bufio.NewReader(server)
	for err = f.greet(); err == nil; {
		err = f.command()
	}
}

func (f *front) encrypt() error {
	encrypted := tls.Server(f.client, f.sim.tls)
	if err := encrypted.HandshakeContext(context.Background()); err != nil {
		return err
	}
	f.client, f.encrypted = encrypted, true
	f.from = bufio.NewReader(encrypted)
	return nil
}

func (f *front) greet() error {
	greeting, err := f.reply()
	if err != nil {
		return err
	}
	return f.suffer(Greeting, func() (string, error) { return greeting, nil })
}

// command passes one line of the client's.
func (f *front) command() error {
	line, err := f.from.ReadString('\n')
	if err != nil {
		return err
	}
	verb, _, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
	verb = strings.ToUpper(verb)
	if f.challenge {
		verb = "AUTH"
	}
	switch verb {
	case "EHLO", "HELO":
		return f.suffer(Hello, func() (string, error) { return f.hello(line) })
	case "STARTTLS":
		return f.startTLS()
	case "AUTH":
		if !f.encrypted && f.sim.o.Encryption != Plain {
			return f.say("538 5.7.11 Encryption required for requested authentication mechanism\r\n")
		}
		return f.suffer(Auth, func() (string, error) { return f.ask(line) })
	case "MAIL":
		if !f.encrypted && f.sim.o.Encryption == STARTTLS {
			return f.say("530 5.7.0 Must issue a STARTTLS command first\r\n")
		}
		return f.suffer(Mail, func() (string, error) { return f.ask(line) })
	case "RCPT":
		return f.suffer(Rcpt, func() (string, error) { return f.ask(line) })
	case "DATA":
		taken := false
		err := f.suffer(Data, func() (string, error) {
			reply, err := f.ask(line)
			taken = err == nil && strings.HasPrefix(reply, "354")
			return reply, err
		})
		if err != nil || !taken {
			return err
		}
		return f.content()
	case "QUIT":
		return f.suffer(Quit, func() (string, error) { return f.ask(line) })
	}
	reply, err := f.ask(line)
	if err != nil {
		return err
	}
	return f.say(reply)
}

// hello shows the extensions that this connection has now.
func (f *front) hello(line string) (string, error) {
	reply, err := f.ask(line)
	if err != nil || !strings.HasPrefix(reply, "250-") {
		return reply, err
	}
	var lines []string
	for l := range strings.SplitSeq(strings.TrimRight(reply, "\r\n"), "\r\n") {
		if name := l[4:]; name != "CHUNKING" && (!strings.HasPrefix(name, "AUTH ") || f.encrypted || f.sim.o.Encryption == Plain) {
			lines = append(lines, name)
		}
	}
	if !f.encrypted && f.sim.o.Encryption == STARTTLS {
		lines = append(lines, "STARTTLS")
	}
	var b strings.Builder
	for i, name := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		fmt.Fprintf(&b, "250%s%s\r\n", sep, name)
	}
	return b.String(), nil
}

func (f *front) startTLS() error {
	if f.encrypted || f.sim.o.Encryption != STARTTLS {
		return f.say("502 5.5.1 TLS not available\r\n")
	}
	taken := false
	err := f.suffer(StartTLS, func() (string, error) {
		taken = true
		return "220 2.0.0 Ready to start TLS\r\n", nil
	})
	if err != nil || !taken {
		return err
	}
	return f.encrypt()
}

// content passes the message's lines. The dot reaches go-smtp only if the
// message is to be taken.
func (f *front) content() error {
	middle := f.sim.Faults.take(Content)
	if middle.kind == delayed {
		f.sim.wait(middle.delay)
	}
	var lines strings.Builder
	for {
		line, err := f.from.ReadString('\n')
		if err != nil || middle.kind == drop {
			return errGone{} // go-smtp drops what has no end
		}
		if line == ".\r\n" {
			break
		}
		lines.WriteString(line)
	}
	if _, err := f.server.Write([]byte(lines.String())); err != nil {
		return err
	}
	return f.suffer(End, func() (string, error) { return f.ask(".\r\n") })
}

// suffer carries a step out under its fault.
func (f *front) suffer(step Step, carryOut func() (string, error)) error {
	e := f.sim.Faults.take(step)
	switch e.kind {
	case drop:
		return errGone{}
	case delayed:
		f.sim.wait(e.delay)
	case reply:
		if err := f.say(fmt.Sprintf("%d %s\r\n", e.code, e.text)); err != nil {
			return err
		}
		if step == End || step == Greeting || e.code == 421 {
			return errGone{} // go-smtp still waits for the end, and must not get it
		}
		return nil
	}
	answer, err := carryOut()
	if err != nil {
		return err
	}
	switch e.kind {
	case dropAfter:
		return errGone{}
	case delayedReply:
		f.sim.wait(e.delay)
	case replyAfter:
		answer = fmt.Sprintf("%d %s\r\n", e.code, e.text)
	case garbage:
		answer = "<html>502 Bad Gateway</html>\r\n"
	}
	return f.say(answer)
}

// ask passes a line on and reads the whole reply.
func (f *front) ask(line string) (string, error) {
	if _, err := f.server.Write([]byte(line)); err != nil {
		return "", err
	}
	reply, err := f.reply()
	f.challenge = err == nil && strings.HasPrefix(reply, "334")
	return reply, err
}

func (f *front) reply() (string, error) {
	var b strings.Builder
	for {
		line, err := f.back.ReadString('\n')
		if err != nil {
			return "", err
		}
		b.WriteString(line)
		if len(line) > 3 && line[3] != '-' {
			return b.String(), nil
		}
	}
}

func (f *front) say(text string) error {
	_, err := f.client.Write([]byte(text))
	return err
}
