package sheets

import (
	"context"
	"maps"
	"slices"

	"github.com/relance-bot/relance/store"
)

// undo puts back what strayed, each by a guarded write of its own, the last
// first. It ends when none is left, or when one waits for the next cycle.
func (c *cycle) undo(ctx context.Context, read *sheetRead) (*sheetRead, error) {
	for range maxTries + 1 {
		if !c.open() && read != nil {
			return read, nil
		}
		var err error
		if read == nil {
			if read, err = c.read(ctx, false); err != nil {
				return nil, err
			}
		}
		if !c.open() || len(read.Holds) > 0 {
			return read, nil
		}
		wrote, err := c.undoOnce(ctx, read)
		if err != nil {
			return nil, err
		}
		if !wrote && c.open() {
			return read, nil // its row can't be found: tried again next time
		}
		read = nil
	}
	return c.read(ctx, false)
}

// open tells whether a put-back waits to be carried out.
func (c *cycle) open() bool {
	for _, b := range c.state.putBacks {
		if !b.Asked {
			return true
		}
	}
	return false
}

// reconsider takes up again what was left to a person because its row bore
// another's number, or its number stood there twice, once each row has a number
// of its own.
func (c *cycle) reconsider(ctx context.Context, read *sheetRead) error {
	u := &undoing{cycle: c, ended: map[string]*PutBack{}, strays: map[string]*Stray{}}
	var again []string
	for _, id := range inReverse(c.state.putBacks) {
		b := c.state.putBacks[id]
		if !b.Asked || len(read.Holds) > 0 {
			continue
		}
		t, at, err := b.find(read)
		if err != nil {
			return err
		}
		torn := c.torn(b)
		if at.Found && b.holdsStray(at) && torn == nil {
			if b.Twice && b.keyed(*t, at) {
				b.Asked = false
				u.ended[id], u.strays[id] = &b, nil
				again = append(again, id)
			}
			continue
		}
		all, err := c.holders(read, b)
		rows := slices.DeleteFunc(slices.Clone(all), func(l likely) bool { return l.key == "" })
		switch {
		case err != nil:
			return err
		case torn != nil && len(rows) > 0:
			u.tell(id, b, torn, rows)
		case torn != nil && (len(all) > 0 || at.Found && b.holdsStray(at)): // not apart yet
		case len(rows) == 1 && rows[0].exact:
			b.Key, b.Tab, b.Asked, b.Tries = rows[0].key, rows[0].tab.Role, false, 0
			u.ended[id], u.strays[id] = &b, nil
			again = append(again, id)
		case len(rows) > 0:
			u.askWhich(id, b, rows)
		case at.Found && b.keyed(*t, at) && len(all) == 0:
			u.ended[id], u.strays[id] = nil, nil // a person typed over it: their word, whatever it is
		}
	}
	if len(u.ended) == 0 {
		return nil
	}
	return u.note(ctx, again...)
}

// torn are the put-backs, in order, of a row and its copy that were both hit while
// they bore one number, and had held different values there: which was whose
// nobody can tell.
func (c *cycle) torn(b PutBack) []string {
	var ids []string
	differ := false
	for _, id := range slices.Sorted(maps.Keys(c.state.putBacks)) {
		a := c.state.putBacks[id]
		if b.Twice && a.Twice && a.Seq == b.Seq && a.Tab == b.Tab && a.Col == b.Col && a.Key == b.Key {
			ids = append(ids, id)
			differ = differ || a.Formula != b.Formula || !sameCell(a.Was, b.Was)
		}
	}
	if !differ {
		return nil
	}
	return ids
}

// tell asks about what was torn, once each row has a number of its own: one value
// of each, and the person who sees them knows whether it is the other's.
func (u *undoing) tell(id string, b PutBack, torn []string, rows []likely) {
	if i := slices.Index(torn, id); i > 0 {
		if i > len(rows) {
			return
		}
		b.Key, b.Tab = rows[i-1].key, rows[i-1].tab.Role
	}
	b.Twice = false
	u.askAbout(id, b)
}

// undoing collects what comes of the put-backs of one origin.
type undoing struct {
	*cycle
	ops       []op
	lost      []Problem
	ended     map[string]*PutBack
	strays    map[string]*Stray
	conflicts []Conflict
	waits     bool
}

// undoOnce writes the put-backs of one origin back, in one guarded write.
func (c *cycle) undoOnce(ctx context.Context, read *sheetRead) (wrote bool, err error) {
	u := &undoing{cycle: c, ended: map[string]*PutBack{}, strays: map[string]*Stray{}}
	origin := int64(-1)
	for _, id := range inReverse(c.state.putBacks) {
		b := c.state.putBacks[id]
		if b.Asked {
			continue
		}
		if origin >= 0 && b.Seq != origin {
			break
		}
		origin = b.Seq
		if err := u.look(read, id, b); err != nil {
			return false, err
		}
	}
	if err := u.untouched(ctx, read); err != nil {
		return false, err
	}
	if err := u.note(ctx); err != nil {
		return false, err
	}
	if len(u.lost) > 0 {
		if err := c.holdFor(ctx, u.lost); err != nil {
			return false, err
		}
	}
	if len(u.ops) == 0 {
		return len(u.lost) == 0 && len(u.ended) > 0 && !u.waits, nil
	}
	_, err = c.guardedWrite(ctx, read, u.ops)
	return true, err
}

