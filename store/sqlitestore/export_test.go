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
