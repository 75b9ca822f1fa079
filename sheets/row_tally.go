package sheets

import "github.com/relance-bot/relance/ledger"

// rowTally is what a cycle would otherwise look for in the baselines of all
// rows.
type rowTally struct {
	touched map[ledger.Key]bool // set or dropped since the last sighting, with the invoices of payments dropped
	crooked map[ledger.Key]bool
	inTab   map[tabRole]int
}

func newRowTally(rows map[ledger.Key]BaseRow) rowTally {
	t := rowTally{touched: map[ledger.Key]bool{}, crooked: map[ledger.Key]bool{}, inTab: map[tabRole]int{}}
	for k, b := range rows {
		t.count(k, b, 1)
	}
	return t
}

func (t *rowTally) count(k ledger.Key, b BaseRow, n int) {
	t.inTab[b.Tab] += n
	delete(t.crooked, k)
	if b.Crooked != nil && n > 0 {
		t.crooked[k] = true
	}
}

// rememberRows is the one way to change the baselines of rows.
func (st *cycleState) rememberRows(changed map[ledger.Key]*BaseRow) {
	for k, b := range changed {
		st.tally.touched[k] = true
		if was, had := st.rows[k]; had {
			st.tally.count(k, was, -1)
		}
		if b != nil {
			st.tally.count(k, *b, 1)
		}
	}
	rememberAll(st.rows, changed)
}
