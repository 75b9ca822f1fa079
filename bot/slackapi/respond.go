package slackapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/relance-bot/relance/bot"
)

// responseHosts are Slack's own, for commercial and government workspaces.
var responseHosts = map[string]bool{"hooks.slack.com": true, "hooks.slack-gov.com": true}

// maxReply bounds what is read of an answer.
const maxReply = 1 << 20

// Respond answers through a response URL. The URL came with a request, so it
// is only followed to Slack's host or to that of the configured API: the bot
// is nobody's way into the network it runs in.
func (a *API) Respond(ctx context.Context, to string, r bot.Response) error {
	if err := a.checkResponseURL(to); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body := map[string]any{"response_type": "ephemeral", "replace_original": r.Replace, "text": r.Text}
	if len(r.Blocks) > 0 {
		body["blocks"] = r.Blocks
	}
	if r.Public {
		body["response_type"] = "in_channel"
	}
	if r.Thread != "" {
		body["thread_ts"] = r.Thread
	}
	if r.Delete {
		body = map[string]any{"delete_original": true}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("response: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("response: %w", redacted(err))
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	reply, err := a.client.Do(request)
	if err != nil {
		return fmt.Errorf("response: %w", redacted(err))
	}
	defer func() { _ = reply.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(reply.Body, maxReply))
	if err != nil {
		return fmt.Errorf("response: %w", err)
	}
	return responseError(reply.StatusCode, answer)
}

// redacted leaves out the URL, which is a secret for half an hour.
func redacted(err error) error {
	if e, ok := err.(*url.Error); ok { //nolint:errorlint // the outermost one carries the URL
		return e.Err
	}
	return err
}

// responseError reads "ok", {"ok":true}, {"ok":false,"error":…} or a bare code.
func responseError(status int, answer []byte) error {
	var r struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	isJSON := json.Unmarshal(answer, &r) == nil
	switch {
	case status == http.StatusOK && (!isJSON || r.OK == nil || *r.OK):
		return nil
	case isJSON && r.Error != "":
		return named("response_url", codeError(r.Error))
	}
	code := strings.TrimSpace(string(answer[:min(len(answer), 100)]))
	if code == "" {
		code = http.StatusText(status)
	}
	return named("response_url", codeError(code))
}

// codeError is Slack's code as an error.
type codeError string

func (e codeError) Error() string { return string(e) }

func (a *API) checkResponseURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.User != nil {
		return fmt.Errorf("response url is no address")
	}
	if u.Scheme == a.root.Scheme && u.Host == a.root.Host {
		return nil
	}
	if u.Scheme == "https" && responseHosts[u.Host] {
		return nil
	}
	return fmt.Errorf("response url is on another host than Slack's: %q", u.Host)
}
