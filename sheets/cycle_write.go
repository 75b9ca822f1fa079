package sheets

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/store"
)

// tokenAge is how long a token outlives its write: the service works on one
// request for 180 s at most, so nothing can be applied later than that.
const tokenAge = 10 * time.Minute

// setUp makes the hidden tab and puts our marks on the columns, once. Both are
// harmless to do over a sheet that moved: no cell is touched, and marks made
// while the header moved are made again.
func (c *cycle) setUp(ctx context.Context, read *sheetRead) error {
	var b Batch
	if _, ok := c.tabs()[tabHidden]; !ok {
		if err := c.fetchOutline(ctx); err != nil {
			return err
		}
		if _, ok := c.tabs()[tabHidden]; !ok {
			hidden := TabInfo{ID: hiddenID, Title: hiddenTitle, Rows: 100, Columns: 26, Hidden: true}
			for _, t := range read.marked() {
				hidden.Rows, hidden.Columns = max(hidden.Rows, t.end()+50), max(hidden.Columns, t.width())
			}
			b.Requests = append(b.Requests, AddTab{Tab: hidden}, SetCells{Tab: hidden, Cells: []Literal{{Value: hiddenNote}}})
		}
	}
	if _, ok := c.tabs()[tabFollow]; c.FollowUp && !ok {
		b.Requests = append(b.Requests, makeFollow(c.followTitle(), c.Language)...)
	}
	mark := c.state.mark
	tabs := slices.DeleteFunc(slices.Clone(read.marked()), func(t *tabRead) bool { return t.ReadOnly })
	for _, t := range tabs {
		tab := mark.Watched[t.Role]
		tagged := maps.Clone(tab.Tagged)
		if tagged == nil {
			tagged = map[ledger.Field]bool{}
		}
		for _, f := range t.Columns.Fields() {
			if !tagged[f] && t.OK {
				at, _ := t.Columns.Index(f)
				b.Requests = append(b.Requests, TagColumn{Tab: t.Tab, Column: at, Field: string(f)})
				tagged[f] = true
			}
		}
		tab.Tagged = tagged
		mark.setTab(t.Role, tab)
		b.Echo = append(b.Echo, t.headerArea())
	}
	if len(b.Requests) == 0 {
		return nil
	}
	echo, err := c.Spreadsheet.Write(ctx, b)
	c.called("write")
	if err != nil {
		return err
	}
	if err := c.fetchOutline(ctx); err != nil {
		return err
	}
	for i, t := range tabs {
		if !t.isHeadedBy(echo[i]) {
			return nil // someone moved a column just now: the marks are made again next time
		}
	}
	return c.commit(ctx, nil, store.Commit{Put: []store.Doc{doc(kindMark, markKey, mark)}}, func() { c.state.mark = mark })
}

const hiddenNote = "Kept by Relance: copies of rows as they were before it wrote, so that nothing is lost. Please leave this tab as it is."

// writeAll carries the writes out in batches. The first that hit anything but
// its own cells is the last of this cycle.
func (c *cycle) writeAll(ctx context.Context, read *sheetRead, writes []Write) error {
	besides, err := c.lookBeside(ctx, read, writes)
	if err != nil {
		return err
	}
	ops := make([]op, len(writes))
	for i, w := range writes {
		if ops[i] = c.opOf(read, w); w.Insert {
			b := besides[w.Tab]
			ops[i].like(b, b.writtenOver(writes, w.Tab))
		}
	}
	for len(ops) > 0 {
		n := batchLength(ops)
		clean, err := c.guardedWrite(ctx, read, ops[:n])
		if err != nil {
			return err
		}
		ops = ops[n:]
		if !clean {
			break
		}
	}
	c.report.Later = len(ops)
	return nil
}

