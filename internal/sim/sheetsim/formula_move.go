package sheetsim

import "strings"

// rewrite passes every reference of every formula of the book to change,
// with the cell it stands in.
func (b *book) rewrite(change func(home *sheet, r, c int, ref reference) reference) {
	for _, s := range b.sheets {
		for r, line := range s.rows {
			if line == nil {
				continue
			}
			var fresh *row
			for c, at := range line.cells {
				if at == nil || at.formula == nil {
					continue
				}
				f := at.formula.rewritten(func(ref reference) reference { return change(s, r, c, ref) })
				if f == at.formula {
					continue
				}
				if fresh == nil {
					fresh = line.clone()
				}
				fresh.cells[c] = at.withContent(&cell{formula: f})
			}
			if fresh != nil {
				s.rows[r] = fresh
			}
		}
	}
}

// refSheet is the tab a reference reads, nil when there is none of its name.
func (b *book) refSheet(ref reference, home *sheet) *sheet {
	if ref.title == "" {
		return home
	}
	return b.sheetByTitle(ref.title)
}

func (b *book) renameSheet(s *sheet, title string) {
	b.rewrite(func(_ *sheet, _, _ int, ref reference) reference {
		if ref.title != "" && b.sheetByTitle(ref.title) == s {
			ref.title = title
		}
		return ref
	})
	s.title = title
}

// loseSheet turns references to a tab that was removed into #REF!.
func (b *book) loseSheet(gone *sheet) {
	b.rewrite(func(_ *sheet, _, _ int, ref reference) reference {
		if ref.title != "" && b.sheetByTitle(ref.title) == nil && strings.EqualFold(ref.title, gone.title) {
			return reference{lost: true}
		}
		return ref
	})
}

// setLocale changes the locale and, with it, how formulas are written.
func (b *book) setLocale(name string) {
	from, to := localeOf(b.locale), localeOf(name)
	b.locale = name
	if from == to {
		return
	}
	for _, s := range b.sheets {
		for i := range s.rules {
			if f := s.rules[i].formula; f != nil {
				s.rules[i].retell(f.inLocale(to))
			}
		}
		s.fill(s.usedArea(), func(_, _ int, old *cell) *cell {
			if old.formula == nil {
				return old
			}
			return old.withContent(&cell{formula: old.formula.inLocale(to)})
		})
	}
}
