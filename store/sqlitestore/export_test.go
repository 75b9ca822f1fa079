package sqlitestore

import "testing"

// LimitPages lets the file grow no further, as on a full disk.
func LimitPages(t *testing.T, s *Store) {
	t.Helper()
	var pages int
	if err := s.db.QueryRowContext(t.Context(), `PRAGMA max_page_count = 1`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
}

// TickQueries are what a quiet tick asks, and the index that answers it.
var TickQueries = []struct{ Name, Query, Index string }{
	{"claim", selectDelivery + whereDue, "deliveries_state (book=? AND state=?)"},
	{"expire claims", expireClaim, "deliveries_expiry (book=? AND claim_expires<?)"},
	{"end sending", endSending, "deliveries_deadline (book=? AND deadline<?)"},
	{"list uncertain", selectDelivery + whereUncertain, "deliveries_state (book=? AND state=?)"},
	{"list unmarked", selectDelivery + whereUnmarked, "deliveries_unmarked (book=? AND state=?)"},
	{"list open states", selectDelivery + whereStates(5), "deliveries_state (book=? AND state=?)"},
	{"list condemned", selectCondemned, "condemned_unburied (book=?)"},
}
