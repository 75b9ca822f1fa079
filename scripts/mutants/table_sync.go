package main

// syncMutants leave out each clause of the sync's protocol once.
var syncMutants = []mutant{
	// --- what a write did is told by its pre-image --------------------------
	{
		"row known by its number in the sheet", "a row is known by the key as copied at the moment of the write",
		"sheets/verify.go", "return keyIn(o.Tab, columns, pre) == ledger.KeyOf(o.Ident)", "return true", "",
	},
	{
		"column not compared", "the key alone does not prove the cell: a column may have moved",
		"sheets/verify.go", "		if at != o.Col {\n			return false\n		}", "		_ = at", "",
	},
	{
		"row without a key is anyone", "a row without a key is known by the rest of its pre-image",
		"sheets/verify.go", "return sameRow(pre, o.Cells, hit)", "return true", "",
	},
	{
		"third value overwritten", "right cell and a third value: a person typed it",
		"sheets/verify.go", `case formula == "" && o.Over == "" && (sameCell(was, o.Old) || sameCell(was, o.New.Value)),`, `case formula == "" && o.Over == "",`, "",
	},
	{
		"formula overwritten", "a cell that holds a formula is never written, nor left overwritten",
		"sheets/verify.go", "			formula = original[o.Col].Formula", "			_ = original", "",
	},
	{
		"inserted row taken for straight", "the header of Payments is copied and checked like the row",
		"sheets/verify.go", "asMeant && straight(o, columns) {", "asMeant {", "",
	},
	{
		"baseline from the read-back", "the baseline becomes the value the batch wrote: who takes it back is heard",
		"sheets/cycle_write.go", "	base.Values[o.Field] = o.Value", "	_ = o.Value", "",
	},
	{
		"third value planned again", "the op over a third value is a conflict now and is never planned again",
		"sheets/cycle_write.go", "			c.advance(h.op, rows, follow, payments)\n			conflicts", "			conflicts", "",
	},
	{
		"third value told to nobody", "the bot's value is kept and its author asked",
		"sheets/cycle_write.go", "conflicts = append(conflicts, c.thirdValue(id, h))", "_ = c.thirdValue(id, h)", "",
	},

	// --- putting back --------------------------------------------------------
	{
		"blind put-back", "a put-back writes only if the cell still holds what we wrote",
		"sheets/undo.go", `	case at.Found && !sameCell(now, b.Stray.Value) && b.StrayFormula == "":`, "	case false:", "",
	},
	{
		"put-back over a formula", "a put-back writes only if the cell still holds what we wrote, formula included",
		"sheets/undo.go", `		case b.StrayFormula == "" && now.Formula != "":`, "		case false:", "",
	},
	{
		"put-back over a format", "a put-back writes only if the cell still holds what we wrote, format included",
		"sheets/undo.go", "		case now.Format != left.Format ||", "		case now.Format != now.Format ||", "",
	},
	{
		"pre-image dropped", "where a person typed over it, the pre-image goes to the conflict list",
		"sheets/undo.go", `		u.end(id, b, "a person typed over it") // their`, "		u.ended[id] = nil // their", "",
	},
	{
		"put-backs in forward order", "put-backs are undone in reverse order",
		"sheets/putback.go", "return int(m[b].Seq - m[a].Seq)", "return int(m[a].Seq - m[b].Seq)", "",
	},
	{
		"put-back by position", "a put-back finds its cell in a fresh read by key and header",
		"sheets/putback.go", "	if at, ok := columns.Index(b.Field); ok && b.Field != \"\" {\n		return at, true\n	}", "	if b.Col >= 0 {\n		return b.Col, true\n	}", "",
	},
	{
		"stray row without a key never found", "a row whose key was hit is known by the rest of its pre-image",
		"sheets/putback.go", "	if len(same) == 1 {", "	if len(same) == 99 {", "",
	},
	{
		"put-back without end", "at most four tries, then a person is asked",
		"sheets/undo.go", "	case b.Tries >= maxTries:", "	case b.Tries >= 1000*maxTries:", "",
	},
	{
		"missing key does not hold", "if a key of the pre-image is not there exactly once, the book is held",
		"sheets/undo.go", "			u.lost = append(u.lost, problem(ProblemPreImageLost, string(b.Key)))\n", "", "",
	},
	{
		"stray cell planned", "a cell that holds our stray value is not planned",
		"sheets/plan.go", "	if p.Open[cellID{k, f}] {\n		return true\n	}", "", "",
	},
	{
		"stray value taken from a new row", "our stray value under a key nobody knows is asked about, not taken",
		"sheets/plan_row.go", "		if p.strayUnderNewKey(r) {", "		if p.strayUnderNewKey(r) && false {", "",
	},
	{
		"restored as a value", "pre-images are restored with formula and format",
		"sheets/intent.go", "Original: at + total}", "Original: at}", "",
	},
	{
		"copies above their own row", "copies lie not above their own row, so that relative formulas survive",
		"sheets/intent.go", "			lowest = max(lowest, o.Row+1)\n", "", "",
	},
	{
		"needed copies cleared", "the copies of an open put-back stay",
		"sheets/cycle_write.go", "		if needed[t.Seq] {", "		if needed[t.Seq] && false {", "",
	},

	// --- settling ------------------------------------------------------------
	{
		"token absent as proof", "only the token's object, made with a void mark, proves that a batch never can be applied",
		"sheets/cycle_settle.go",
		"	_, err := c.Spreadsheet.Write(ctx, in.voidBatch(hidden, c.Desk.Book().Seq()))\n	c.called(\"write\")\n	if err == nil {\n		return \"not applied\", c.closeVoid(ctx, in.intent, true)\n	}",
		"	look, err := c.Spreadsheet.Inspect(ctx, []Area{{Tab: hidden, Row: logRow(in.Seq), Rows: 1, Cols: 4}})\n	if err == nil && look[0].cell(0, 0).Value != in.Token {\n		return \"not applied\", c.closeVoid(ctx, in.intent, false)\n	}\n	if err == nil {\n		err = &CallError{Code: CallExists}\n	}",
		"",
	},
	{
		"void mark not made", "a settled batch is marked void, so that the next to settle knows",
		"sheets/intent.go", "logCells(in.Token, in.Seq, bookSeq, voidMark)", "logCells(in.Token, in.Seq, bookSeq, \"\")", "",
	},
	{
		"void of another token", "the void mark is the batch's own token",
		"sheets/intent.go", "		MakeToken{Token: in.Token, Tab: hidden, Row: line},\n		SetCells{Tab: hidden, Row: line, Cells: logCells(in.Token, in.Seq, bookSeq, voidMark)},", "		SetCells{Tab: hidden, Row: line, Cells: logCells(in.Token, in.Seq, bookSeq, voidMark)},", "",
	},
	{
		"settled twice", "closing is conditional on the intent being open; the loser discards everything",
		"sheets/cycle_write.go", "	t := store.Commit{Close: []string{in.Token}}\n	mark := c.state.mark", "	t := store.Commit{Delete: []store.Doc{{Kind: store.KindIntent, Key: in.Token}}}\n	mark := c.state.mark", "",
	},
	{
		"commit under an old term", "every transaction is conditional on the term being current",
		"sheets/cycle.go", "	if t.Term != c.state.term {", "	if false {", "",
	},
	{
		"commit without a term", "every transaction is conditional on the term being current",
		"sheets/cycle.go", "	t.Term = c.term()\n	if t.Term != c.state.term {", "	if false {", "",
	},
	{
		"store forgets the term", "every transaction is conditional on the term being current",
		"store/sqlitestore/lease.go", "	if lease.Term != term {", "	if lease.Term != term && false {", "./store/sqlitestore",
	},
	{
		"store closes twice", "closing is conditional on the intent being open",
		"store/sqlitestore/sync.go", "fmt.Errorf(\"intent %s: %w\", token, store.ErrNotOpen)", "error(nil)", "./store/sqlitestore",
	},
	{
		"intent after the call", "the intent is durable before the call",
		"sheets/cycle_write.go",
		"	if err != nil {\n		return false, err\n	}\n	echo, err := c.Spreadsheet.Write(ctx, in.batch(hidden, c.Desk.Book().Seq()))\n",
		"	if err != nil {\n		return false, err\n	}\n	if _, err := c.State.Commit(ctx, c.Book, store.Commit{Close: []string{in.Token}}); err != nil {\n		return false, err\n	}\n	echo, err := c.Spreadsheet.Write(ctx, in.batch(hidden, c.Desk.Book().Seq()))\n	if err == nil {\n		again := in\n		again.Token += \"x\"\n		if _, err := c.State.Commit(ctx, c.Book, store.Commit{Open: []store.Doc{doc(store.KindIntent, again.Token, intentDoc{again, headerRows(read)})}}); err != nil {\n			return false, err\n		}\n		in.Token = again.Token\n	}\n",
		"",
	},
	{
		"429 in doubt", "a 429 is a certain no: nothing is left to settle",
		"sheets/cycle_write.go", "	case isCertainNo(err) && callCode(err) != CallExists:", "	case false:", "",
	},
	{
		"token forgotten at once", "a token outlives its write by more than the service's 180 s",
		"sheets/cycle_write.go", "const tokenAge = 10 * time.Minute", "const tokenAge = 0 * time.Minute", "",
	},
	{
		"stale read taken", "a read that lacks a token known to be applied is discarded",
		"sheets/cycle_read.go", "		return nil, ErrStale\n", "		return nil, nil\n", "",
	},
	{
		"vanished tokens don't hold", "known tokens that vanish for good hold the book",
		"sheets/cycle_read.go", "	return []Problem{problem(ProblemTokensGone)}, nil", "	return nil, nil", "",
	},
	{
		"gate open while a write is unsettled", "while an intent is open no reminder goes out",
		"store/sqlitestore/delivery_gate.go", "book = ? AND kind = ?`, s.book, store.KindIntent)", "book = ? AND kind = ?`, s.book, \"no such kind\")", "./store/sqlitestore",
	},
	{
		"reminders while a put-back is open", "while an intent or a put-back is open no reminder goes out",
		"internal/app/book.go", " || report.Unsettled {", " {", "./internal/app",
	},

	// --- the three-way plan ---------------------------------------------------
	{
		"same value a conflict", "both moved to the same value: agree silently",
		"sheets/plan_row.go", "		if sheet == mine {\n			continue // both moved to the same value\n		}\n", "", "",
	},
	{
		"the bot wins a conflict", "both moved apart: the sheet wins",
		"sheets/plan_row.go", "			p.conflict(r.Key, f, sheet, mine)\n		}", "			p.conflict(r.Key, f, mine, sheet)\n			continue\n		}", "",
	},
	{
		"conflict told to nobody", "both moved apart: the bot's value is kept and its author asked",
		"sheets/plan_row.go", "			p.conflict(r.Key, f, sheet, mine)\n", "", "",
	},
	{
		"a word in Slack overruled unseen", "a plan is made again if somebody in Slack acted meanwhile",
		"sheets/cycle.go", "		if c.planned != nil && movedSince(c.planned, c.Desk.Book(), list) {", "		if false {", "",
	},
	{
		"quarantined cell taken for cleared", "what can't be parsed leaves the baseline untouched",
		"sheets/plan_row.go", "			clean = false\n			continue // quarantined: baseline untouched", "			base.Values[f] = ledger.Value{}\n			continue", "",
	},
	{
		"formula column written", "a column that holds a formula is a person's and never written",
		"sheets/plan_write.go", "	if _, bad := r.Bad[f]; bad || p.owned(r, f) || f", "	if _, bad := r.Bad[f]; bad || f", "",
	},
	{
		"cell that can't be read is written", "nothing is guessed: a quarantined cell is not written over",
		"sheets/plan_write.go", "	if _, bad := r.Bad[f]; bad || p.owned(r, f) || f", "	if p.owned(r, f) || f", "",
	},
	{
		"delete beats edit", "edit beats delete",
		"sheets/plan_row.go", "		if ok && !p.FollowUp && p.editedInSlack(k, inv) {", "		if false {", "",
	},
	{
		"the bot's own write brings a row back", "a bot-owned write never resurrects a row",
		"sheets/plan_row.go", "		if OwnerOf(f) != OwnerBot && f != ledger.FieldNumber", "		if f != ledger.FieldNumber", "",
	},
	{
		"either row of a number", "two rows of one number are both quarantined",
		"sheets/plan_identity.go", "		p.setAside(k, twice[k]...)", "		_ = k", "",
	},
	{
		"a quiet sheet misses Slack", "nothing new means that neither the sheet nor the book moved",
		"sheets/cycle.go", "q.seq == c.Desk.Book().Seq()", "q.seq <= c.Desk.Book().Seq()", "",
	},
	{
		"rows known under another header", "a row is decoded anew when the header changed",
		"sheets/row_seen.go", " && b.Header == t.Hash {", " {", "",
	},

	// --- payments ---------------------------------------------------------------
	{
		"Paid believed from one read", "a change of Paid without a row is believed from two equal reads",
		"sheets/plan_paid.go", "	case !p.paidSeen(r.Key, typed):", "	case false:", "",
	},
	{
		"inserted row inserted again", "an inserted row, proven by its token, is never inserted again",
		"sheets/cycle_write.go", "		payments[o.Payment.ID] = advancedPayment(", "		if o.Insert {\n			return\n		}\n		payments[o.Payment.ID] = advancedPayment(", "",
	},
	{
		"a copied id counts", "a copied id never changes totals",
		"sheets/plan_payments.go", "			copies[r.ID] = append(copies[r.ID], r)\n			continue", "			if len(copies[r.ID]) == 0 {\n				copies[r.ID] = append(copies[r.ID], r)\n				continue\n			}\n			r.ID = \"\"", "",
	},
	{
		"a payment's row and Paid parted", "a payment's row and its Paid go in one batch",
		"sheets/chunk.go", "(request > maxRequestBytes || reply > maxReplyBytes) && groupOf(o) != groupOf(ops[i-1])", "(request > maxRequestBytes || reply > maxReplyBytes)", "",
	},
	{
		"Paid written while its row stands crooked", "until a crooked row is right, that invoice's payments aren't planned",
		"sheets/plan_payments.go", "			p.paidHeld[r.Key] = true\n			if b", "			if b", "",
	},
	{
		"a row equal to one in Slack counts", "a payment from Slack that meets a row of the same amount is asked about",
		"sheets/plan_payments.go", "		base.Same = other.ID\n		p.doubt(inv.Key, samePayment(pay.ID, other, false))", "		_ = other", "",
	},
	{
		"the same Paid typed meanwhile unasked", "the same payment, or two: at verification, too",
		"sheets/verify.go", "				v.Same = append(v.Same, o)", "				_ = o", "",
	},
	{
		"a literal over a neighbour's formula", "an inserted row gets the formula of the row beside it, never a literal",
		"sheets/cycle_write.go", "			ops[i].like(besides[w.Tab])", "			_ = besides", "",
	},
	{
		"exchanged numbers guessed", "two rows that have each other's number are asked about",
		"sheets/plan.go", "		p.swapped,\n", "", "",
	},

	// --- the rails -----------------------------------------------------------------
	{
		"an empty sheet is taken", "an empty sheet holds the book",
		"sheets/rails.go", "	if len(p.rows) == 0 && len(vanished) == len(p.Rows) {", "	if false {", "",
	},
	{
		"many may vanish", "more than 20 % and at least 10 vanished invoices hold the book",
		"sheets/rails.go", "	if n >= vanishedLeast && n*100 > len(p.Rows)*vanishedShare {", "	if false {", "",
	},
	{
		"half a column may change", "more than half of a column, and at least 10 cells, changed at once hold the book",
		"sheets/rails.go", "if len(rows) >= changedLeast &&", "if false &&", "",
	},
	{
		"a partial sort is taken", "three rows that carry the values of others hold the book",
		"sheets/rails.go", "	if len(carriers) >= sortedLeast {", "	if false {", "",
	},
	{
		"a first sync is held", "a first sync is exempt",
		"sheets/rails.go", "p.First || p.Force ||", "p.Force ||", "",
	},
	{
		"two columns of one field", "two columns that claim one field hold the book",
		"sheets/cycle_read.go", "		if p.Code == ProblemTwoColumns {", "		if false {", "",
	},

	// --- normal life -------------------------------------------------------------
	{
		"a renamed column is lost", "a column keeps its identity when it is renamed",
		"sheets/cycle_read.go", "		if tag.Tab != t.Tab.ID ||", "		if true || tag.Tab != t.Tab.ID ||", "",
	},
	{
		"text becomes a formula", "literal values only: text never becomes a formula",
		"sheets/google/write.go", "			cell.UserEnteredValue = &apisheets.ExtendedValue{StringValue: &v}", "			cell.UserEnteredValue = &apisheets.ExtendedValue{FormulaValue: &v}", "",
	},
}
