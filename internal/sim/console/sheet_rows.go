package console

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
)

// sheetRows answers ?tab=ID&epoch=E&since=V with the rows that changed.
func (c *Console) sheetRows(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	id, err := strconv.Atoi(query.Get("tab"))
	if err != nil {
		fail(w, badRequest("tab %q is not a number", query.Get("tab")))
		return
	}
	since := 0
	if text := query.Get("since"); text != "" {
		if since, err = strconv.Atoi(text); err != nil {
			fail(w, badRequest("since %q is not a number", text))
			return
		}
	}
	c.mirror.list() // a page may ask before its stream has started
	rows, ok := c.mirror.since(id, query.Get("epoch"), since)
	if !ok {
		fail(w, refusal{http.StatusNotFound, "no such tab: " + strconv.Itoa(id)})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Vary", "Accept-Encoding")
	if len(rows) < 4096 || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_, _ = w.Write(rows) // the client is gone if it fails; nobody to tell
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	packed, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return // the level is a constant of the library
	}
	_, _ = packed.Write(rows)
	_ = packed.Close()
}
