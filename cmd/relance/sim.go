package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/relance-bot/relance/internal/show"
	"github.com/relance-bot/relance/internal/sim/mailsim"
	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// simCmd runs a simulator as a server of its own, for trying a client against
// it. Under /_control/ it also takes what people do, faults, and another time.
type simCmd struct {
	Service string `arg:"" enum:"slack,sheets,mail" help:"slack, sheets or mail."`
	Listen  string `default:"127.0.0.1:0" help:"Address to listen on; port 0 picks a free one and prints it." placeholder:"ADDR"`
	State   string `help:"File with the state: read if it is there, written at the end." placeholder:"FILE" type:"path"`
	SMTP    string `name:"smtp" default:"127.0.0.1:0" help:"Mail only: address that takes mail; the page of what came is on --listen." placeholder:"ADDR"`
	TLS     string `name:"tls" enum:"starttls,implicit,none" default:"starttls" help:"Mail only: starttls, implicit or none."`
	CAFile  string `name:"ca-file" help:"Mail only: where to write the certificate that a client has to trust (mail.ca_file)." placeholder:"FILE" type:"path"`
	Team    bool   `help:"Slack only: begin with the demo's people in #general, #receivables and #finance."`
	Files   string `help:"Sheets only: a JSON list of the spreadsheets that exist already, each an id, a title and whether it is private." placeholder:"FILE" type:"existingfile"`
}

func (simCmd) Help() string {
	return `Examples:
  relance sim sheets --listen 127.0.0.1:9401
  relance sim slack --listen 127.0.0.1:9400 --team
  relance sim mail --listen 127.0.0.1:9402 --smtp 127.0.0.1:9425 --ca-file ./mail-ca.pem

Point "slack: {api_url: http://127.0.0.1:9400/api/}" and
"google: {endpoint: http://127.0.0.1:9401}" of a configuration at them.
The simulated Slack accepts the tokens xoxb-sim and xapp-sim.
For mail: "mail: {host: 127.0.0.1, port: 9425, user: relance, password: sim-secret,
ca_file: mail-ca.pem, from: …}"; what came stands on the page, and as JSON under
/messages. Faults: POST /_control/faults {"step": "end", "effect": "drop_after", "nth": 1}`
}

// simulator is what all simulators are to this command.
type simulator interface {
	http.Handler
	Save(w io.Writer) error
	Load(r io.Reader) error
}

// The credentials that the simulated Slack of this command accepts.
const (
	simBotToken      = "xoxb-sim"
	simAppToken      = "xapp-sim"
	simSigningSecret = "sim-signing-secret"
)

// The login that the simulated mail server of this command wants.
const (
	simMailUser     = "relance"
	simMailPassword = "sim-secret"
)

func (s simCmd) Run(c *console) error {
	listener, err := (&net.ListenConfig{}).Listen(c.ctx, "tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.Listen, err)
	}
	clock := &simClock{}
	sim, control, err := s.build(c, clock.now)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if mail, ok := sim.(*mailsim.Sim); ok {
		defer mail.Close()
	}
	if err := errors.Join(s.hire(sim), s.load(sim), s.addFiles(sim)); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", sim)
	mux.Handle("/_control/", http.StripPrefix("/_control", control))
	mux.HandleFunc("POST /_control/clock", clock.set)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	_, _ = fmt.Fprintf(c.stdout, "simulated %s on http://%s\n", s.Service, listener.Addr())
	select {
	case err = <-done:
	case <-c.ctx.Done():
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), time.Second)
		defer cancel()
		if err = server.Shutdown(ctx); errors.Is(err, context.DeadlineExceeded) {
			err = server.Close()
		}
	}
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return s.save(sim)
}

// build makes the simulator and the way to drive it.
func (s simCmd) build(c *console, now func() time.Time) (simulator, http.Handler, error) {
	switch s.Service {
	case "mail":
		return s.mail(c, now)
	case "sheets":
		sim := sheetsim.New(sheetsim.Options{Now: now})
		return sim, sheetsControl(sim), nil
	}
	sim := slacksim.New(slacksim.Options{
		Now: now, BotToken: simBotToken, AppToken: simAppToken, SigningSecret: simSigningSecret,
		EscapeCommands: true, Scopes: slices.Concat(slacksim.DefaultScopes, slacksim.LookupScopes),
	})
	return sim, sim.Control(), nil
}

// mail makes the mail server and lets it take mail.
func (s simCmd) mail(c *console, now func() time.Time) (simulator, http.Handler, error) {
	listener, err := (&net.ListenConfig{}).Listen(c.ctx, "tcp", s.SMTP)
	if err != nil {
		return nil, nil, fmt.Errorf("listen on %s; choose another address with --smtp: %w", s.SMTP, err)
	}
	host, _, _ := net.SplitHostPort(listener.Addr().String())
	encryption := map[string]mailsim.Encryption{"starttls": mailsim.STARTTLS, "implicit": mailsim.ImplicitTLS, "none": mailsim.Plain}[s.TLS]
	sim, err := mailsim.Start(mailsim.Options{Host: host, Now: now, Encryption: encryption, User: simMailUser, Password: simMailPassword})
	if err == nil && s.CAFile != "" {
		if err = os.WriteFile(s.CAFile, sim.CertificatePEM(), 0o600); err != nil {
			sim.Close()
		}
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("start the mail server: %w", err), listener.Close())
	}
	go func() { _ = sim.Serve(listener) }()
	_, _ = fmt.Fprintf(c.stdout, "mail is taken at smtp://%s (%s), for the user %s with the password %s\n", listener.Addr(), s.TLS, simMailUser, simMailPassword)
	return sim, sim.Control(), nil
}

// hire puts people and channels into the workspace; a state that is loaded
// afterwards has its own.
func (s simCmd) hire(sim simulator) error {
	if !s.Team {
		return nil
	}
	slack, ok := sim.(*slacksim.Sim)
	if !ok {
		return errors.New("--team is for the slack simulator")
	}
	show.HireTeam(slack, "en")
	return nil
}

func (s simCmd) load(sim simulator) error {
	if s.State == "" {
		return nil
	}
	f, err := os.Open(s.State)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the state: %w", err)
	}
	defer func() { _ = f.Close() }()
	if err := sim.Load(f); err != nil {
		return fmt.Errorf("read the state %s: %w", s.State, err)
	}
	return nil
}

func (s simCmd) addFiles(sim simulator) error {
	if s.Files == "" {
		return nil
	}
	sheets, ok := sim.(*sheetsim.Sim)
	if !ok {
		return errors.New("--files is for the sheets simulator")
	}
	f, err := os.Open(s.Files)
	if err != nil {
		return fmt.Errorf("read the list of files: %w", err)
	}
	defer func() { _ = f.Close() }()
	return sheets.AddFiles(f)
}

func (s simCmd) save(sim simulator) error {
	if s.State == "" {
		return nil
	}
	if err := show.SaveFile(s.State, sim.Save); err != nil {
		return fmt.Errorf("write the state %s: %w", s.State, err)
	}
	return nil
}
