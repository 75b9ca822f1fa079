package typo

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"overdue", "over", "pay", "promise", "dispute"}
	for typed, want := range map[string]string{
		"overdeu": "overdue", "ovr": "over", "promisse": "promise", "disput": "dispute", "pya": "", "xyz": "", "": "", "promise": "promise",
	} {
		if got := Nearest(typed, words); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
	if got := Nearest("care", []string{"core", "cure", "cane"}); got != "cane" {
		t.Errorf("of three as near: %q", got)
	}
}
