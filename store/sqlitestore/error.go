package sqlitestore

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// SQLite's primary result codes that an operator can do something about:
// https://www.sqlite.org/rescode.html
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeIO       = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

var advice = map[int]string{
	codeBusy:     "another process has been writing for too long",
	codeReadOnly: "the file or its directory may not be written; SQLite needs both",
	codeIO:       "the disk failed or is full",
	codeCorrupt:  "the file is damaged: restore a backup",
	codeFull:     "the disk is full: nothing was written; make room and try again",
	codeCantOpen: "the file can't be opened or made: does the directory exist, and may it be written?",
	codeNotADB:   "the file is not a SQLite database",
}

// explain puts what an operator can do in front of SQLite's own words.
func explain(err error) error {
	failure, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	if text := advice[failure.Code()&0xff]; text != "" {
		return fmt.Errorf("%s: %w", text, err)
	}
	return err
}