// look finds one put-back's cell and tells what is to be done about it.
func (u *undoing) look(read *sheetRead, id string, b PutBack) error {
	if inv, ok := u.Desk.Book().Follow(b.Key); ok && b.Tab.kind() == tabInvoices && inv.Key != b.Key {
		b.Key = inv.Key // its invoice was renumbered since
		u.ended[id] = &b
	}
	t, at, err := b.find(read)
	if err != nil {
		return err
	}
	if (at.NoKey || at.Twice) && !b.Emptied && !IsBlank(b.Stray.Value) {
		at = u.twin(b, at)
	}
	if at.NoKey || at.Found && !b.holdsStray(at) {
		rows, err := u.renumbered(read, b)
		switch {
		case err != nil:
			return err
		case len(rows) == 1 && rows[0].exact:
			t, at = rows[0].tab, rows[0].at
			b.Key = rows[0].key // guarded from here on
			u.ended[id] = &b
		case len(rows) > 0 && at.Found:
			u.askWhich(id, b, rows)
			return nil
		}
	}
	now := cellAt(at.Cells, at.Col)
	switch {
	case at.Found && sameCell(now, b.Was) && b.Formula == "" && b.StrayFormula == "":
		u.ended[id] = nil // someone put it back already
	case b.Revived && (at.NoKey || at.Found && !b.holdsStray(at)):
		u.ended[id] = nil // gone when that version was made, or typed over: nobody waits for it
	case at.Found && !sameCell(now, b.Stray.Value) && b.StrayFormula == "":
		u.end(id, b, "a person typed over it") // their value stands, the pre-image is kept
	case at.NoKey || at.Twice:
		// The book is held until the key is there once, or a person says go on.
		if !u.ask.Force {
			u.waits = true
			u.lost = append(u.lost, problem(ProblemPreImageLost, string(b.Key)))
			return nil
		}
		b.Twice = at.Twice
		u.giveUp(id, b)
	case b.Tries >= maxTries:
		b.Twice = false
		u.giveUp(id, b)
	case !at.Found:
		u.waits = true
		b.Tries++
		u.ended[id] = &b
	default:
		o := op{
			Tab: t.Role, Ident: b.ident(t, at.Cells), Field: fieldAt(t.Columns, at.Col), Header: textAt(headerTexts(t.header), at.Col),
			Row: at.Row, Col: at.Col, Old: b.Stray.Value, Over: b.StrayFormula, New: Literal{Value: b.Was}, Formula: b.Formula, Cells: at.Cells,
			PutBack: id, Emptied: b.Emptied,
		}
		if !b.Emptied {
			o.FromSeq, o.FromRow, o.FromCol = b.Seq, b.AtRow, b.Col
		}
		u.ops = append(u.ops, o)
		return u.copied(read, id, b, t, at)
	}
	return nil
}

// twin gives a put-back one of the rows that may have been hit, where a row and
// its copy both were: they are one and the same, so that each may have any of
// them, and none is given twice. Where fewer were hit than stand there the
// others are copies that were made since, and nobody knows which.
func (u *undoing) twin(b PutBack, at locus) locus {
	hit := 0
	for _, a := range u.state.putBacks {
		if b.isTwin(a) {
			hit++
		}
	}
	if hit < 2 || hit != len(at.Twins) {
		return at
	}
	for _, row := range at.Twins {
		if !slices.ContainsFunc(u.ops, func(o op) bool { return o.Tab == b.Tab && o.Row == row.Row && o.Col == row.Col }) {
			return row
		}
	}
	return at
}

// copied adds the copies of the row that was hit, which people made before it
// was put back and numbered since: our value came along. Where a copy was edited
// a person is asked.
func (u *undoing) copied(read *sheetRead, id string, b PutBack, t *tabRead, at locus) error {
	if _, known := u.state.rows[b.Key]; !known && !b.Twice || !b.keyed(*t, at) {
		return nil // a likely row itself: a person was asked about each
	}
	now := b // a copy is one of the row as it stands: columns may have moved since it was hit
	now.Row, now.Hit, now.Texts, now.Header = at.Cells, []int{at.Col}, nil, textAt(headerTexts(t.header), at.Col)
	rows, err := u.renumbered(read, now)
	for _, l := range rows {
		also := b
		also.Key, also.Tab, also.Tries, also.Twice = l.key, l.tab.Role, 0, false
		if name := id + "/" + string(l.key); l.exact {
			u.ended[name] = &also
		} else {
			u.askAbout(name, also)
		}
	}
	return err
}