func (c *cycle) opOf(read *sheetRead, w Write) op {
	t := read.tab(w.Tab)
	o := op{
		Tab: w.Tab, Insert: w.Insert, Field: w.Field, Row: w.Row, Col: w.Col, Old: w.Old, New: w.New, Value: w.Value,
		Cells: slices.Clone(w.Cells), Dates: slices.Clone(w.Dates), Payment: w.Payment, Whole: w.Whole, Rights: w.Rights, Header: textAt(headerTexts(t.header), w.Col),
	}
	if w.Tab == tabPayments && !w.Insert {
		o.Ident = string(w.Key)
	}
	if w.Tab.holdsInvoices() {
		o.Ident = string(w.Key)
		if c.state.mark.Watched[w.Tab].Dated[w.Field] {
			o.New.IsDate = false // the column is formatted already, as people like it
		}
	}
	if w.Insert {
		o.Fields = make([]ledger.Field, len(w.Cells))
		for i := range o.Fields {
			o.Fields[i] = fieldAt(t.Columns, i)
		}
		o.Values = maps.Clone(w.Values)
	}
	return o
}

// guardedWrite opens an intent, writes once, verifies and closes. It answers
// whether every cell was the right one.
func (c *cycle) guardedWrite(ctx context.Context, read *sheetRead, ops []op) (bool, error) {
	hidden, ok := c.tabs()[tabHidden]
	if !ok {
		return false, errors.New("the hidden tab is missing")
	}
	mark := c.state.mark
	mark.Seq++
	in := intent{
		Token: "relance_" + c.NewID(), Seq: mark.Seq, At: c.now, Ops: ops,
		Tabs: map[tabRole]TabInfo{}, Width: 6,
	}
	for _, t := range read.marked() {
		in.Tabs[t.Role], in.Width = t.Tab, max(in.Width, t.width())
	}
	if read.Payments.Tab.Title != "" {
		in.Tabs[tabPayments] = read.Payments.Tab
		in.Width = max(in.Width, read.Payments.width())
	}
	for i := range in.Ops {
		if in.Ops[i].Ident != "" && !in.Ops[i].Insert {
			in.Ops[i].Cells = nil // known by its key: the rest of the row is not needed
		}
	}
	var busy []Token
	busy, in.Clear, in.Drop = c.blocks()
	in.Above, in.Texts = aboveRows(read), headerNotes(read)
	in.layOut(headerRows(read), busy)
	err := c.commit(ctx, nil, store.Commit{
		Open: []store.Doc{doc(store.KindIntent, in.Token, intentDoc{in, headerRows(read)})},
		Put:  []store.Doc{doc(kindMark, markKey, mark)},
	}, func() { c.state.intents[in.Token], c.state.mark = in, mark })
	if err != nil {
		return false, err
	}
	echo, err := c.Spreadsheet.Write(ctx, in.batch(hidden, c.Desk.Book().Seq()))
	c.called("write")
	switch {
	case err == nil:
		c.grown(hidden, in)
		return c.close(ctx, in, headerRows(read), echo[0], echo[1:])
	case isCertainNo(err) && callCode(err) != CallExists:
		// Nothing was applied: the intent ends here, the writes are planned again.
		var gone []Token
		if callCode(err) == CallRefused {
			gone = in.Drop // one may be there no more: a person removed it, or an older version lacks it
		}
		if e := c.closeVoid(ctx, in, false, gone...); e != nil {
			return false, e
		}
		return false, err
	}
	c.report.Unsettled = true
	return false, errors.Join(ErrUnsettled, err)
}

// grown notes the hidden tab's size after a batch that may have grown it.
func (c *cycle) grown(hidden TabInfo, in intent) {
	for i, t := range c.outline.Tabs {
		if t.ID == hidden.ID {
			c.outline.Tabs[i].Rows = max(t.Rows, in.Row+in.Rows)
			c.outline.Tabs[i].Columns = max(t.Columns, in.Width)
		}
	}
}

func headerRows(read *sheetRead) map[tabRole]int {
	rows := map[tabRole]int{tabPayments: read.Payments.HeaderRow}
	for _, t := range read.marked() {
		rows[t.Role] = t.HeaderRow
	}
	return rows
}

func aboveRows(read *sheetRead) map[tabRole]bool {
	above := map[tabRole]bool{}
	for _, t := range append(slices.Clone(read.marked()), &read.Payments) {
		if t.Above {
			above[t.Role] = true
		}
	}
	return above
}

