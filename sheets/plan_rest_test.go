package sheets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/relance-bot/relance/ledger"
)

// Each plan that any test of this package makes, the random machine's too, is
// made a second time looking at every row, and must be the same; and what a read
// was spared of looking up is looked up.
func TestMain(m *testing.M) {
	makePlan = func(in PlanInput) Planned {
		defer untouched(in.Rows)()
		defer untouched(in.Follow)()
		asKnown(in)
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

// asKnown demands that the rows said to be as the baseline knows them are, and
// that each number is found where it stands first.
func asKnown(in PlanInput) {
	first := map[ledger.Key]*sheetRow{}
	var again, keyless []*sheetRow
	present := 0
	for _, r := range in.Sheet.Rows {
		base, known := in.Rows[r.Key]
		if r.same && (!known || base.Hash != r.Hash || base.Header != r.tab.Hash || !maps.Equal(base.Values, r.Values)) {
			panic(fmt.Sprintf("row %d is not as the baseline of %s knows it", r.Index, r.Key))
		}
		switch {
		case r.Key == "":
			keyless = append(keyless, r)
		case first[r.Key] != nil:
			again = append(again, r)
		default:
			if first[r.Key] = r; known {
				present++
			}
		}
	}
	x := in.Sheet.byNumber()
	if !slices.Equal(again, x.again) || !slices.Equal(keyless, x.keyless) || len(first) != x.known+x.more || present != in.Sheet.present(in.Rows) {
		panic("the index of a read is not of its rows")
	}
	for k, r := range first {
		if x.first(k) != r {
			panic(fmt.Sprintf("row %d is the first of %s, and not found", r.Index, k))
		}
	}
	for k := range in.Rows {
		if (first[k] == nil) != (x.first(k) == nil) {
			panic(fmt.Sprintf("%s stands nowhere, and is found", k))
		}
	}
}
