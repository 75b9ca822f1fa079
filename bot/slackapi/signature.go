package slackapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Headers of a signed request.
const (
	headerSignature = "X-Slack-Signature"
	headerTimestamp = "X-Slack-Request-Timestamp"
)

// signatureWindow is how old or new a request may be (docs.slack.dev,
// "Verifying requests from Slack": five minutes).
const signatureWindow = 5 * time.Minute

// maxSignatures bounds the memory of signatures: some 150 requests a second
// for its whole length.
const maxSignatures = 100_000

// Reasons to refuse a request. They are logged; the sender is told nothing.
var (
	errNoSignature  = errors.New("signature or timestamp is missing or given twice")
	errOldTimestamp = errors.New("timestamp is outside of the window")
	errSignature    = errors.New("signature does not match")
	errReplayed     = errors.New("signature was seen before")
)

// verifier checks signatures and remembers them for the length of the window.
type verifier struct {
	secrets [][]byte // several while one is being replaced
	now     func() time.Time
	seen    *memory
}

func newVerifier(secrets []string, now func() time.Time) *verifier {
	v := &verifier{now: now, seen: newMemory(now, 2*signatureWindow, maxSignatures)}
	for _, s := range secrets {
		if s != "" {
			v.secrets = append(v.secrets, []byte(s))
		}
	}
	return v
}

// verify checks a request's headers over its raw body.
func (v *verifier) verify(h http.Header, body []byte) error {
	if len(h.Values(headerSignature)) != 1 || len(h.Values(headerTimestamp)) != 1 {
		return errNoSignature
	}
	signature, stamp := h.Get(headerSignature), h.Get(headerTimestamp)
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != stamp {
		return errNoSignature
	}
	// Compared as seconds: a duration would overflow on a wild timestamp.
	if now := v.now().Unix(); seconds < now-int64(signatureWindow/time.Second) || seconds > now+int64(signatureWindow/time.Second) {
		return errOldTimestamp
	}
	encoded, ok := strings.CutPrefix(signature, "v0=")
	given, err := hex.DecodeString(encoded)
	if !ok || err != nil || len(given) != sha256.Size {
		return errSignature
	}
	matches := false
	for _, secret := range v.secrets {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("v0:" + stamp + ":"))
		mac.Write(body)
		if hmac.Equal(mac.Sum(nil), given) {
			matches = true
		}
	}
	if !matches {
		return errSignature
	}
	if !v.seen.add(string(given)) {
		return errReplayed
	}
	return nil
}
