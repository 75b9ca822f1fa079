package sheets

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each plan that any test of this package makes, the random machine's too, is
// made a second time looking at every row, and must be the same.
func TestMain(m *testing.M) {
	makePlan = func(in PlanInput) Planned {
		var ids []string
		few := in
		few.NewID = func() string {
			ids = append(ids, in.NewID())
			return ids[len(ids)-1]
		}
		plan := Plan(few)
		if in.RestedAt == nil {
			return plan
		}
		all := in
		all.RestedAt = nil
		all.NewID = func() string {
			if len(ids) == 0 {
				return "one more than before"
			}
			id := ids[0]
			ids = ids[1:]
			return id
		}
		if diff := cmp.Diff(lines(Plan(all)), lines(plan)); diff != "" {
			panic("a plan of few rows is not the plan of all (-all +few):\n" + diff)
		}
		return plan
	}
	os.Exit(m.Run())
}

func lines(p Planned) string {
	var b bytes.Buffer
	if err := json.Indent(&b, encode(p), "", " "); err != nil {
		panic(err)
	}
	return b.String()
}
