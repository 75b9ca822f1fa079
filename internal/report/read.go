package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// maxRows bounds what is read into memory: ten times the largest book that
// Relance is made for.
const maxRows = 1_000_000

// reading is what a file came to.
type reading struct {
	book     *ledger.Book
	problems []rowProblem // in order of their lines
	notes    []string
}

// rowProblem is why a row, or part of one, could not be read.
type rowProblem struct {
	line   int // of the file, from 1; a quoted cell may span several
	reason string
}

// line is a record with the line it begins on.
type line struct {
	at    int
	cells []string
}

// readFile reads the whole file; an error is about all of it.
func readFile(o Options) (reading, error) {
	lines, problems, err := readLines(o.Input)
	if err != nil {
		return reading{}, fmt.Errorf("%s: %w", o.name(), err)
	}
	if len(lines) == 0 {
		return reading{}, fmt.Errorf("%s: the file has no header row", o.name())
	}
	columns, wrong := sheets.MatchColumns(lines[0].cells, o.Columns)
	for _, p := range wrong {
		return reading{}, fmt.Errorf("%s: header: %w", o.name(), p)
	}
	for _, f := range []ledger.Field{ledger.FieldNumber, ledger.FieldAmount} {
		if !columns.Has(f) {
			return reading{}, fmt.Errorf("%s: header: no column for %s; name it with --columns %s=…", o.name(), sheets.HeaderFor(f, "en"), f)
		}
	}
	r := reader{options: o, columns: columns, problems: problems}
	r.read(lines[1:])
	slices.SortStableFunc(r.problems, func(a, b rowProblem) int { return a.line - b.line })
	if o.Strict && len(r.problems) > 0 {
		return reading{problems: r.problems[:1]}, nil
	}
	return r.finish(), nil
}

// readLines splits the file into records. A record that is no CSV is a problem
// of its line, and the rest is read.
func readLines(input io.Reader) ([]line, []rowProblem, error) {
	buffered := bufio.NewReader(input)
	if bom, _ := buffered.Peek(3); bytes.Equal(bom, []byte("\ufeff")) {
		buffered.Discard(3) //nolint:errcheck // peeked a moment ago
	}
	in := csv.NewReader(buffered)
	in.FieldsPerRecord = -1 // ragged rows are read as far as they go
	in.Comma = separator(buffered)
	var lines []line
	var problems []rowProblem
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return lines, problems, nil
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			problems = append(problems, rowProblem{wrong.StartLine, "not a CSV record: " + wrong.Err.Error()})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		at, _ := in.FieldPos(0)
		if len(lines) > maxRows {
			return nil, nil, fmt.Errorf("more than %d rows", maxRows)
		}
		lines = append(lines, line{at, cells})
	}
}

// separator is what the header row has most of: comma, semicolon (as French
// spreadsheets save it) or tab.
func separator(r *bufio.Reader) rune {
	start, _ := r.Peek(r.Size())
	header, _, _ := bytes.Cut(start, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := strings.Count(string(header), string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
