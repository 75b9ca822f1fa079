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
		"sheets/verify.go", "!straight(o, columns, texts, in.Texts[o.Tab]) {", "false {", "",
	},
	{
		"baseline from the read-back", "the baseline becomes the value the batch wrote: who takes it back is heard",
		"sheets/cycle_write.go", "	base.Values[o.Field] = o.Value", "	_ = o.Value", "",
	},
	{
		"third value planned again", "the op over a third value is a conflict now and is never planned again",
		"sheets/cycle_write.go", "			c.advance(h.op, rows, follow, payments)\n			if conflict", "			if conflict", "",
	},
	{
		"third value told to nobody", "the bot's value is kept and its author asked",
		"sheets/cycle_write.go", "				conflicts = append(conflicts, conflict)\n", "				_ = conflict\n", "",
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
		"sheets/putback.go", "	if len(twins) == 1 {", "	if len(twins) == 99 {", "",
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
		"a row and its copy, both hit, wait for a person", "what hit a row and its copy is put back in both: they are one and the same",
		"sheets/undo.go", "	if hit < 2 || hit != len(at.Twins) {", "	if true {", "",
	},
	{
		"a row and its copy, both hit, get one put-back between them", "of two rows that are one and the same none is put back twice",
		"sheets/undo.go", "return o.Tab == b.Tab && o.Row == row.Row && o.Col == row.Col", "return false", "",
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
		"internal/app/book.go",
		" || report.Unsettled {\n		var err error\n		if report, err = b.sync(ctx); err != nil {\n			return err\n		}\n	}\n	switch {\n	case report.Held != \"\":\n		return errHeld\n	case report.Unsettled:",
		" {\n		var err error\n		if report, err = b.sync(ctx); err != nil {\n			return err\n		}\n	}\n	switch {\n	case report.Held != \"\":\n		return errHeld\n	case false:", "./internal/app",
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
		"sheets/row_seen.go", " && b.Header == header {", " {", "",
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
		"sheets/cycle_write.go", "			ops[i].like(b, b.writtenOver(writes, w.Tab))", "			_ = b", "",
	},
	{
		"exchanged numbers guessed", "two rows that have each other's number are asked about",
		"sheets/plan.go", "		p.swapped,\n", "", "",
	},

	// --- the rails -----------------------------------------------------------------
	{
		"an empty sheet is taken", "an empty sheet holds the book",
		"sheets/rails.go", "	if p.rows.none() && len(vanished) == len(p.Rows) {", "	if false {", "",
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
		"sheets/rails.go", "len(p.Rows) == 0 || unread {", "unread {", "",
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

	// --- several tabs, the Follow-up tab, a list of open items -------------------
	{
		"a cell that the new tab lacks is cleared", "what a tab has no column for was not cleared",
		"sheets/plan_row.go", "		p.arrive(r, base)\n", "		base.Tab = r.tab.Role\n", "",
	},
	{
		"put back in its old tab alone", "a put-back finds its cell by key, in whichever tab its row was moved to",
		"sheets/putback.go", "at.Found && b.Key == \"\" || b.Tab.kind() != tabInvoices {", "at.Found && b.Key == \"\" || b.Tab != \"\" {", "",
	},
	{
		"a missing tab is taken for deleted rows", "a configured tab that is not there holds the book",
		"sheets/cycle_read.go", "case len(list) == 0 || !c.state.mark.Synced || known && !c.ask.Force:", "case len(list) == 0 || known && false:", "",
	},
	{
		"a tab known by its title", "a tab keeps its identity when it is renamed",
		"sheets/cycle_read.go", "	if known {\n		if i := slices", "	if known && false {\n		if i := slices", "",
	},
	{
		"a number twice in two tabs", "two rows of one number are both quarantined, in two tabs as well",
		"sheets/row_index.go", "		if there {\n			again", "		if there && rows[first].tab == r.tab {\n			again", "",
	},
	{
		"an invoice goes into the oldest tab", "an invoice added in Slack goes into the newest tab",
		"sheets/sheet_read.go", "	for _, t := range slices.Backward(s.Invoices) {", "	for _, t := range s.Invoices {", "",
	},
	{
		"a list that is only read is written", "where the state stands in Follow-up, the invoices are never written into",
		"sheets/cycle_read.go", "			t.ReadOnly = true\n", "", "",
	},
	{
		"Follow-up gone is no matter", "a known Follow-up tab that is not there holds the book",
		"sheets/cycle_read.go", "[tabFollow]; known && !c.ask.Force {", "[tabFollow]; known && false {", "",
	},
	{
		"rows of Follow-up may vanish", "many rows of Follow-up that vanish at once hold the book",
		"sheets/plan_follow.go", "	if n := len(gone); n >= vanishedLeast &&", "	if n := len(gone); n < 0 &&", "",
	},
	{
		"a third row for a number of Follow-up", "of a number that stands twice in Follow-up none is written",
		"sheets/plan_follow.go", "		p.twice[k] = true\n", "", "",
	},
	{
		"a second row for a crooked one of Follow-up", "a row that stands crooked is repaired, never inserted again",
		"sheets/plan_follow.go", "aside[rows[own].of], p.crookedFollow[k] = true, true\n", "aside[rows[own].of] = true\n", "",
	},
	{
		"a lost store forgets Follow-up", "losing the store costs history, never the truth",
		"sheets/plan_row.go", "		p.followed(r.Key, fields)\n", "", "",
	},
	{
		"Follow-up met again says nothing", "a row of Follow-up whose baseline is not known counts",
		"sheets/plan_follow.go", "		p.change(ledger.Change{Invoice: r.Key, Field: f, Old: inv.Value(f), New: v})\n	}\n	p.out.Follow[r.Key] = &base", "		_ = v\n	}\n	p.out.Follow[r.Key] = &base", "",
	},
	{
		"what left the list is deleted", "invoices that leave a list of open items are presumed settled",
		"sheets/plan_row.go", "	if p.OpenItems {\n		p.takeLeft(vanished)", "	if false {\n		p.takeLeft(vanished)", "",
	},
	{
		"what is listed again stays settled", "an invoice that is in the list again was never settled",
		"sheets/plan_presumed.go", "				p.paymentChange(&pay, nil)\n", "				_ = pay\n", "",
	},
	{
		"half a list is taken", "where more leave the list at once than payments explain, the book is held",
		"sheets/plan_presumed.go", "	case open >= presumedLeast &&", "	case open < 0 &&", "",
	},
	{
		"presumed is written as paid", "what is presumed settled has no row before a person has said so",
		"sheets/plan_payments.go", "		if pay.Source == ledger.PaymentPresumed && pay.Unconfirmed {\n			continue", "		if false {\n			continue", "",
	},
	{
		"not settled and chased at once", "what was not settled is open again and waits for Start chasing",
		"sheets/presumed.go", "		note(ledger.Change{Invoice: k, Field: ledger.FieldWaiting,", "		_ = (ledger.Change{Invoice: k, Field: ledger.FieldWaiting,", "",
	},
	{
		"a payment counted again when the list shows it", "a list catches up with what is recorded: the same payment counts once",
		"sheets/plan_listed.go", "Minor: typed.Money().Minor - inv.Paid().Minor,", "Minor: typed.Money().Minor - was.Money().Minor,", "",
	},
	{
		"a list believed from one read", "a change of what the list shows as paid is believed from two equal reads",
		"sheets/plan_listed.go", "	case !p.paidSeen(r.Key, typed):", "	case false:", "",
	},

	// --- rows that stand crooked, rows that were inserted --------------------------
	{
		"payments of a crooked row planned", "until a crooked row is right, that invoice's payments aren't planned",
		"sheets/plan_payments.go", "		if p.crooked[r.Key] {\n			// What", "		if false {\n			// What", "",
	},
	{
		"payments of a crooked invoice taken", "while an invoice's own row stands crooked, its payments wait",
		"sheets/plan_crooked.go", "			kept[k], p.crooked[k] = true, true\n", "			kept[k] = true\n", "",
	},
	{
		"an inserted invoice not known at once", "an inserted row, proven by its token, is known from then on: who deletes it has deleted it",
		"sheets/cycle_write.go", "		rows[ledger.KeyOf(o.Ident)] = &BaseRow{Tab: o.Tab, Values: o.Values}\n", "", "",
	},
	{
		"a value pasted for a formula taken over", "a row that is made like another takes over formulas, and never a value",
		"sheets/verify.go", "			for _, i := range pasted {", "			for _, i := range pasted[:0] {", "",
	},
	{
		"the nearest row is written over", "only the row that is the pre-image to the letter is written without asking",
		"sheets/undo.go", "		case len(rows) == 1 && rows[0].exact:\n			t, at", "		case len(rows) > 0:\n			t, at", "",
	},
	{
		"what was left to a person is never taken up", "what strayed into a copy is taken back once it has its own number",
		"sheets/undo.go", "			u.ended[id], u.strays[id] = &b, nil\n			again = append(again, id)\n		case", "		case", "",
	},
	{
		"a row that was there twice keeps our value", "what was left to a person because a number was there twice is taken back once it isn't",
		"sheets/undo.go", "			if b.Twice && b.keyed(*t, at) {", "			if b.Twice && false {", "",
	},
	{
		"a hit key is looked for by itself", "a copied row whose key was hit is known by the rest of its pre-image, though another bears that key",
		"sheets/putback.go", "!IsBlank(b.Stray.Value) && len(twins) == 1 {", "!IsBlank(b.Stray.Value) && len(twins) == 99 {", "",
	},
	{
		"a copy of a hit row keeps our value", "what came along into a copy of the row that was hit is taken back, too",
		"sheets/undo.go", "		return u.copied(read, id, b, t, at)", "		return nil", "",
	},
	{
		"a header that moved tells nothing", "what was hit under a header that had moved is known by the columns as read and by what the row says",
		"sheets/verify.go", "		if !columns.Has(keyField(o.Tab)) {\n			if t", "		if false {\n			if t", "",
	},
	{
		"our value anywhere is a person's", "our value in a row that nothing tells is counted for nobody's word",
		"sheets/plan.go", "s.Key == \"\" && p.placeless(s, k, f) || ", "", "",
	},
	{
		"what comes back with a version is a person's", "what had been put back since a restored version was made is put back anew",
		"sheets/restored.go", "revived := c.revive(&t, &mark, log)", "revived := map[string]*PutBack{}", "",
	},
	{
		"a token that is gone is dropped for ever", "a write that was refused because of an old token is made without it",
		"sheets/cycle_write.go", "			gone = in.Drop ", "			_ = in.Drop ", "",
	},
	{
		"what had ended by then is put back, too", "a version shows people's words where nothing of ours strayed any more",
		"sheets/undone.go", " || u.Until < last {", " {", "",
	},
	{
		"a pre-image stays under its old columns", "a row is known by the rest of its pre-image, though columns moved since",
		"sheets/putback_columns.go", "if len(b.Texts) == 0 || sameTexts", "if true || sameTexts", "",
	},
	{
		"marks on columns of another moment", "marks on columns are used only under the header that was read",
		"sheets/cycle_read.go", "if !t.isHeadedBy(grids[0]) {", "if !t.isHeadedBy(grids[0]) && false {", "",
	},
	{
		"an edited crooked row is a person's", "our value under another header is nobody's word, whatever a person typed beside it",
		"sheets/crooked.go", "	if c.isStraight() {\n		return list\n", "	if c.isStraight() || !alone {\n		return list\n", "",
	},
	{
		"a person's word in a crooked row put right", "what a person typed into a crooked row stays",
		"sheets/crooked.go", "ours[i], now == nil && still(v):", "ours[i], now == nil && still(v), now != nil:", "",
	},
	{
		"a crooked row under another number is a new one", "a crooked row that was renumbered, and its copies, are righted too",
		"sheets/plan_crooked.go", "missing <= 1 && len(ours)", "missing < 0 && len(ours)", "",
	},
	{
		"a formula beside that is written over taken over", "a new row takes no value over from the row beside it",
		"sheets/insert.go", "|| written[i] ||", "|| false && written[i] ||", "",
	},
	{
		"one blank row put back for another", "a put-back is over only where what strayed stood",
		"sheets/verify.go", "	if o.PutBack != \"\" && o.Over == \"\" &&", "	if false && o.Over == \"\" &&", "",
	},
	{
		"the past brings a row back", "what a row is given of its past is nobody's new word",
		"sheets/plan_row.go", "inv.Value(f) != was && !recalled {", "inv.Value(f) != was {\n			_ = recalled", "",
	},
	{
		"the copy of a crooked row is the invoice", "while one of two rows of a number stands crooked neither is read",
		"sheets/plan_crooked.go", "				aside[c.of] = true\n", "				if i == own {\n					aside[c.of] = true\n				}\n", "",
	},
	{
		"a payment that was set right is not read", "a crooked payment that is right again is read like any other at once",
		"sheets/plan_crooked.go", "		maps.Copy(p.Payments, straight)\n", "", "",
	},
	{
		"a renamed column taken for a moved one", "a row inserted while a column was renamed stands straight",
		"sheets/verify.go", "		renamed := !ok && ", "		renamed := false && !ok && ", "",
	},
	{
		"a stray in a renamed column stays", "a column that was renamed is found by our value in it",
		"sheets/putback.go", "	if len(all) == 0 {\n		holding", "	if false {\n		holding", "",
	},
	{
		"words of a row and its copy put back one over the other", "what two rows of one number held is told apart by a person alone",
		"sheets/undo.go", "	if !differ {", "	if differ || !differ {", "",
	},
	{
		"a blank row that was hit is lost", "a blank row is known by our value in it, though a person typed there",
		"sheets/putback.go", "	return at, found == 1\n", "	return at, false\n", "",
	},
	{
		"a near row's value is a person's", "a row that nearly is the pre-image, and holds our value, is asked about",
		"sheets/undo.go", "			u.askWhich(id, b, rows)\n			return nil\n", "", "",
	},
	{
		"a plan made of what it plans", "a plan is pure: made again of the same, it is the same",
		"sheets/plan_crooked.go", "		b := p.base(k)\n		if own >= 0 {\n", "		b := &base\n		p.out.Rows[k] = b\n		if own >= 0 {\n", "",
	},
	{
		"a row at rest is never woken", "a row is planned when its invoice moved in the book",
		"sheets/plan_rest.go", "	for _, k := range p.moved {\n		woken[k] = true", "	for _, k := range p.moved[:0] {\n		woken[k] = true", "",
	},
	{
		"a row is as it was, whatever became of its baseline", "a row that is as it was last read is looked up when its baseline moved",
		"sheets/row_seen.go", "seenUnder == header && !st.tally.touched[was.key] {", "seenUnder == header {", "",
	},
	{
		"a row is as it was, whatever the header", "a row is decoded anew when the header changed, though it is as it was last read",
		"sheets/row_seen.go", "was.values != nil && seenUnder == header && ", "was.values != nil && ", "",
	},
	{
		"a stray stays with the old number", "a value of ours that strayed is nobody's word, under its row's next number too",
		"sheets/plan.go", "	return ok && inv.Key == k\n", "	return ok && inv.Key == k && false\n", "",
	},
	{
		"what hit a row's copy was seen and taken back", "while a number stands in two rows, a write that hit one says nothing of which is the invoice",
		"sheets/plan_row.go", "(mine != was || p.missed[cellID{r.Key, f}])", "mine != was", "",
	},
	{
		"a copy that was hit is the invoice", "what was written stays in doubt until one row bears the number alone",
		"sheets/plan_twin.go", "	base.Twin = len(base.Over) > 0\n", "	base.Over = nil\n", "",
	},
	{
		"a copy's value of ours is a person's", "a new row that may have been hit while it bore another's number is asked about, not taken",
		"sheets/plan_twin.go", "for _, n := range copies {", "for _, n := range copies[:0] {", "",
	},
	{
		"a row copied after the write is in doubt", "what all rows of a number show was written before they were copied",
		"sheets/plan_twin.go", "return !slices.ContainsFunc(rows,", "return false && !slices.ContainsFunc(rows,", "",
	},
	{
		"our stray hides a renumbered row", "a row is known under its next number by what people have in it, whatever of ours strayed there",
		"sheets/plan_renumber.go", "				list = fresh\n", "				list = slices.Clone(list)\n", "",
	},
	{
		"a hit row that was renumbered is lost", "the row that was hit is put right under the number that people gave it since",
		"sheets/undo.go", "	if at.NoKey || at.Found && !b.holdsStray(at) {\n", "	if at.Found && !b.holdsStray(at) {\n", "",
	},
	{
		"what a put-back met overtakes nothing", "who types where a put-back was on its way hasn't seen what it would have restored: that is kept",
		"sheets/cycle_write.go", "if b, ok := c.state.putBacks[h.op.PutBack]; ok {\n		kept", "if b, ok := c.state.putBacks[h.op.PutBack]; ok && false {\n		kept", "",
	},
	{
		"what stood right in a crooked row was not seen", "who clears what stood under its header has seen it, though the rest of the row stood crooked",
		"sheets/plan_crooked.go", "		p.noteShown(k, base, c)\n", "", "",
	},
	{
		"what was set right was not seen", "who clears a cell that was set right has seen it",
		"sheets/cycle_write.go", "			rows[o.Rights].show(o.Field)\n", "", "",
	},
	{
		"a stray in Payments is a person's word", "a value of ours that stays in a row of Payments is nobody's word there",
		"sheets/plan_stray.go", "		return s.Key == k && s.Field == f && sameCell(s.Value, raw)\n", "		return s.Key == k && s.Field == f && sameCell(s.Value, raw) && false\n", "",
	},
	{
		"formulas of another moment", "where formulas stand is read under the header that the rows were read under",
		"sheets/cycle_plan.go", "if there, err := t.standsIn(grids[i]); err != nil || !there {", "if there, err := t.standsIn(grids[i]); err != nil || !there && false {", "",
	},
}
