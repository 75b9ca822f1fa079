package sheetsim

import "fmt"

// Version is a state of a spreadsheet in its version history.
type Version struct{ book *book }

// Version is the spreadsheet as it stands, to be restored later.
func (h *Hand) Version() Version {
	h.sim.mu.Lock()
	defer h.sim.mu.Unlock()
	return Version{h.sim.books[h.id]}
}

// Restore brings an earlier version back: every tab, hidden ones too, with
// its named ranges and metadata, and not what is Drive's: the file's name, and
// with whom it is shared. It is a change like any other: Drive's version goes on
// growing.
func (h *Hand) Restore(v Version) error {
	h.sim.mu.Lock()
	defer h.sim.mu.Unlock()
	now := h.sim.books[h.id]
	if now == nil || v.book == nil || v.book.id != h.id {
		return fmt.Errorf("no such version of spreadsheet %s", h.id)
	}
	b := v.book.clone()
	b.version, b.editor, b.title, b.writers = now.version, h.email, now.title, now.writers
	b.at(h.sim.opts.Now())
	h.sim.commit(b)
	return nil
}
