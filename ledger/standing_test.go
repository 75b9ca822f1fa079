package ledger

import (
	"errors"
	"testing"
)

func TestAStandingIsReadAsPeopleTypeIt(t *testing.T) {
	for text, want := range map[string]Standing{
		"": "", "  ": "", "insolvent": StandingInsolvent, "Redressement judiciaire": StandingInsolvent, "PROCÉDURE COLLECTIVE": StandingInsolvent,
		"Cédée": StandingFactored, "factored": StandingFactored, "Handed over": StandingHandedOver, "contentieux": StandingHandedOver,
	} {
		if got, err := ParseStanding(text); err != nil || got != want {
			t.Errorf("%q is read as %q, %v; want %q", text, got, err, want)
		}
	}
	for _, s := range []Standing{StandingInsolvent, StandingFactored, StandingHandedOver} {
		if got, err := ParseStanding(string(s)); err != nil || got != s {
			t.Errorf("what is written for %q is read as %q, %v", s, got, err)
		}
	}
	_, err := ParseStanding("perhaps")
	if e, ok := errors.AsType[*Error](err); !ok || e.Code != CodeInvalid || e.Reason != ReasonUnknownStanding {
		t.Errorf("an unknown word gives %v: nothing is guessed", err)
	}
}
