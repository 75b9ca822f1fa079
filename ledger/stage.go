package ledger

import (
	"fmt"
	"strconv"
	"strings"
)

// Stage is how far the ladder of reminders has come with an invoice. The zero
// Stage is before the ladder: nothing was said yet. Stage number 0 is the
// courtesy reminder before the due date, hence Reached.
type Stage struct {
	Reached bool
	Number  int // of the policy's ladder, from 0
	Repeat  int // how many times the last stage was said again
}

// StageAt is the stage of that number, said once.
func StageAt(number int) Stage { return Stage{Reached: true, Number: number} }

// Above tells whether s is further up the ladder than t.
func (s Stage) Above(t Stage) bool {
	switch {
	case s.Reached != t.Reached:
		return s.Reached
	case s.Number != t.Number:
		return s.Number > t.Number
	}
	return s.Repeat > t.Repeat
}

// String is what the row shows: nothing, "3", or "6 ×2" for the last stage's
// second repeat.
func (s Stage) String() string {
	switch {
	case !s.Reached:
		return ""
	case s.Repeat > 0:
		return fmt.Sprintf("%d ×%d", s.Number, s.Repeat)
	}
	return strconv.Itoa(s.Number)
}

// ParseStage reads what String writes; "x" and "*" do for the sign.
func ParseStage(text string) (Stage, error) {
	if strings.TrimSpace(text) == "" {
		return Stage{}, nil
	}
	number, repeat, repeated := strings.Cut(strings.NewReplacer("x", "×", "*", "×").Replace(text), "×")
	n, err := strconv.Atoi(strings.TrimSpace(number))
	r := 0
	if err == nil && repeated {
		r, err = strconv.Atoi(strings.TrimSpace(repeat))
	}
	if err != nil || n < 0 || r < 0 || n > maxStage || r > maxStage {
		return Stage{}, &Error{Code: CodeInvalid, Message: fmt.Sprintf("%q is not a stage such as 3", text)}
	}
	return Stage{Reached: true, Number: n, Repeat: r}, nil
}

// maxStage bounds stage numbers and repeats: a ladder is climbed by people.
const maxStage = 999
