package check

import (
	"fmt"

	"github.com/relance-bot/relance/store"
)

// Commit checks one transaction of the sync cycle.
func Commit(c store.Commit) error {
	if err := Changes(c.Append); err != nil {
		return err
	}
	tokens := map[string]bool{}
	for _, d := range c.Open {
		if d.Kind != "" && d.Kind != store.KindIntent {
			return fmt.Errorf("open %q of kind %q: %w", d.Key, d.Kind, store.ErrInvalid)
		}
		if err := once(tokens, d.Key); err != nil {
			return err
		}
	}
	for _, token := range c.Close {
		if err := once(tokens, token); err != nil {
			return err
		}
	}
	for _, list := range [][]store.Doc{c.Put, c.Delete} {
		for _, d := range list {
			if err := doc(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// once: a token is opened or closed once in a transaction, and not both.
func once(tokens map[string]bool, token string) error {
	if token == "" || tokens[token] {
		return fmt.Errorf("intent %q is empty or named twice: %w", token, store.ErrInvalid)
	}
	tokens[token] = true
	return text("token", token)
}

func doc(d store.Doc) error {
	if d.Kind == "" || d.Kind == store.KindIntent {
		return fmt.Errorf("document %q of kind %q: intents are opened and closed: %w", d.Key, d.Kind, store.ErrInvalid)
	}
	if err := text("kind", d.Kind); err != nil {
		return err
	}
	return text("key", d.Key)
}