// intentDoc is the intent as stored, with where the headers stood.
type intentDoc struct {
	intent
	Headers map[tabRole]int `json:"headers"`
}

// blocks tells which blocks of the hidden tab must stay, because a put-back
// copies from them; which may be emptied, for a write that has ended needs no
// copies any more; and which tokens are old enough to be forgotten: none of
// their batches can still arrive.
func (c *cycle) blocks() (busy, free, outdated []Token) {
	needed := map[int64]bool{}
	for _, b := range c.state.putBacks {
		needed[b.Seq], needed[b.StraySeq] = true, true
	}
	tokens := c.state.mark.Tokens
	for i, t := range tokens {
		if needed[t.Seq] {
			busy = append(busy, t)
			continue
		}
		if t.Rows > 0 {
			free = append(free, t)
		}
		if i < len(tokens)-recentTokens && c.now.Sub(t.At) > tokenAge {
			outdated = append(outdated, t)
		}
	}
	return busy, free, outdated
}

// tokensAfter are the tokens once a batch was applied.
func (c *cycle) tokensAfter(in intent) []Token {
	has := func(list []Token, t Token) bool {
		return slices.ContainsFunc(list, func(o Token) bool { return o.Name == t.Name })
	}
	var list []Token
	for _, t := range c.state.mark.Tokens {
		if has(in.Drop, t) {
			continue
		}
		if has(in.Clear, t) {
			t.Row, t.Rows = 0, 0
		}
		list = append(list, t)
	}
	return append(list, Token{Name: in.Token, Seq: in.Seq, At: in.At, Applied: true, Row: in.Row, Rows: in.Rows})
}

// close ends an intent whose batch was applied: one transaction closes it,
// advances the baseline to what the batch wrote, and notes what must be put
// back.
func (c *cycle) close(ctx context.Context, in intent, headers map[tabRole]int, block Inspection, after []Inspection) (bool, error) {
	v := in.verify(block, c.overrides, headers, c.presume(in))
	t := store.Commit{Close: []string{in.Token}}
	mark := c.state.mark
	mark.Tokens = c.tokensAfter(in)
	done, refused := in.refused(v.Done, after)
	stuck := c.stick(&t, refused)
	for _, o := range v.Owned {
		tab := mark.Watched[o.Tab]
		tab.Formulas = maps.Clone(tab.Formulas)
		if tab.Formulas == nil {
			tab.Formulas = map[ledger.Field]bool{}
		}
		tab.Formulas[o.Field] = true
		mark.setTab(o.Tab, tab)
	}
	rows, payments := map[ledger.Key]*BaseRow{}, map[string]*BasePayment{}
	follow := map[ledger.Key]*BaseRow{}
	putBacks := map[string]*PutBack{}
	for _, o := range done {
		c.advance(o, rows, follow, payments)
		if o.PutBack != "" {
			putBacks[o.PutBack] = nil
		}
		if o.PutBack != "" || o.Group != "" {
			c.report.PutBack++
		} else {
			c.report.Written++
		}
	}
	questions := map[ledger.Key]*Question{}
	for _, o := range v.Same {
		// Typed, and recorded in Slack, the same amount at once: counted once, and asked.
		if o.Field == ledger.FieldPaid && o.Tab.kind() == tabInvoices {
			k := ledger.KeyOf(o.Ident)
			questions[k] = c.sameMeanwhile(k, o, in.Ops)
			putOrDelete(&t, kindQuestion, string(k), questions[k])
		}
	}
	for _, o := range v.Crooked {
		if o.Payment != nil {
			payments[o.Payment.ID] = &BasePayment{Payment: *o.Payment, Crooked: o.Cells, Copied: o.copied()}
			continue
		}
		if o.Tab == tabFollow {
			follow[ledger.KeyOf(o.Ident)] = &BaseRow{Tab: tabFollow, Values: o.Values, Crooked: o.Cells, Copied: o.copied()}
			continue
		}
		rows[ledger.KeyOf(o.Ident)] = &BaseRow{Tab: o.Tab, Values: o.Values, Crooked: o.Cells, Copied: o.copied()}
	}
	var conflicts []Conflict
	for i, h := range slices.Concat(v.Third, v.Stray) {
		id := in.Token + "/" + itoa(i)
		if i < len(v.Third) {
			// A person typed it: the op is over, their value comes back, ours is kept.
			c.advance(h.op, rows, follow, payments)
			if conflict, lost := c.thirdValue(id, h); lost {
				conflicts = append(conflicts, conflict)
			}
			if b := rows[ledger.KeyOf(h.op.Ident)]; b != nil {
				delete(b.Over, h.op.Field) // ours is kept already
			}
		}
		back := h.back
		if old, ok := c.state.putBacks[h.op.PutBack]; ok {
			back.Tries = old.Tries + 1
			if i < len(v.Third) {
				putBacks[h.op.PutBack] = nil // its cell holds a newer word now
			} else {
				old.Tries++
				putBacks[h.op.PutBack] = &old
			}
		}
		putBacks[id] = &back
	}
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		putOrDelete(&t, kindRow, string(k), rows[k])
	}
	for _, k := range slices.Sorted(maps.Keys(follow)) {
		putOrDelete(&t, kindFollow, string(k), follow[k])
	}
	for _, id := range slices.Sorted(maps.Keys(payments)) {
		putOrDelete(&t, kindPayment, id, payments[id])
	}
	for _, id := range slices.Sorted(maps.Keys(putBacks)) {
		putOrDelete(&t, kindPutBack, id, putBacks[id])
	}
	undone := c.ending(&t, putBacks, in.Seq-1)
	for _, conflict := range conflicts {
		t.Put = append(t.Put, doc(kindConflict, conflict.ID, conflict))
	}
	t.Put = append(t.Put, doc(kindMark, markKey, mark))
	err := c.commit(ctx, nil, t, func() {
		delete(c.state.intents, in.Token)
		c.state.mark = mark
		c.state.rememberRows(rows)
		rememberAll(c.state.follow, follow)
		c.state.rememberPayments(payments)
		rememberAll(c.state.putBacks, putBacks)
		rememberAll(c.state.undone, undone)
		c.asked(questions)
		rememberAll(c.state.questions, questions)
		rememberAll(c.state.stuck, stuck)
		c.report.Conflicts = append(c.report.Conflicts, conflicts...)
	})
	return len(v.Third)+len(v.Stray)+len(v.Crooked) == 0, err
}

