package console

import (
	"encoding/json"
	"hash/maphash"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// entries are a state cut into named values: "message/C1/1700000000.000100".
type entries map[string]any

// feed remembers what a page was sent, as hashes, and yields the difference.
type feed struct {
	seed maphash.Seed
	sent map[string]uint64 // nil before the first push
}

func newFeed() *feed { return &feed{seed: maphash.MakeSeed()} }

// push returns the JSON of {reset, set, gone} that turns what was sent into now,
// or nil if nothing differs.
func (f *feed) push(now entries) []byte {
	out := struct {
		Reset bool                       `json:"reset,omitempty"`
		Set   map[string]json.RawMessage `json:"set,omitempty"`
		Gone  []string                   `json:"gone,omitempty"`
	}{Reset: f.sent == nil, Set: map[string]json.RawMessage{}}
	if f.sent == nil {
		f.sent = map[string]uint64{}
	}
	for key, value := range now {
		sum, data := f.sum(value)
		if old, known := f.sent[key]; known && old == sum {
			continue
		}
		if data == nil {
			var err error
			if data, err = json.Marshal(value); err != nil {
				continue // a state of our own making; a value that can't be written isn't shown
			}
		}
		f.sent[key] = sum
		out.Set[key] = data
	}
	for key := range f.sent {
		if _, still := now[key]; !still {
			delete(f.sent, key)
			out.Gone = append(out.Gone, key)
		}
	}
	if !out.Reset && len(out.Set) == 0 && len(out.Gone) == 0 {
		return nil
	}
	data, err := json.Marshal(out)
	if err != nil {
		return nil
	}
	return data
}

// sum hashes a value, and returns its JSON where it needed that.
func (f *feed) sum(value any) (uint64, []byte) {
	var h maphash.Hash
	h.SetSeed(f.seed)
	if m, ok := value.(slacksim.SeenMessage); ok {
		sumMessage(&h, m)
		return h.Sum64(), nil
	}
	data, err := json.Marshal(value)
	if err != nil {
		return 0, nil
	}
	_, _ = h.Write(data) // a hash takes everything
	return h.Sum64(), data
}
