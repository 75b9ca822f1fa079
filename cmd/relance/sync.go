package main

import (
	"errors"
	"fmt"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/internal/config"
)

// syncCmd runs one cycle with the real configuration and store.
type syncCmd struct {
	Config   string `default:"relance.yaml" help:"Configuration file." type:"path"`
	Once     bool   `help:"Run one cycle, and end. (relance serve syncs all the time.)"`
	DryRun   bool   `help:"Read and plan, and print what would be taken and written; change nothing."`
	Book     string `help:"Only this book; all of them by default." placeholder:"NAME"`
	Language string `enum:"en,fr," default:"" help:"Language of what is printed: en or fr; by default the configuration's."`
	Log      string `enum:"text,json" default:"text" help:"Format of the log on standard error: text or json."`
}

func (syncCmd) Help() string {
	return `Examples:
  relance sync --once --dry-run --config relance.yaml
  relance sync --once --book main --config relance.yaml

A book that another process serves is synced by that process, which is asked
through the store: two never write into one sheet. If it doesn't answer, this
one only looks.

Exit codes: 0 all well; 3 rows that can't be read, or conflicts that nobody has
decided, wait for a person; 4 a book is held; 5 another process holds a book and
did not answer, so that nothing was written; 1 a book could not be synced; 80
the command line makes no sense.`
}

// Validate asks for --once: who forgets it may have meant the service.
func (s syncCmd) Validate() error {
	if !s.Once {
		return errors.New("say --once: relance sync runs one cycle and ends; relance serve syncs all the time")
	}
	return nil
}

func (s syncCmd) Run(c *console) error {
	cfg, err := config.Load(s.Config)
	if err != nil {
		return err
	}
	language := s.Language
	if language == "" {
		language = cfg.Language
	}
	books, err := app.SyncOnce(c.ctx, app.Options{Config: cfg, Log: newLog(c, s.Log), Now: c.now}, app.OnceAsk{Book: s.Book, DryRun: s.DryRun})
	if err != nil {
		return err
	}
	code := exitOK
	for _, b := range books {
		if b.Err != nil {
			_, _ = fmt.Fprintf(c.stderr, "relance: %v\n", b.Err)
		} else if _, err := fmt.Fprint(c.stdout, syncText(b, language)); err != nil {
			return err
		}
		code = worse(code, codeOf(b))
	}
	if code != exitOK {
		return &exitCodeError{code}
	}
	return nil
}

// codeOf is how one book's cycle went.
func codeOf(b app.OnceBook) int {
	switch {
	case b.Err != nil:
		return exitError
	case b.Report.Held != "" || len(b.Report.HeldBy) > 0:
		return exitHeld
	case b.Ran == app.RanNobody:
		return exitUnserved
	case b.Quarantined > 0 || len(b.Open) > 0:
		return exitPartial
	}
	return exitOK
}

// worse is the graver of two exit codes: an error first, then a hold, then a
// book that was only looked at.
func worse(a, b int) int {
	rank := map[int]int{exitOK: 0, exitPartial: 1, exitUnserved: 2, exitHeld: 3, exitError: 4}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
