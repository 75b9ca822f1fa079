package ledger

import "fmt"

// SetLevel lets the book go further, or less far.
func (a Act) SetLevel(b *Book, level Level) ([]Change, error) {
	switch level {
	case LevelObserve, LevelInternal, LevelLetters:
	default:
		return nil, &Error{
			Code: CodeInvalid, Reason: ReasonUnknownLevel, Args: Args{"level": string(level)},
			Message: fmt.Sprintf("%q is no level: choose observe, internal or letters.", level),
		}
	}
	if b.Level() == level {
		return nil, nil
	}
	return []Change{a.change(Change{Field: FieldLevel, Old: Text(string(b.Level())), New: Text(string(level))})}, nil
}

// StartChasing lets reminders begin on invoices that were late already when
// first seen. Those that don't wait are left as they are.
func (a Act) StartChasing(b *Book, keys []Key) ([]Change, error) {
	var changes []Change
	seen := make(map[Key]bool, len(keys))
	for _, k := range keys {
		if seen[k] {
			continue
		}
		seen[k] = true
		inv, err := a.find(b, k)
		if err != nil {
			return nil, err
		}
		changes = append(changes, a.moved(inv, cell{FieldWaiting, Value{}})...)
	}
	return changes, nil
}

// Hold stops writing and sending until someone has looked; no reason releases
// the book.
func (a Act) Hold(b *Book, reason string) ([]Change, error) {
	reason, err := checkedText(reason)
	if err != nil {
		return nil, err
	}
	if b.Hold() == reason {
		return nil, nil
	}
	return []Change{a.change(Change{Field: FieldHold, Old: Text(b.Hold()), New: Text(reason)})}, nil
}
