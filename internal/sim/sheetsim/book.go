package sheetsim

import (
	"strings"
	"sync"
	"time"
)

// book is one spreadsheet at one version.
type book struct {
	id, title, locale, timeZone string
	props                       obj // SpreadsheetProperties beyond those above
	sheets                      []*sheet
	names                       []namedRange
	metadata                    []metadata
	version                     int64
	created, modified           time.Time
	editor                      string   // e-mail of who changed it last
	writers                     []string // shared with by the API

	results results
}

type namedRange struct {
	id, name string
	sheetID  int
	area     area
}

// metadata is one DeveloperMetadata. Dimension is "" for a sheet's or the
// spreadsheet's own.
type metadata struct {
	id                     int
	key, value, visibility string
	onSpreadsheet          bool
	sheetID                int
	dimension              string // "", ROWS or COLUMNS
	from, to               int
}

func (b *book) clone() *book {
	out := *b
	out.sheets = make([]*sheet, len(b.sheets))
	for i, s := range b.sheets {
		out.sheets[i] = s.clone()
	}
	out.names = append([]namedRange(nil), b.names...)
	out.metadata = append([]metadata(nil), b.metadata...)
	out.results = results{now: b.results.now}
	return &out
}

func (b *book) sheetByID(id int) *sheet {
	for _, s := range b.sheets {
		if s.id == id {
			return s
		}
	}
	return nil
}

// sheetByTitle ignores case, as the service does for titles.
func (b *book) sheetByTitle(title string) *sheet {
	for _, s := range b.sheets {
		if s.title == title {
			return s
		}
	}
	for _, s := range b.sheets {
		if strings.EqualFold(s.title, title) {
			return s
		}
	}
	return nil
}

// firstSheet is the one that A1 notation without a title means: the first
// visible.
func (b *book) firstSheet() *sheet {
	for _, s := range b.sheets {
		if !s.hidden() {
			return s
		}
	}
	return b.sheets[0]
}

func (b *book) indexOf(id int) int {
	for i, s := range b.sheets {
		if s.id == id {
			return i
		}
	}
	return -1
}

func (b *book) namedRange(name string) *namedRange {
	for i := range b.names {
		if strings.EqualFold(b.names[i].name, name) {
			return &b.names[i]
		}
	}
	return nil
}

// zone is the spreadsheet's time zone, UTC when it is unknown here.
func (b *book) zone() *time.Location {
	if loc, ok := zones.Load(b.timeZone); ok {
		return loc.(*time.Location) //nolint:forcetypeassert // only these are stored, below
	}
	loc, err := time.LoadLocation(b.timeZone)
	if err != nil {
		return time.UTC
	}
	zones.Store(b.timeZone, loc)
	return loc
}

// zones are the time zones met so far by name: loading one reads a file, and
// each TODAY() needs it.
var zones sync.Map

// cellCount is what the 10 million limit counts: the grid, filled or not.
func (b *book) cellCount() int {
	total := 0
	for _, s := range b.sheets {
		total += s.rowCount() * s.colCount()
	}
	return total
}

// The service's documented limits.
const (
	maxCells     = 10_000_000 // per spreadsheet
	maxCellChars = 50_000     // per cell
)
