// Command relance is the whole product in one binary: the service, the demo,
// reports from a file, and the simulators.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/relance-bot/relance/internal/redact"
)

// version is set by the linker in a release.
var version = "dev"

// Exit codes. Kong itself ends with 80 on a usage error.
const (
	exitOK       = 0
	exitError    = 1
	exitPartial  = 3 // done, and something waits for a person: rows that can't be read, conflicts
	exitHeld     = 4 // a book is held: nothing is written
	exitUnserved = 5 // another process holds a book and does not answer: only looked
)

// cli is the command line. Each command's file holds its flags and Run.
type cli struct {
	Serve    serveCmd    `cmd:"" help:"Run the service."`
	Demo     demoCmd     `cmd:"" help:"Try everything, with a simulated Slack and a simulated Google Sheet."`
	Init     initCmd     `cmd:"" help:"Start: make a spreadsheet, or adopt one that you have."`
	Eject    ejectCmd    `cmd:"" help:"Take everything that Relance added out of a spreadsheet."`
	Sync     syncCmd     `cmd:"" help:"Bring book and sheet together once, and print what was done."`
	Policy   policyCmd   `cmd:"" help:"Check the rules of chasing, and explain them."`
	Remind   remindCmd   `cmd:"" help:"Show who would be reminded of what, today and in the days to come."`
	Letter   letterCmd   `cmd:"" help:"Write a customer's letter as it would go today, without sending it."`
	Handover handoverCmd `cmd:"" help:"Write the dossier of a customer to hand over: agency, mediation or court."`
	Report   reportCmd   `cmd:"" help:"Print a report of a CSV file (overdue, aging, dso), or what a late payment costs."`
	Sim      simCmd      `cmd:"" help:"Run a simulator alone: slack, sheets or mail."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// console is what a command reads and writes, and its clock, so that tests
// can look and choose the day.
type console struct {
	ctx            context.Context //nolint:containedctx // one command's life is the process's
	stdout, stderr io.Writer
	now            func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(&console{ctx: ctx, stdout: os.Stdout, stderr: redact.Writer(os.Stderr), now: time.Now}, os.Args[1:])
	stop()
	os.Exit(code)
}

// run parses the arguments and runs the command; it gives the exit code.
func run(c *console, args []string) int {
	var commands cli
	exited := -1
	parser, err := kong.New(&commands,
		kong.Name("relance"),
		kong.Description("A receivables desk for teams that live in Slack and keep their invoices in a shared Google Sheet.\n\nStart with: relance demo"),
		kong.ShortUsageOnError(),
		kong.Writers(c.stdout, c.stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.Vars{"version": version},
		kong.Bind(c),
	)
	if err != nil {
		panic(err) // the command line's own definition is wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		parser.Stdout = c.stderr // the usage belongs to the error; who reads our output wants a report or nothing
		parser.FatalIfErrorf(err)
		return max(exited, exitError)
	}
	err = parsed.Run(c)
	var partial *exitCodeError
	switch {
	case errors.As(err, &partial):
		return partial.code
	case err != nil:
		_, _ = fmt.Fprintf(c.stderr, "relance: %v\n", err)
		return exitError
	}
	return exitOK
}

// exitCodeError ends the process with a code, everything having been said.
type exitCodeError struct{ code int }

func (e *exitCodeError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

type versionCmd struct{}

func (versionCmd) Run(c *console) error {
	_, err := fmt.Fprintln(c.stdout, "relance", version)
	return err
}
