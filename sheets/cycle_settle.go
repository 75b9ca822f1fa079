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
	_, err = c.close(ctx, in.intent, in.Headers, grids[1], nil)
	return "applied", err
}
