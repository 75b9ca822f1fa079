package sheetsim_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
)

func TestFilesThatWereThereBefore(t *testing.T) {
	sim := sheetsim.New(sheetsim.Options{Now: time.Now})
	list, err := os.Open("testdata/recorded_files.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = list.Close() }()
	if err := sim.AddFiles(list); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{
		"1-V5ZgItMAHbXUsf22-7t82vV0TGiuNck8iVhlhQQg8Q": http.StatusOK,
		"1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc": http.StatusForbidden,
		"nobody": http.StatusNotFound,
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://sim/v4/spreadsheets/"+id, nil)
		if err != nil {
			t.Fatal(err)
		}
		reply, err := sim.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close()
		if reply.StatusCode != want {
			t.Errorf("%s answers %d, want %d", id, reply.StatusCode, want)
		}
	}
	for name, list := range map[string]string{
		"an id twice":      `[{"id":"a","title":"A"},{"id":"a","title":"B"}]`,
		"no id":            `[{"title":"A"}]`,
		"an unknown field": `[{"id":"b","name":"B"}]`,
		"not a list":       `{}`,
	} {
		if err := sim.AddFiles(strings.NewReader(list)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