// sameMeanwhile asks whether what a person typed into Paid while the bot wrote
// the same there is the payment that the bot wrote, or another.
func (c *cycle) sameMeanwhile(k ledger.Key, o op, ops []op) *Question {
	other := ledger.Payment{Source: ledger.PaymentFromSlack}
	for _, w := range ops {
		if w.Insert && w.Payment != nil && w.Payment.Invoice == k {
			other = *w.Payment
		}
	}
	rise, err := o.Value.Money().Sub(c.state.rows[k].Values[ledger.FieldPaid].Money())
	if err != nil {
		rise = o.Value.Money()
	}
	other.Amount = rise
	q := c.state.questions[k]
	if d := samePayment("", other, false); !slices.Contains(q.Doubts, d) {
		q.At, q.Doubts = c.now, append(slices.Clone(q.Doubts), d)
	}
	return q.settled()
}

// thirdValue is the conflict of a cell into which a person typed between our
// read and our write: what was to stand there is kept. Of a put-back that is
// what a person had typed before, which nobody has seen since; where the cell was
// blank nothing is lost.
func (c *cycle) thirdValue(id string, h hit) (_ Conflict, lost bool) {
	if b, ok := c.state.putBacks[h.op.PutBack]; ok {
		kept := b.conflict(id, typedMeanwhile)
		kept.At, kept.Sheet = c.now, ledger.Text(cellText(orFormula(h.back)))
		return kept, !kept.Mine.IsEmpty() && kept.Mine != kept.Sheet
	}
	k, author := ledger.KeyOf(h.op.Ident), ""
	if h.op.Payment != nil {
		k, author = h.op.Payment.Invoice, h.op.Payment.By
	} else if c.Author != nil {
		author = c.Author(k, h.op.Field)
	}
	return Conflict{
		ID: id, At: c.now, Invoice: k, Field: h.op.Field, Sheet: ledger.Text(cellText(orFormula(h.back))), Mine: h.op.Value,
		Author: author, Note: typedMeanwhile, Raw: h.op.Payment != nil,
	}, true
}

