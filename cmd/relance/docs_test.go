package main

import (
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestTheDocumentsNameEveryCommandAndFlag walks the command line as kong
// understands it.
func TestTheDocumentsNameEveryCommandAndFlag(t *testing.T) {
	var text strings.Builder
	for _, name := range []string{"../../README.md", "../../docs/operating.md"} {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(page)
	}
	parser, err := kong.New(&cli{}, kong.Name("relance"), kong.Vars{"version": version})
	if err != nil {
		t.Fatal(err)
	}
	commands, flags := 0, 0
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		switch n := node.(type) {
		case *kong.Command:
			if !n.Hidden {
				commands++
				if !strings.Contains(text.String(), n.FullPath()) {
					t.Errorf("no document names the command %s", n.FullPath())
				}
			}
		case *kong.Flag:
			if !n.Hidden && n.Name != "help" {
				flags++
				if !strings.Contains(text.String(), "--"+n.Name) {
					t.Errorf("no document names the flag --%s", n.Name)
				}
			}
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if commands < 5 || flags < 12 {
		t.Errorf("only %d commands and %d flags found", commands, flags)
	}
}
