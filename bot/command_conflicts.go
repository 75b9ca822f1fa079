package bot

import (
	"context"
	"slices"

	"github.com/slack-go/slack"
)

// replyConflicts lists where sheet and Slack said different things and nobody
// has decided yet: all of them to finance, and to others what they said or
// look after.
func (b *Bot) replyConflicts(ctx context.Context, a *answer) error {
	v := a.viewer
	open, err := v.book.Syncer.Conflicts(ctx)
	if err != nil {
		return err
	}
	snapshot := v.book.Desk.Book()
	mine := slices.DeleteFunc(slices.Clone(open), func(c Conflict) bool {
		inv, ok := snapshot.Invoice(c.Invoice)
		if !ok {
			inv = nil
		}
		return c.Author != v.ID && v.refuse(follow, inv) != nil
	})
	b.nameAuthors(ctx, v, mine)
	a.say(ctx, v.conflictList(v.book.Name, snapshot.Invoice, mine))
	return nil
}

// nameAuthors puts the names of those who said what lost, and the time as the
// reader's clock shows it.
func (b *Bot) nameAuthors(ctx context.Context, v viewer, list []Conflict) {
	for i, c := range list {
		if !c.At.IsZero() {
			list[i].At = c.At.In(v.zone())
		}
		if c.Author != "" {
			list[i].Who = b.nameOf(ctx, c.Author)
		}
	}
}

// shownConflicts is how many a list shows with their buttons: two blocks each,
// under the limit of a message.
const shownConflicts = 20

// conflictList is the answer to "conflicts".
func (v voice) conflictList(book string, find finder, list []Conflict) Message {
	text := v.mark("conflicts", with{"Count": len(list)})
	if len(list) == 0 {
		return sentence(v.mark("conflicts_none"))
	}
	return message(text, append([]slack.Block{section(text)}, v.conflicts(book, find, list, shownConflicts)...)...)
}
