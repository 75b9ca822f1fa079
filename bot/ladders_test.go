package bot_test

import (
	"strings"
	"testing"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
)

// fakeLadders is a policy and a tab as the test says they are.
type fakeLadders struct {
	rules  bot.Rules
	effect bot.LaddersEffect
}

func (f *fakeLadders) Rules(string) bot.Rules { return f.rules }
func (f *fakeLadders) LaddersEffect(string) (bot.LaddersEffect, error) {
	return f.effect, nil
}

func newLadderRig(t *testing.T) (*rig, *fakeLadders) {
	t.Helper()
	f := &fakeLadders{
		rules: bot.Rules{Lines: []string{`Ladder "default"`, "  Stage 1, day +3 after due: friendly; the salesperson is told."}, Proposed: true, Rows: `[{"day":"5"}]`},
		effect: bot.LaddersEffect{
			Ladders: []string{"default"}, Lines: []string{"default", "  Stage 1, day +5 after due: friendly."}, Days: 30,
			TodayNow: 4, TodayThen: 2, ComingNow: 60, ComingNew: 48, Stages: []bot.StageCount{{Stage: 1, Now: 12, New: 9}},
			Moved: []bot.LadderMove{{Invoice: "INV-1", Customer: "Acme <b>", StageNow: ledger.StageAt(1), NextNow: day("2026-12-01"), NextNew: day("2026-12-03")}},
		},
	}
	return newRigWith(t, func(o *bot.BookOptions) { o.Ladders = f }), f
}

func TestFinanceSeesWhatATabWouldChangeAndAppliesIt(t *testing.T) {
	r, f := newLadderRig(t)
	shown := r.command(sophie, "/relance ladders")
	if !strings.Contains(shown.Text, "as the policy file says") {
		t.Errorf("answered by %q", shown.Text)
	}
	effect := r.click(sophie, shown, "ladders_effect")
	golden(t, "answer_ladders_effect_en", effect)
	if r.keeper.Book().AppliedLadders().Ladders != "" {
		t.Fatal("looking applied them")
	}
	if got := r.click(sophie, effect, "apply_ladders").Text; !strings.Contains(got, "applied the ladders") {
		t.Errorf("answered by %q", got)
	}
	if a := r.keeper.Book().AppliedLadders(); a.Ladders != f.rules.Rows || a.By != sophie {
		t.Errorf("applied: %+v", a)
	}
	f.rules.Proposed, f.rules.By = false, sophie
	if got := r.click(sophie, effect, "apply_ladders").Text; !strings.Contains(got, "so already") {
		t.Errorf("the second click is answered by %q", got)
	}
	r.sound()
}

func TestATabEditedSinceItWasShownIsNotApplied(t *testing.T) {
	r, f := newLadderRig(t)
	effect := r.click(sophie, r.command(sophie, "/relance ladders"), "ladders_effect")
	f.rules.Rows = `[{"day":"50"}]`
	r.click(sophie, effect, "apply_ladders")
	if r.keeper.Book().AppliedLadders().Ladders != "" {
		t.Error("applied what nobody was shown")
	}
	r.sound()
}

func TestASalespersonReadsTheLaddersAndAppliesNone(t *testing.T) {
	r, _ := newLadderRig(t)
	effect := r.click(sophie, r.command(sophie, "/relance ladders"), "ladders_effect")
	own := r.command(marcus, "/relance scénarios")
	for _, b := range buttons(own) {
		t.Errorf("there is a button %s", b.ActionID)
	}
	r.click(marcus, effect, "apply_ladders")
	if r.keeper.Book().AppliedLadders().Ladders != "" {
		t.Error("a salesperson applied them")
	}
}

func TestABadTabIsToldWithItsRowsAndCantBeApplied(t *testing.T) {
	r, f := newLadderRig(t)
	f.rules.Proposed, f.rules.Rows, f.rules.Problems = false, "", []string{`row 4: "soon" is no day`}
	shown := r.command(sophie, "/relance policy")
	golden(t, "answer_ladders_bad_en", shown)
	if len(buttons(shown)) != 0 {
		t.Error("there is a button")
	}
}
