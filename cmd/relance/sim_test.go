package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/relance-bot/relance/internal/sim/sheetsim"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

func TestTheSimulatedSlackBeginsWithATeamWhereItIsAskedFor(t *testing.T) {
	for _, row := range []struct {
		team bool
		want bool
	}{{true, true}, {false, false}} {
		sim := slacksim.New(slacksim.Options{Now: time.Now})
		if err := (simCmd{Team: row.team}).hire(sim); err != nil {
			t.Fatal(err)
		}
		var state bytes.Buffer
		if err := sim.Save(&state); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"finance", "receivables", "priya.shah@example.com"} {
			if strings.Contains(state.String(), name) != row.want {
				t.Errorf("with team %t: %s is there: %t", row.team, name, !row.want)
			}
		}
	}
	if err := (simCmd{Team: true}).hire(sheetsim.New(sheetsim.Options{Now: time.Now})); err == nil {
		t.Error("a spreadsheet was given a team")
	}
}
