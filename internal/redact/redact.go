package redact

import (
	"io"
	"regexp"
)

// mark stands where a secret stood.
const mark = "[secret]"

// patterns are what secrets look like: Slack's tokens (xoxb-, xoxp-, xoxa-,
// xoxe., xapp-), a private key in PEM, plain or within JSON, Google's access
// tokens, what SMTP's AUTH carries, and a password in an address.
var patterns = []*regexp.Regexp{
	regexp.MustCompile(`\b(?:xox[a-z][-.]|xapp-)[A-Za-z0-9][A-Za-z0-9.-]{5,}`),
	regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),
	regexp.MustCompile(`\bya29\.[A-Za-z0-9_-]+`),
	regexp.MustCompile(`\bAUTH (?:PLAIN|LOGIN) [A-Za-z0-9+/]{8,}=*`),
}

// passwords are found with what stands around them, which stays.
var password = regexp.MustCompile(`([a-z][a-z0-9+.-]*://[^\s:/@"']*:)[^\s@"']+(@)`)

// Text is s without secrets.
func Text(s string) string { return string(Bytes([]byte(s))) }

// Bytes is b without secrets; b itself stays as it is.
func Bytes(b []byte) []byte {
	for _, p := range patterns {
		b = p.ReplaceAll(b, []byte(mark))
	}
	return password.ReplaceAll(b, []byte("${1}"+mark+"${2}"))
}

// Writer passes on what is written to it without secrets. A secret must not be
// split between two writes: a log handler writes a record in one.
func Writer(w io.Writer) io.Writer { return writer{w} }

type writer struct{ w io.Writer }

func (r writer) Write(b []byte) (int, error) {
	if _, err := r.w.Write(Bytes(b)); err != nil {
		return 0, err
	}
	return len(b), nil
}
