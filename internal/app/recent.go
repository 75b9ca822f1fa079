package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// recent are the last n entries of the journal, oldest first.
func (b *book) recent(ctx context.Context, n int) ([]ledger.Change, error) {
	head, err := b.store.Head(ctx, b.config.Name)
	if err != nil {
		return nil, fmt.Errorf("read the journal's head: %w", err)
	}
	after := uint64(0)
	if last := uint64(n); head.Seq > last { //nolint:gosec // n is a small constant
		after = head.Seq - last
	}
	return b.store.Since(ctx, b.config.Name, after, n)
}

// nameOf is what a member is called; nothing where Slack can't say now.
func (a *App) nameOf(actor string) string {
	if a.members == nil || !isSlackID(actor) && !strings.Contains(actor, "@") {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), nameTimeout)
	defer cancel()
	if strings.Contains(actor, "@") {
		if u, ok, err := a.members.ByEmail(ctx, actor); err == nil && ok {
			return u.Name
		}
		return ""
	}
	u, err := a.members.User(ctx, actor)
	if err != nil {
		return ""
	}
	return u.Name
}
