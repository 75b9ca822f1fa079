package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
)

// serveCmd runs the service.
type serveCmd struct {
	Config string `default:"relance.yaml" help:"Configuration file." type:"path"`
	Log    string `enum:"text,json" default:"text" help:"Format of the log on standard error: text or json."`

	// For tests that kill the process: where, and on which day it believes to be.
	Failpoint   string        `hidden:"" help:"NAME or NAME:N: kill the process at the N-th passage; NAME:N:stop: only stop it."`
	ClockOffset time.Duration `hidden:"" help:"Run as if it were later by this much."`
}

func (serveCmd) Help() string {
	return `Example:
  SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… relance serve --config relance.yaml

/healthz answers on http.listen. SIGTERM and Ctrl-C finish what is under way.`
}

// stopWithin is how long a stop may take before the process ends anyway.
const stopWithin = 25 * time.Second

func (s serveCmd) Run(c *console) error {
	cfg, err := config.Load(s.Config)
	if err != nil {
		return err
	}
	failpoint, err := endAt(s.Failpoint)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(c.ctx, "tcp", cfg.HTTP.Listen)
	if err != nil {
		return fmt.Errorf("http.listen: %w", err)
	}
	log := newLog(c, s.Log)
	a, err := app.New(c.ctx, app.Options{
		Config: cfg, Log: log, Failpoint: failpoint,
		Now: func() time.Time { return c.now().Add(s.ClockOffset) },
	})
	if err != nil {
		return err
	}
	if err := a.Start(c.ctx); err != nil {
		return errors.Join(err, stop(c, a))
	}
	server := &http.Server{
		Handler: a.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 15 * time.Second, IdleTimeout: time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("serving", "version", version, "listen", listener.Addr().String(), "books", len(cfg.Books), "slack", cfg.Slack.Mode)
	select {
	case err = <-failed:
	case <-c.ctx.Done():
		err = nil
	}
	log.Info("stopping")
	return errors.Join(err, drain(c, server), stop(c, a))
}

// drainWithin is how long requests under way may take to be answered: as long
// as Slack waits for an answer.
const drainWithin = 3 * time.Second

// drain takes no more requests and answers those under way. A connection that
// somebody opened and never used would hold it up: it is cut off.
func drain(c *console, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), drainWithin)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return err
}

// stop ends the app in good order, within a bound.
func stop(c *console, a *app.App) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), stopWithin)
	defer cancel()
	if err := a.Stop(ctx); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

func newLog(c *console, format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(c.stderr, nil))
	}
	return slog.New(slog.NewTextHandler(c.stderr, nil))
}

// endAt makes a failpoint that kills this process, as kill -9 does, at the
// n-th passage of a named point, or stops it there until a SIGCONT.
func endAt(spec string) (func(string), error) {
	if spec == "" {
		return nil, nil
	}
	name, rest, _ := strings.Cut(spec, ":")
	times, how, _ := strings.Cut(rest, ":")
	n := 1
	if times != "" {
		var err error
		if n, err = strconv.Atoi(times); err != nil || n < 1 {
			return nil, fmt.Errorf("failpoint %q: expected NAME, NAME:N or NAME:N:stop", spec)
		}
	}
	signal := syscall.SIGKILL
	switch how {
	case "":
	case "stop":
		signal = syscall.SIGSTOP
	default:
		return nil, fmt.Errorf("failpoint %q: expected NAME, NAME:N or NAME:N:stop", spec)
	}
	var passed atomic.Int64
	return func(at string) {
		if at != name || passed.Add(1) != int64(n) {
			return
		}
		_ = syscall.Kill(syscall.Getpid(), signal)
		if signal == syscall.SIGKILL {
			select {} // nothing more happens in this process
		}
	}, nil
}