// typedMeanwhile notes of a conflict how it came about.
const typedMeanwhile = "typed while the bot wrote"

// advance moves the baseline to what the batch wrote, proven by its pre-image:
// whatever differs in a later read is a person's edit.
func (c *cycle) advance(o op, rows, follow map[ledger.Key]*BaseRow, payments map[string]*BasePayment) {
	switch {
	case o.PutBack != "", o.Group != "":
	case o.Rights != "":
		if base, ok := c.state.rows[o.Rights]; ok {
			if rows[o.Rights] == nil {
				base.Shown = maps.Clone(base.Shown)
				rows[o.Rights] = &base
			}
			rows[o.Rights].show(o.Field)
		}
	case o.Payment != nil && o.Tab == tabPayments:
		payments[o.Payment.ID] = advancedPayment(o, c.state.payments[o.Payment.ID], payments[o.Payment.ID])
	case o.Insert && o.Tab == tabFollow:
		follow[ledger.KeyOf(o.Ident)] = &BaseRow{Tab: tabFollow, Values: o.Values}
	case o.Insert:
		// Known from here on: if it is not in a later read, a person deleted it.
		rows[ledger.KeyOf(o.Ident)] = &BaseRow{Tab: o.Tab, Values: o.Values}
	case o.Tab == tabFollow:
		advanceCell(o, c.state.follow, follow)
	case o.Tab.kind() != tabInvoices:
	default:
		advanceCell(o, c.state.rows, rows)
	}
}

// advanceCell moves one cell of a row's baseline. A quarantined row's Check has
// none, and a row that is being set right has none yet.
func advanceCell(o op, known map[ledger.Key]BaseRow, advanced map[ledger.Key]*BaseRow) {
	k := ledger.KeyOf(o.Ident)
	base := advanced[k]
	if base == nil {
		old, ok := known[k]
		if !ok || old.Crooked != nil {
			return
		}
		base = &BaseRow{Tab: old.Tab, Values: cloneValues(old.Values), Back: maps.Clone(old.Back), Over: maps.Clone(old.Over), Twin: old.Twin}
		advanced[k] = base
	}
	if _, unread := base.Over[o.Field]; !unread && o.Tab.kind() == tabInvoices && OwnerOf(o.Field) != OwnerBot {
		if base.Over == nil {
			base.Over = map[ledger.Field]ledger.Value{}
		}
		base.Over[o.Field] = base.Values[o.Field]
	}
	base.Values[o.Field] = o.Value
	delete(base.Back, o.Field)
}

// advancedPayment is the baseline of a row of Payments after one of its cells,
// or all of it, was written. Several cells advance one after the other.
func advancedPayment(o op, known BasePayment, advanced *BasePayment) *BasePayment {
	if o.Insert || known.Payment.ID == "" {
		return &BasePayment{Payment: *o.Payment}
	}
	if advanced != nil {
		known = *advanced
	}
	known.Hash = 0
	if o.Field == colPayID {
		known.NoID = false
		return &known
	}
	setPayValue(&known.Payment, o.Field, payValue(*o.Payment, o.Field))
	return &known
}

// closeVoid ends an intent that was not and never will be applied. Tokens that
// may be gone are forgotten: to drop one that isn't there would be refused for good.
func (c *cycle) closeVoid(ctx context.Context, in intent, madeToken bool, gone ...Token) error {
	mark := c.state.mark
	mark.Tokens = slices.DeleteFunc(slices.Clone(mark.Tokens), func(t Token) bool { return slices.Contains(gone, t) })
	if madeToken {
		mark.Tokens = append(mark.Tokens, Token{Name: in.Token, Seq: in.Seq, At: in.At, Applied: true})
	}
	t := store.Commit{Close: []string{in.Token}, Put: []store.Doc{doc(kindMark, markKey, mark)}}
	return c.commit(ctx, nil, t, func() {
		delete(c.state.intents, in.Token)
		c.state.mark = mark
	})
}
