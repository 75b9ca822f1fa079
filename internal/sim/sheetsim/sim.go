package sheetsim

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Options configures a simulator. Now is required.
type Options struct {
	Now      func() time.Time
	Seed     int64  // of ids, and of nothing else
	Locale   string // of spreadsheets created without one; default en_US
	TimeZone string // of spreadsheets created without one; default Etc/GMT

	// RequireAuth refuses requests without an Authorization: Bearer header.
	RequireAuth bool
	// MetadataFollowsSort says whether metadata of a row moves with it in a
	// sort. The real behaviour is unproven, so both are offered.
	MetadataFollowsSort bool
	// DuplicateNamedRangeAllowed lets a second named range take a name that
	// exists. By default it is refused with a 400.
	DuplicateNamedRangeAllowed bool
}

// staleDepth is how many earlier versions of a book are kept for stale reads.
const staleDepth = 4

// Sim is the simulator. All its methods may be called at the same time.
type Sim struct {
	Faults *Faults

	opts  Options
	quota quota

	mu       sync.Mutex // guards what follows; held while a request runs
	source   *rand.PCG
	rand     *rand.Rand
	books    map[string]*book
	past     map[string][]*book // earlier versions, oldest first
	order    []string           // ids by creation
	private  map[string]bool    // spreadsheets not shared with the caller
	notified notifications

	counts struct {
		sync.Mutex
		calls map[string]int
	}
	watch struct {
		sync.Mutex
		next int
		subs map[int]chan struct{}
	}
	hooks struct {
		sync.Mutex
		before, after func(method string)
	}
}

// New returns an empty simulator.
func New(opts Options) *Sim {
	if opts.Now == nil {
		panic("sheetsim: Options.Now is required")
	}
	if opts.Locale == "" {
		opts.Locale = "en_US"
	}
	if opts.TimeZone == "" {
		opts.TimeZone = "Etc/GMT"
	}
	s := &Sim{
		opts: opts, Faults: &Faults{}, books: map[string]*book{}, past: map[string][]*book{}, private: map[string]bool{},
		source: rand.NewPCG(uint64(opts.Seed), 0x5eed),
	}
	s.rand = rand.New(s.source)
	s.quota.calls = map[string][]time.Time{}
	s.counts.calls = map[string]int{}
	s.watch.subs = map[int]chan struct{}{}
	return s
}

// CreateSpreadsheet adds an empty spreadsheet and returns its id. Empty locale
// or time zone mean the simulator's.
func (s *Sim) CreateSpreadsheet(title, locale, timeZone string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.newBook(title, locale, timeZone)
	s.commit(b)
	return b.id
}

// CreateSpreadsheetWithID is CreateSpreadsheet for an id that the caller
// chose, as of a spreadsheet that existed before. It reports false, and
// changes nothing, when the id is taken.
func (s *Sim) CreateSpreadsheetWithID(id, title, locale, timeZone string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.books[id] != nil {
		return false
	}
	b := s.newBook(title, locale, timeZone)
	b.id = id
	s.commit(b)
	return true
}

// SetShared shares a spreadsheet with the calling account or takes it back;
// requests for one not shared answer 403. New spreadsheets are shared.
func (s *Sim) SetShared(id string, shared bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.private[id] = !shared
}

func (s *Sim) newBook(title, locale, timeZone string) *book {
	if locale == "" {
		locale = s.opts.Locale
	}
	if timeZone == "" {
		timeZone = s.opts.TimeZone
	}
	b := &book{id: s.newID(), title: title, locale: locale, timeZone: timeZone, props: obj{}, created: s.opts.Now(), editor: serviceAccount}
	b.sheets = []*sheet{newSheet(0, localeOf(locale).firstSheet, defaultRows, defaultColumns)}
	return b
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// newID draws a spreadsheet id of the real length, 44.
func (s *Sim) newID() string {
	id := []byte("1")
	for len(id) < 44 {
		id = append(id, idAlphabet[s.rand.IntN(len(idAlphabet))])
	}
	return string(id)
}

// newNumber draws an id as sheets, protected ranges and metadata have.
func (s *Sim) newNumber() int { return 1 + s.rand.IntN(1<<31-2) }

// commit makes b the current version. The caller holds the lock.
func (s *Sim) commit(b *book) {
	if old := s.books[b.id]; old != nil {
		kept := slices.Concat(s.past[b.id], []*book{old})
		s.past[b.id] = kept[max(0, len(kept)-staleDepth):]
	} else {
		s.order = append(s.order, b.id)
	}
	b.version++
	b.modified = s.opts.Now()
	s.books[b.id] = b
	s.notifyAll(b.id, "update")
	s.signal()
}

// Subscribe returns a channel that receives after changes. Signals coalesce:
// one pending signal stands for any number of changes.
func (s *Sim) Subscribe() (changed <-chan struct{}, cancel func()) {
	s.watch.Lock()
	defer s.watch.Unlock()
	s.watch.next++
	id, ch := s.watch.next, make(chan struct{}, 1)
	s.watch.subs[id] = ch
	return ch, func() {
		s.watch.Lock()
		defer s.watch.Unlock()
		delete(s.watch.subs, id)
	}
}

func (s *Sim) signal() {
	s.watch.Lock()
	defer s.watch.Unlock()
	for _, ch := range s.watch.subs {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// Calls returns how often each method was called, refused calls included, by
// the method's name in the discovery document without the API's name:
// "spreadsheets.batchUpdate", "spreadsheets.values.get", "files.get".
func (s *Sim) Calls() map[string]int {
	s.counts.Lock()
	defer s.counts.Unlock()
	return maps.Clone(s.counts.calls)
}

// ResetCalls sets all counts to zero.
func (s *Sim) ResetCalls() {
	s.counts.Lock()
	defer s.counts.Unlock()
	clear(s.counts.calls)
}

func (s *Sim) count(method string) {
	s.counts.Lock()
	defer s.counts.Unlock()
	s.counts.calls[method]++
}

// BeforeApply sets a hook that runs before each request is applied, outside
// the lock: the place to let a person edit between a read and a write. nil
// removes it.
func (s *Sim) BeforeApply(hook func(method string)) {
	s.hooks.Lock()
	defer s.hooks.Unlock()
	s.hooks.before = hook
}

// AfterApply is BeforeApply for the moment after, before the reply is sent.
func (s *Sim) AfterApply(hook func(method string)) {
	s.hooks.Lock()
	defer s.hooks.Unlock()
	s.hooks.after = hook
}

func (s *Sim) runHook(method string, before bool) {
	s.hooks.Lock()
	hook := s.hooks.after
	if before {
		hook = s.hooks.before
	}
	s.hooks.Unlock()
	if hook != nil {
		hook(method)
	}
}
