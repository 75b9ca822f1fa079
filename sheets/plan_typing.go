package sheets

import (
	"fmt"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/relance-bot/relance/ledger"
)

// maxTyping is how many rows can be half typed at once; more were pasted, and
// are told about as they are.
const maxTyping = 500

// typing tells that a row with problems was touched a moment ago: whoever types
// it will see to the rest. Its values are taken all the same, and nobody is
// chased on it; but it gets no Check, and nobody is told, before it has stood
// as it is for a while.
func (p *planner) typing(r *sheetRow) bool {
	if p.Quiet == 0 || p.First {
		return false
	}
	id := r.typed()
	since, known := p.Typing[id]
	if !known {
		if len(p.out.Typing) >= maxTyping {
			return false
		}
		since = p.Now
	}
	p.out.Typing[id] = since
	return p.Now.Sub(since) < p.Quiet
}

// tell reports what is wrong with a row as a whole, in its Check too, unless
// somebody is typing it.
func (p *planner) tell(r *sheetRow, k, check ledger.Key, pr Problem) {
	if p.typing(r) {
		p.hushed[k] = true
		return
	}
	p.problem(r, k, pr)
	p.writeCheck(r, check, []Problem{pr})
}

// typed is what people typed into a row: the cells of their columns, wherever
// those stand.
func (r *sheetRow) typed() string {
	hash := xxhash.New()
	for _, f := range ledger.RowFields {
		at, ok := r.tab.Columns.Index(f)
		if ok && OwnerOf(f) != OwnerBot {
			_, _ = fmt.Fprintf(hash, "%s=%v\n", f, cellAt(r.cells(), at))
		}
	}
	return fmt.Sprintf("%x", hash.Sum64())
}

const typingKey = "rows"

// settlesAt is when the next row that somebody is typing will have settled.
func (c *cycle) settlesAt() time.Time {
	var next time.Time
	for _, since := range c.state.typing {
		if at := since.Add(c.Quiet); at.After(c.now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}
