package show

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// kept is what a world remembers between runs beside its simulators' state.
type kept struct {
	Clock       time.Time `json:"clock"`
	First       time.Time `json:"first"` // when it first opened: the dataset follows from it
	Spreadsheet string    `json:"spreadsheet"`
	Lang        string    `json:"lang"`
}

func (o *Options) file(name string) string { return filepath.Join(o.Dir, name) }

func (w *World) readKept() (kept, error) {
	var k kept
	text, err := os.ReadFile(w.o.file("world.json"))
	if !w.o.Keep || errors.Is(err, os.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return k, fmt.Errorf("read what was kept: %w", err)
	}
	if k.Lang != w.o.Lang {
		return k, fmt.Errorf("what is kept in %s is in %q: use --lang %s, or another folder", w.o.Dir, k.Lang, k.Lang)
	}
	return k, nil
}

// loadClock is the moment at which the world was last closed, if it is kept.
func (w *World) loadClock() (time.Time, error) {
	k, err := w.readKept()
	return k.Clock, err
}

// firstDay is the day the world first opened.
func (w *World) firstDay() (time.Time, error) {
	k, err := w.readKept()
	if err != nil || !k.First.IsZero() {
		return k.First.In(w.Location), err
	}
	return w.Clock.Now(), nil
}

// loadState loads the simulators, if they were kept.
func (w *World) loadState() (bool, error) {
	k, err := w.readKept()
	if err != nil || k.Spreadsheet == "" {
		return false, err
	}
	for name, load := range map[string]func(io.Reader) error{"slack.json": w.Slack.Load, "sheets.json": w.Sheets.Load, "mail.json": w.Mail.Load} {
		f, err := os.Open(w.o.file(name))
		if name == "mail.json" && errors.Is(err, os.ErrNotExist) {
			continue // kept by a version that wrote no letters
		}
		if err != nil {
			return false, fmt.Errorf("read what was kept: %w", err)
		}
		err = load(f)
		_ = f.Close()
		if err != nil {
			return false, fmt.Errorf("read %s: %w", name, err)
		}
	}
	w.SpreadsheetID = k.Spreadsheet
	return true, nil
}

// saveState writes each file whole or not at all; world.json, which makes the
// others count, comes last.
func (w *World) saveState() error {
	first, err := w.firstDay()
	if err != nil {
		return err
	}
	k, err := json.Marshal(kept{Clock: w.Clock.Now(), First: first, Spreadsheet: w.SpreadsheetID, Lang: w.o.Lang})
	if err != nil {
		return fmt.Errorf("save the world: %w", err)
	}
	for _, part := range []struct {
		name string
		save func(io.Writer) error
	}{
		{"slack.json", w.Slack.Save},
		{"sheets.json", w.Sheets.Save},
		{"mail.json", w.Mail.Save},
		{"world.json", func(out io.Writer) error { _, err := out.Write(k); return err }},
	} {
		if err := SaveFile(w.o.file(part.name), part.save); err != nil {
			return fmt.Errorf("save %s: %w", part.name, err)
		}
	}
	return nil
}

// SaveFile writes a file whole or not at all: what was there stays until the
// new one is complete.
func SaveFile(path string, save func(io.Writer) error) error {
	f, err := os.Create(path + ".new")
	if err != nil {
		return err
	}
	if err := errors.Join(save(f), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
