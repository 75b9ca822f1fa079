package redact

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ story, in, want string }{
		{"a bot token in an error", `post: invalid_auth for xoxb-123456-abcDEF`, `post: invalid_auth for [secret]`},
		{"a user token in a form body", `token=xoxp-1-2-abcdef&channel=C1`, `token=[secret]&channel=C1`},
		{"a rotated token", `xoxe.xoxb-1-Mi0yLTEyMzQ end`, `[secret] end`},
		{"an app token within JSON", `{"t":"xapp-1-A0B1-99-deadbeef"}`, `{"t":"[secret]"}`},
		{"a private key over several lines", "k -----BEGIN PRIVATE KEY-----\nMIIE\nabc\n-----END PRIVATE KEY----- e", "k [secret] e"},
		{"a private key within JSON", `"private_key": "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n", "x": 1`, `"private_key": "[secret]\n", "x": 1`},
		{"a private key that is cut off", "-----BEGIN PRIVATE KEY-----\nMIIEvQIB", "[secret]"},
		{"Google's access token", "Bearer ya29.a0Af_H6-x more", "Bearer [secret] more"},
		{"a login to a mail server", "sent AUTH PLAIN AHJlbGFuY2UAaHVudGVyMg== and got 535", "sent [secret] and got 535"},
		{"the mechanisms that a mail server offers stay", "the server offers \"AUTH PLAIN LOGIN\"", "the server offers \"AUTH PLAIN LOGIN\""},
		{"a password in an address", "dial rediss://relance:hunter2@cache:6379/0: refused", "dial rediss://relance:[secret]@cache:6379/0: refused"},
		{"an address without one stays", "get http://127.0.0.1:9400/api/: refused", "get http://127.0.0.1:9400/api/: refused"},
		{"words about tokens stay", "slack.bot_token is missing; expected xoxb-…", "slack.bot_token is missing; expected xoxb-…"},
		{"the simulators' tokens stay readable", "accepts xoxb-sim and xapp-sim", "accepts xoxb-sim and xapp-sim"},
	} {
		t.Run(tt.story, func(t *testing.T) {
			if got := Text(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestALogNeverShowsASecret(t *testing.T) {
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(Writer(&out), nil), slog.NewJSONHandler(Writer(&out), nil)} {
		err := fmt.Errorf("auth.test: %w", errors.New("bad token xoxb-123456-abcDEF, app xapp-1-A0B1-99-deadbeef, -----BEGIN PRIVATE KEY-----\nMIIEsecret\n-----END PRIVATE KEY-----"))
		slog.New(h).Error("tick_failed", "error", err, "token", "xoxb-123456-abcDEF")
	}
	for _, secret := range []string{"abcDEF", "deadbeef", "MIIEsecret"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log shows %s:\n%s", secret, &out)
		}
	}
	if n := strings.Count(out.String(), "tick_failed"); n != 2 {
		t.Errorf("%d records", n)
	}
}