// end closes a put-back that is not carried out; the pre-image is kept.
func (u *undoing) end(id string, b PutBack, note string) {
	u.ended[id] = nil
	conflict := b.conflict(id, note)
	conflict.At = u.now
	u.conflicts = append(u.conflicts, conflict)
}

// giveUp asks a person: our value stays where it is, and is not taken for a
// person's, until they decide or have it tried again.
func (u *undoing) giveUp(id string, b PutBack) {
	if b.planned() {
		u.ended[id] = nil
		return
	}
	u.askAbout(id, b)
}

// askAbout leaves a put-back to a person.
func (u *undoing) askAbout(id string, b PutBack) {
	u.end(id, b, "could not be put back")
	u.conflicts[len(u.conflicts)-1].Again = true
	b.Asked = true
	u.ended[id] = &b
	u.strays[id] = &Stray{Key: b.Key, Field: b.Field, Value: b.Stray.Value}
	u.report.Problems = append(u.report.Problems, Problem{Code: ProblemUnresolved, Invoice: b.Key, Field: b.Field, Args: []string{cellText(b.Stray.Value)}})
}

// askWhich asks of each row whether our value in it is a person's: a yes or a
// name may well be their own word there.
func (u *undoing) askWhich(id string, b PutBack, rows []likely) {
	for i, r := range rows {
		b.Key, b.Tab, b.Twice = r.key, r.tab.Role, false
		if i > 0 {
			id += "+"
		}
		u.askAbout(id, b)
	}
}

// untouched drops the put-backs whose cell isn't as we left it in formula and
// format either: a person's cell stands, and what they did is theirs even
// where the value shown is still ours.
func (u *undoing) untouched(ctx context.Context, read *sheetRead) error {
	if len(u.ops) == 0 {
		return nil
	}
	hidden := u.tabs()[tabHidden]
	var areas []Area
	for _, o := range u.ops {
		b := u.state.putBacks[o.PutBack]
		from := Area{Tab: hidden, Row: b.AtRow, Rows: 1, Col: b.Col, Cols: 1, Formats: true}
		if b.StraySeq > 0 {
			from.Row, from.Col = b.StrayRow, b.StrayCol
		}
		areas = append(areas, Area{Tab: read.tab(o.Tab).Tab, Row: o.Row, Rows: 1, Cols: max(len(o.Cells), o.Col+1), Formats: true}, from)
	}
	grids, err := u.Spreadsheet.Inspect(ctx, areas)
	u.called("inspect")
	if err != nil {
		return err
	}
	var rest []op
	for i, o := range u.ops {
		now, left := grids[2*i].cell(0, o.Col), grids[2*i+1].cell(0, 0)
		b := u.state.putBacks[o.PutBack]
		switch {
		case !sameRow(shownCells(grids[2*i].row(0)), o.Cells, nil):
			// Another row stands there by now, or this one moved: it is found anew.
			if found := u.ended[o.PutBack]; found != nil {
				b = *found
			}
			u.waits = true
			b.Tries++
			u.ended[o.PutBack] = &b
		case b.StrayFormula == "" && now.Formula != "":
			u.end(o.PutBack, b, "a person typed a formula over it")
		case b.StrayFormula != "" && !sameFormula(now.Formula, b.StrayFormula):
			u.end(o.PutBack, b, "a person typed over it")
		case b.Emptied: // it looks like the row beside it
			rest = append(rest, o)
		case now.Format != left.Format || !b.Stray.Formats() && now.Number != left.Number || b.Stray.IsDate && !now.IsDate:
			// The cell is a person's by its look; the value in it is still ours.
			u.end(o.PutBack, b, "a person formatted it")
			u.strays[o.PutBack] = &Stray{Key: b.Key, Field: b.Field, Value: b.Stray.Value}
		default:
			rest = append(rest, o)
		}
	}
	u.ops = rest
	return nil
}

// note records what ended, in one transaction; the conflicts that are open no
// more are forgotten.
func (u *undoing) note(ctx context.Context, over ...string) error {
	t := store.Commit{}
	for _, id := range over {
		t.Delete = append(t.Delete, store.Doc{Kind: kindConflict, Key: id})
	}
	for id, b := range u.ended {
		putOrDelete(&t, kindPutBack, id, b)
	}
	undone := u.ending(&t, u.ended, u.state.mark.Seq)
	for id, s := range u.strays {
		putOrDelete(&t, kindStray, id, s)
	}
	for _, conflict := range u.conflicts {
		t.Put = append(t.Put, doc(kindConflict, conflict.ID, conflict))
	}
	return u.commit(ctx, nil, t, func() {
		rememberAll(u.state.putBacks, u.ended)
		rememberAll(u.state.undone, undone)
		rememberAll(u.state.strays, u.strays)
		u.report.Conflicts = append(u.report.Conflicts, u.conflicts...)
	})
}
