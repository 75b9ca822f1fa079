package slackapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/bot"
)

// uploadTimeout bounds all calls of one file together: it carries bytes.
const uploadTimeout = 25 * time.Second

// Upload hands a file to one user. Files are shared with conversations only, so
// that the user's direct messages are opened first; that is idempotent, and so
// is asking for the place to put the bytes. Only the last call shows something.
func (a *API) Upload(ctx context.Context, user string, f bot.File) error {
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	direct, _, _, err := a.again.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return named("conversations.open", err)
	}
	place, err := a.again.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Content)})
	if err != nil {
		return filed("files.getUploadURLExternal", err)
	}
	if err := a.once.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: place.UploadURL, Reader: bytes.NewReader(f.Content), Filename: f.Name}); err != nil {
		return fmt.Errorf("upload %s: %w", place.FileID, err)
	}
	_, err = a.once.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: place.FileID, Title: f.Title}}, Channel: direct.ID, InitialComment: f.Comment,
	})
	return filed("files.completeUploadExternal", err)
}

// filed is named for methods that need files:write.
func filed(method string, err error) error {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && e.Err == "missing_scope" {
		return fmt.Errorf("%s: %w: %w", method, bot.ErrNoFileScope, err)
	}
	return named(method, err)
}
