package ledger

import "fmt"

// Validate tells whether the changes may be made to the book, one after the
// other. It answers with an Error that says what is wrong; a change from the
// sheet is refused only when it could not be applied, since the sheet is the
// truth.
func Validate(b *Book, changes []Change) error {
	for _, c := range changes {
		if c.ID == "" || c.Field == "" || c.Source == "" || c.At.IsZero() {
			return fmt.Errorf("change %q lacks an id, a field, a source or a time", c.ID)
		}
	}
	_, err := b.Apply(changes...)
	return err
}
