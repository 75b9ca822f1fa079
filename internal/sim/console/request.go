package console

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// maxRequestBytes is far more than a person types; a pasted note fits.
const maxRequestBytes = 1 << 20

// refusal is an answer a person reads, with its HTTP status.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

func badRequest(format string, args ...any) error {
	return refusal{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// handle makes an endpoint of a function that takes a JSON object and returns
// one. In comes with unknown names refused, so that a page and a server of
// different versions are found out.
func handle[In any](f func(r *http.Request, in In) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in In
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequestBytes))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&in); err != nil {
			fail(w, badRequest("the request is not what this page sends: %v", err))
			return
		}
		out, err := f(r, in)
		if err != nil {
			fail(w, err)
			return
		}
		answer(w, out)
	}
}

func answer(w http.ResponseWriter, out any) {
	if out == nil {
		out = struct{}{}
	}
	body, err := json.Marshal(out)
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the client is gone if it fails; nobody to tell
}

func fail(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if r, ok := errors.AsType[refusal](err); ok {
		status = r.status
	} else if errors.Is(err, slacksim.ErrNotThere) {
		status = http.StatusNotFound
	}
	http.Error(w, err.Error(), status)
}
