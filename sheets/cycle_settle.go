package sheets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/relance-bot/relance/store"
)

// settleAll ends the intents that an earlier cycle, or another replica, left
// open, before anything is planned.
func (c *cycle) settleAll(ctx context.Context) error {
	if len(c.state.intents) == 0 {
		return nil
	}
	docs, err := c.State.Docs(ctx, c.Book, store.KindIntent)
	if err != nil {
		return err
	}
	if c.outline == nil {
		if err := c.fetchOutline(ctx); err != nil {
			return err
		}
	}
	for _, d := range docs {
		var in intentDoc
		dec := json.NewDecoder(strings.NewReader(string(d.Data)))
		dec.UseNumber()
		if err := dec.Decode(&in); err != nil {
			return fmt.Errorf("read intent %s: %w", d.Key, err)
		}
		how, err := c.settle(ctx, in)
		if err != nil {
			c.report.Unsettled = true
			return errors.Join(ErrUnsettled, err)
		}
		c.report.Settled = append(c.report.Settled, in.Token+": "+how)
	}
	return nil
}

// settle creates the token's object with a void mark. Success means that the
// batch was not and never can be applied. "Already exists" means that it was,
// and the hidden tab tells on which rows and over what. The object bears the
// token as its id, and an id that exists is refused even where a second range
// of the same name is not.
func (c *cycle) settle(ctx context.Context, in intentDoc) (string, error) {
	hidden, ok := c.tabs()[tabHidden]
	if !ok {
		return "", errors.New("the hidden tab is missing")
	}
	_, err := c.Spreadsheet.Write(ctx, in.voidBatch(hidden, c.Desk.Book().Seq()))
	c.called("write")
	if err == nil {
		return "not applied", c.closeVoid(ctx, in.intent, true)
	}
	if callCode(err) != CallExists {
		return "", err
	}
	grids, err := c.Spreadsheet.Inspect(ctx, []Area{
		{Tab: hidden, Row: logRow(in.Seq), Rows: 1, Cols: 4},
		in.area(hidden),
	})
	c.called("inspect")
	if callCode(err) == CallRefused && err != nil {
		// The block lies beyond the tab as we know it, or nowhere: a void mark.
		grids, err = c.Spreadsheet.Inspect(ctx, []Area{{Tab: hidden, Row: logRow(in.Seq), Rows: 1, Cols: 4}})
		c.called("inspect")
	}
	if err != nil {
		return "", err
	}
	if grids[0].cell(0, 0).Value == in.Token && grids[0].cell(0, 3).Value == voidMark {
		// An earlier settling got this far.
		return "not applied", c.closeVoid(ctx, in.intent, true)
	}
	if len(grids) < 2 || grids[1].cell(0, 0).Value != in.Token {
		return "", errors.New("the hidden tab does not hold the copies of an applied write")
	}
	c.grown(hidden, in.intent)
	_, err = c.close(ctx, in.intent, in.Headers, grids[1])
	return "applied", err
}

// undo puts back what strayed, each by a guarded write of its own, the last
// first. It ends when none is left, or when one waits for the next cycle.
func (c *cycle) undo(ctx context.Context, read *sheetRead) (*sheetRead, error) {
	for range maxTries + 1 {
		if len(c.state.putBacks) == 0 && read != nil {
			return read, nil
		}
		var err error
		if read == nil {
			if read, err = c.read(ctx, false); err != nil {
				return nil, err
			}
		}
		if len(c.state.putBacks) == 0 || len(read.Holds) > 0 {
			return read, nil
		}
		wrote, err := c.undoOnce(ctx, read)
		if err != nil {
			return nil, err
		}
		if !wrote && len(c.state.putBacks) > 0 {
			return read, nil // its row can't be found: tried again next time
		}
		read = nil
	}
	return c.read(ctx, false)
}

