package check

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/relance-bot/relance/ledger"
)

func TestRankGrowsAsStagesDo(t *testing.T) {
	stage := rapid.Custom(func(t *rapid.T) ledger.Stage {
		rung := rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(0, maxRung))
		if !rapid.Bool().Draw(t, "reached") {
			return ledger.Stage{}
		}
		return ledger.Stage{Reached: true, Number: rung.Draw(t, "number"), Repeat: rung.Draw(t, "repeat")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := stage.Draw(t, "a"), stage.Draw(t, "b")
		if (Rank(a) > Rank(b)) != a.Above(b) || (Rank(a) == Rank(b)) != (a == b) {
			t.Fatalf("ranks %d and %d of %v and %v", Rank(a), Rank(b), a, b)
		}
	})
	if Rank(ledger.Stage{Reached: true, Number: maxRung, Repeat: maxRung}) >= 1<<53 {
		t.Fatal("the highest rank isn't exact in Lua")
	}
}
