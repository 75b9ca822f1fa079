package sheetsim

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// stateVersion is the form of saved states; Load refuses others.
const stateVersion = 1

// savedState is the whole simulator as JSON. Earlier versions of books, kept
// for stale reads, are not part of it, nor are faults, hooks and counts.
type savedState struct {
	Version int         `json:"version"`
	Random  []byte      `json:"random"`
	Private []string    `json:"private,omitempty"`
	Books   []savedBook `json:"books"`
}

type savedBook struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Locale   string          `json:"locale"`
	TimeZone string          `json:"timeZone"`
	Props    obj             `json:"props,omitempty"`
	Version  int64           `json:"version"`
	Created  time.Time       `json:"created"`
	Modified time.Time       `json:"modified"`
	Editor   string          `json:"editor,omitempty"`
	Writers  []string        `json:"writers,omitempty"`
	Sheets   []savedSheet    `json:"sheets"`
	Names    []savedName     `json:"names,omitempty"`
	Metadata []savedMetadata `json:"metadata,omitempty"`
}

type savedSheet struct {
	ID       int           `json:"id"`
	Title    string        `json:"title"`
	Props    obj           `json:"props,omitempty"`
	RowCount int           `json:"rowCount"`
	Columns  []savedColumn `json:"columns"`
	Rows     []savedRow    `json:"rows,omitempty"`
	Merges   []savedArea   `json:"merges,omitempty"`
	Filter   obj           `json:"filter,omitempty"`
	FilterA  savedArea     `json:"filterArea"`
	Rules    []savedRule   `json:"rules,omitempty"`
	Guards   []savedGuard  `json:"guards,omitempty"`
	Groups   []savedGroup  `json:"groups,omitempty"`
}

type savedColumn struct {
	Width  int  `json:"w,omitempty"`
	Hidden bool `json:"h,omitempty"`
}

type savedRow struct {
	Row    int         `json:"r"`
	Height int         `json:"height,omitempty"`
	Hidden bool        `json:"hidden,omitempty"`
	Cells  []savedCell `json:"cells,omitempty"`
}

type savedCell struct {
	Col     int      `json:"c"`
	Number  *float64 `json:"n,omitempty"`
	Text    *string  `json:"s,omitempty"`
	Bool    *bool    `json:"b,omitempty"`
	Error   string   `json:"e,omitempty"`
	Formula string   `json:"f,omitempty"`
	Format  obj      `json:"format,omitempty"`
	Note    string   `json:"note,omitempty"`
	Rule    obj      `json:"rule,omitempty"`
}

type savedArea [4]int

type savedRule struct {
	Areas []savedArea `json:"areas"`
	Body  obj         `json:"body"`
}

type savedGuard struct {
	ID   int       `json:"id"`
	Area savedArea `json:"area"`
	Body obj       `json:"body"`
}

type savedGroup struct {
	Rows      bool `json:"rows"`
	From      int  `json:"from"`
	To        int  `json:"to"`
	Depth     int  `json:"depth"`
	Collapsed bool `json:"collapsed,omitempty"`
}

type savedName struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	SheetID int       `json:"sheetId"`
	Area    savedArea `json:"area"`
}

type savedMetadata struct {
	ID            int    `json:"id"`
	Key           string `json:"key"`
	Value         string `json:"value,omitempty"`
	Visibility    string `json:"visibility"`
	OnSpreadsheet bool   `json:"onSpreadsheet,omitempty"`
	SheetID       int    `json:"sheetId,omitempty"`
	Dimension     string `json:"dimension,omitempty"`
	From          int    `json:"from,omitempty"`
	To            int    `json:"to,omitempty"`
}

func (a area) saved() savedArea    { return savedArea{a.row0, a.row1, a.col0, a.col1} }
func (a savedArea) restored() area { return area{a[0], a[1], a[2], a[3]} }

// plainObject gives decoded JSON the types of request messages.
func plainObject(m obj) obj {
	if m == nil {
		return nil
	}
	return plain(map[string]any(m)).(obj)
}

// Save writes the whole state as JSON.
func (s *Sim) Save(w io.Writer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	random, err := s.source.MarshalBinary()
	if err != nil {
		return fmt.Errorf("save random source: %w", err)
	}
	state := savedState{Version: stateVersion, Random: random, Books: []savedBook{}}
	for _, id := range sortedKeys(s.private) {
		if s.private[id] {
			state.Private = append(state.Private, id)
		}
	}
	for _, id := range s.order {
		state.Books = append(state.Books, s.books[id].saved())
	}
	if err := json.NewEncoder(w).Encode(state); err != nil {
		return fmt.Errorf("save spreadsheets: %w", err)
	}
	return nil
}

// Load replaces the state by a saved one. On an error nothing changes.
func (s *Sim) Load(r io.Reader) error {
	var state savedState
	if err := json.NewDecoder(r).Decode(&state); err != nil {
		return fmt.Errorf("load spreadsheets: %w", err)
	}
	if state.Version != stateVersion {
		return fmt.Errorf("load spreadsheets: form %d is not supported, only %d", state.Version, stateVersion)
	}
	books, order := map[string]*book{}, []string{}
	for _, saved := range state.Books {
		b, err := saved.restored()
		if err != nil {
			return fmt.Errorf("load spreadsheet %q: %w", saved.ID, err)
		}
		books[b.id] = b
		order = append(order, b.id)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.source.UnmarshalBinary(state.Random); err != nil {
		return fmt.Errorf("load random source: %w", err)
	}
	s.books, s.order, s.past, s.private = books, order, map[string][]*book{}, map[string]bool{}
	for _, id := range state.Private {
		s.private[id] = true
	}
	s.signal()
	return nil
}
