package sheets

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// acceptVersion takes an older version, which somebody restored, for what the
// sheet says: a person has said so. Of our writes only those that its log shows
// are sure to have left their tokens and copies there: what they hit may still
// be put back, and what had been put back since.
func (c *cycle) acceptVersion(ctx context.Context, log []logLine) error {
	if c.ask.DryRun {
		return nil
	}
	if err := c.fetchOutline(ctx); err != nil { // the hidden tab may not be there yet, nor our marks
		return err
	}
	mark, kept, undone := c.state.mark, map[int64]bool{0: true}, map[string]bool{}
	mark.Tokens, mark.StaleFrom = nil, time.Time{}
	for _, t := range c.state.mark.Tokens {
		switch i := slices.IndexFunc(log, func(l logLine) bool { return logRow(l.Seq) == logRow(t.Seq) }); {
		case i >= 0 && log[i].Token == t.Name:
			mark.Tokens, kept[t.Seq] = append(mark.Tokens, t), true
		case i < 0 || log[i].Seq < t.Seq: // a line is only ever written over by a later write
			undone[t.Name] = true
		}
	}
	for role, tab := range mark.Watched {
		tab.Header, tab.Tagged = 0, map[ledger.Field]bool{}
		for _, tag := range c.outline.Tags {
			if role == tabFollow && tag.Tab == mark.Tabs[tabFollow] || role == invoicesTab(tag.Tab) {
				tab.Tagged[ledger.Field(tag.Field)] = true
			}
		}
		mark.setTab(role, tab)
	}
	t := store.Commit{}
	putBacks, strays := map[string]*PutBack{}, map[string]*Stray{}
	for id, b := range c.state.putBacks {
		if !kept[b.Seq] || !kept[b.StraySeq] {
			putBacks[id] = nil
			putOrDelete(&t, kindPutBack, id, putBacks[id])
		}
	}
	gone := c.ending(&t, putBacks, c.state.mark.Seq)
	revived := c.revive(&t, &mark, log)
	for id := range c.state.strays {
		token, _, _ := strings.Cut(id, "/")
		if _, again := revived[id]; again || undone[token] {
			strays[id] = nil
			putOrDelete(&t, kindStray, id, strays[id])
		}
	}
	t.Put = append(t.Put, doc(kindMark, markKey, mark))
	return c.commit(ctx, nil, t, func() {
		c.state.mark = mark
		rememberAll(c.state.putBacks, putBacks)
		rememberAll(c.state.undone, gone)
		rememberAll(c.state.putBacks, revived)
		for id := range revived {
			delete(c.state.undone, id)
		}
		rememberAll(c.state.strays, strays)
	})
}
