package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/relance-bot/relance/internal/show"
	"github.com/relance-bot/relance/ledger"
)

// demoCmd is the main job with nothing to configure.
type demoCmd struct {
	Listen    string `default:"127.0.0.1:8080" help:"Address of the page." placeholder:"ADDR"`
	Lang      string `enum:"en,fr" default:"en" help:"Language of sheet and page: en or fr."`
	Data      string `help:"Folder that keeps the state between runs; without it nothing is kept." placeholder:"DIR" type:"path"`
	NoBrowser bool   `help:"Don't open a browser."`
	Verbose   bool   `short:"v" help:"Show the bot's log."`
}

func (demoCmd) Help() string {
	return `Examples:
  relance demo
  relance demo --lang fr --data ./my-demo --no-browser`
}

// tickEvery is how soon an approved letter leaves: a person watches.
const tickEvery = 5 * time.Second

// endWithin is how long Ctrl-C may take.
const endWithin = 900 * time.Millisecond

func (d demoCmd) Run(c *console) error {
	listener, err := (&net.ListenConfig{}).Listen(c.ctx, "tcp", d.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s; choose another address with --listen: %w", d.Listen, err)
	}
	dir, remove, err := d.folder()
	if err != nil {
		return err
	}
	defer remove()
	var log *slog.Logger
	if d.Verbose {
		log = newLog(c, "text")
	}
	_, _ = fmt.Fprintln(c.stdout, "Setting up a simulated Slack, a simulated Google Sheet and a mail server …")
	world, err := show.Open(c.ctx, show.Options{Base: c.now, Lang: d.Lang, Dir: dir, Keep: d.Data != "", Level: ledger.LevelLetters, TickEvery: tickEvery, Log: log})
	if err != nil {
		if c.ctx.Err() != nil {
			return nil
		}
		return err
	}
	page := world.Console()
	server := &http.Server{Handler: page, ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	address := "http://" + listener.Addr().String()
	d.greet(c, address)
	if !d.NoBrowser {
		browse(c.ctx, address)
	}
	select {
	case err = <-failed:
	case <-c.ctx.Done():
	}
	page.Close()
	ended := make(chan error, 1)
	go func() { ended <- world.Close(context.WithoutCancel(c.ctx)) }()
	select {
	case closed := <-ended:
		err = errors.Join(err, closed)
	case <-time.After(endWithin):
		if d.Data != "" { // what is to be kept is worth waiting for
			err = errors.Join(err, <-ended)
		}
	}
	return errors.Join(err, server.Close())
}

// folder is where the demo lives: the one to keep, or one that goes away.
func (d demoCmd) folder() (dir string, remove func(), err error) {
	if d.Data != "" {
		return d.Data, func() {}, os.MkdirAll(d.Data, 0o700)
	}
	dir, err = os.MkdirTemp("", "relance-demo-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// greet says what to try first.
func (d demoCmd) greet(c *console, address string) {
	heading := map[string]string{"en": "What to try first:", "fr": "À essayer d’abord :"}[d.Lang]
	var b strings.Builder
	fmt.Fprintf(&b, "\n  %s\n\n%s\n", address, heading)
	for i, tip := range show.Tips(d.Lang) {
		fmt.Fprintf(&b, "  %d. %s\n", i+1, strings.NewReplacer("*", "", "`", "").Replace(tip))
	}
	b.WriteString("\nCtrl-C\n")
	_, _ = fmt.Fprint(c.stdout, b.String())
}

// browse opens the page if this machine has a way to; if not, the address is
// on the screen.
func browse(ctx context.Context, address string) {
	var command string
	switch runtime.GOOS {
	case "darwin":
		command = "open"
	case "linux":
		command = "xdg-open"
	default:
		return
	}
	if path, err := exec.LookPath(command); err == nil {
		_ = exec.CommandContext(ctx, path, address).Start()
	}
}