// undoOnce writes the put-backs of one origin back, in one guarded write.
func (c *cycle) undoOnce(ctx context.Context, read *sheetRead) (wrote bool, err error) {
	var ops []op
	var lost []Problem
	ended := map[string]*PutBack{}
	strays := map[string]*Stray{}
	var conflicts []Conflict
	end := func(id string, b PutBack, note string) {
		ended[id] = nil
		conflict := b.conflict(id, note)
		conflict.At = c.now
		conflicts = append(conflicts, conflict)
	}
	origin := int64(-1)
	for _, id := range inReverse(c.state.putBacks) {
		b := c.state.putBacks[id]
		if origin >= 0 && b.Seq != origin {
			break
		}
		origin = b.Seq
		t, at, err := b.find(read)
		if err != nil {
			return false, err
		}
		now := cellAt(at.Cells, at.Col)
		switch {
		case at.Found && sameCell(now, b.Was) && b.Formula == "":
			ended[id] = nil // someone put it back already
		case at.Found && !sameCell(now, b.Stray.Value):
			end(id, b, "a person typed over it") // their value stands, the pre-image is kept
		case b.Tries >= maxTries:
			end(id, b, "could not be put back")
			strays[id] = &Stray{Key: b.Key, Field: b.Field, Value: b.Stray.Value}
			c.report.Problems = append(c.report.Problems, Problem{Code: ProblemUnresolved, Invoice: b.Key, Field: b.Field, Args: []string{cellText(b.Stray.Value)}})
		case !at.Found:
			b.Tries++
			ended[id] = &b
			if at.NoKey || at.Twice {
				lost = append(lost, problem(ProblemPreImageLost, string(b.Key)))
			}
		default:
			ops = append(ops, op{
				Tab: t.Role, Ident: b.ident(t, at.Cells), Field: fieldAt(t.Columns, at.Col), Header: textAt(headerTexts(t.header), at.Col),
				Row: at.Row, Col: at.Col, Old: b.Stray.Value, New: Literal{Value: b.Was}, Cells: at.Cells,
				PutBack: id, FromRow: b.AtRow, FromCol: b.Col,
			})
		}
	}
	ops, err = c.withoutFormulas(ctx, read, ops, end)
	if err != nil {
		return false, err
	}
	t := store.Commit{}
	for id, b := range ended {
		putOrDelete(&t, kindPutBack, id, b)
	}
	for id, s := range strays {
		putOrDelete(&t, kindStray, id, s)
	}
	for _, conflict := range conflicts {
		t.Put = append(t.Put, doc(kindConflict, conflict.ID, conflict))
	}
	err = c.commit(ctx, nil, t, func() {
		rememberAll(c.state.putBacks, ended)
		rememberAll(c.state.strays, strays)
		c.report.Conflicts = append(c.report.Conflicts, conflicts...)
	})
	if err != nil {
		return false, err
	}
	if len(lost) > 0 {
		if err := c.holdFor(ctx, lost); err != nil {
			return false, err
		}
	}
	if len(ops) == 0 {
		return len(lost) == 0 && len(ended) > 0 && !kept(ended), nil
	}
	_, err = c.guardedWrite(ctx, read, ops)
	return true, err
}

// kept tells whether any put-back stays open.
func kept(ended map[string]*PutBack) bool {
	for _, b := range ended {
		if b != nil {
			return true
		}
	}
	return false
}

// withoutFormulas drops the put-backs whose cell holds a formula by now: a
// person typed one that happens to show our value, and it stands.
func (c *cycle) withoutFormulas(ctx context.Context, read *sheetRead, ops []op, end func(string, PutBack, string)) ([]op, error) {
	if len(ops) == 0 {
		return nil, nil
	}
	areas := make([]Area, len(ops))
	for i, o := range ops {
		areas[i] = Area{Tab: read.tab(o.Tab).Tab, Row: o.Row, Rows: 1, Col: o.Col, Cols: 1}
	}
	grids, err := c.Spreadsheet.Inspect(ctx, areas)
	c.called("inspect")
	if err != nil {
		return nil, err
	}
	var rest []op
	for i, o := range ops {
		if grids[i].cell(0, 0).Formula != "" {
			end(o.PutBack, c.state.putBacks[o.PutBack], "a person typed a formula over it")
			continue
		}
		rest = append(rest, o)
	}
	return rest, nil
}

// Conflicts lists what lost and is kept, for a person to decide.
func (s *Syncer) Conflicts(ctx context.Context) ([]Conflict, error) {
	var m map[string]Conflict
	if err := loadDocs(ctx, s, kindConflict, &m); err != nil {
		return nil, err
	}
	list := make([]Conflict, 0, len(m))
	for _, c := range m {
		list = append(list, c)
	}
	return list, nil
}

// ResolveConflict forgets a conflict: a person kept the sheet's value, or the
// other was applied as an act of its own.
func (s *Syncer) ResolveConflict(ctx context.Context, id string) error {
	_, err := s.State.Commit(ctx, s.Book, store.Commit{Term: s.term(), Delete: []store.Doc{{Kind: kindConflict, Key: id}}})
	return err
}
