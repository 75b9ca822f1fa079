package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// killAfter is how long `go test` has to end its tests once it is asked to.
const killAfter = 10 * time.Second

func main() {
	logFile := flag.String("log", "", "file for the whole output")
	summaryFile := flag.String("summary", "", "file for the summary (also printed when empty)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	failed, err := run(ctx, *logFile, *summaryFile, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "testsummary:", err)
		os.Exit(2)
	}
	if failed > 0 {
		os.Exit(1)
	}
}

// run runs the command and returns how many tests, or packages without a test
// to blame, failed.
func run(ctx context.Context, logFile, summaryFile string, command []string) (failed int, err error) {
	if len(command) == 0 {
		return 0, errors.New("expected the go test command after --")
	}
	log := io.Discard
	if logFile != "" {
		f, err := os.Create(logFile)
		if err != nil {
			return 0, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		log = f
	}

	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = killAfter
	cmd.Stderr = io.MultiWriter(os.Stderr, log)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	t := newTally(os.Stdout, log)
	readErr := t.read(bufio.NewReader(stdout))
	waitErr := cmd.Wait()
	t.end(waitErr)

	summary := os.Stdout
	if summaryFile != "" {
		if summary, err = os.Create(summaryFile); err != nil {
			return 0, err
		}
		defer func() { err = errors.Join(err, summary.Close()) }()
	}
	t.summarise(summary)
	return len(t.failed), readErr
}
