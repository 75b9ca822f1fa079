package sheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
)

// Each plan that any test of this package makes, the random machine's too, is
// made a second time looking at every row, and must be the same.
func TestMain(m *testing.M) {
	makePlan = func(in PlanInput) Planned {
		defer untouched(in.Rows)()
		defer untouched(in.Follow)()
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

// untouched demands that a plan leaves the baselines that it starts from: what
// it makes of them counts when it was committed, and only then.
func untouched(rows map[ledger.Key]BaseRow) (check func()) {
	before := make(map[ledger.Key]map[ledger.Field]ledger.Value, len(rows))
	for k, base := range rows {
		before[k] = cloneValues(base.Values)
	}
	return func() {
		for k, values := range before {
			if !maps.Equal(values, rows[k].Values) {
				panic(fmt.Sprintf("a plan changed the baseline of %s that it starts from: %v became %v", k, values, rows[k].Values))
			}
		}
	}
}

func lines(p Planned) string {
	var b bytes.Buffer
	if err := json.Indent(&b, encode(p), "", " "); err != nil {
		panic(err)
	}
	return b.String()
}
