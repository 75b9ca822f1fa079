package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/relance-bot/relance/ledger"
)

// File is a document that the bot hands to one person.
type File struct {
	Name    string // with its extension
	Title   string
	Comment string // plain text, shown above it
	Content []byte
}

// ErrNoFileScope: the app was installed before it could hand out files.
var ErrNoFileScope = errors.New("the app may not post files")

// uploadAgainAfter is how long a second click on the same file brings nothing:
// a double click, or somebody who hasn't found it yet.
const uploadAgainAfter = 2 * time.Minute

// deliver puts a file into a person's direct messages, once within a short
// while, and says where it is.
func (b *Bot) deliver(ctx context.Context, v viewer, f File) (done string, err error) {
	key := v.ID + "\x00" + f.Name
	if !b.handed.begin(key, b.opt.Now(), uploadAgainAfter) {
		return v.mark("file_there", with{"File": f.Name}), nil
	}
	if err = b.opt.Slack.Upload(ctx, v.ID, f); err == nil {
		return v.mark("file_sent", with{"File": f.Name}), nil
	}
	b.handed.undo(key)
	if errors.Is(err, ErrNoFileScope) {
		return "", &ledger.Error{
			Code: ledger.CodeInvalid, Reason: "no_file_scope",
			Message: "Relance may not post files here yet: your operator adds the scope files:write to the app and installs it again.",
		}
	}
	return "", err
}

// fileName is a name that every system takes: words of letters and digits.
func fileName(parts ...string) string {
	var words []string
	for _, p := range parts {
		words = append(words, strings.FieldsFunc(strings.ToLower(p), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	return cut(strings.Join(words, "-"), maxFileName)
}

// maxFileName leaves room for an extension in any file system.
const maxFileName = 80
