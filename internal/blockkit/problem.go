package blockkit

import "fmt"

// Surface is where blocks are shown; it decides which blocks are allowed.
type Surface uint8

// The three surfaces. Payloads of Message are arrays of blocks, those of Modal
// and Home are view objects.
const (
	Message Surface = 1 << iota
	Modal
	Home
)

const anywhere = Message | Modal | Home

// String names the surface as Slack's error texts do.
func (s Surface) String() string {
	switch s {
	case Message:
		return "message"
	case Modal:
		return "modal"
	case Home:
		return "home"
	}
	return "unknown surface"
}

// Problem is one reason for Slack to refuse a payload.
type Problem struct {
	Path    string // JSON pointer from the root of the API call: /blocks/0/text, /view/title
	Message string
}

// String is the line Slack puts into response_metadata.messages.
func (p Problem) String() string {
	return fmt.Sprintf("[ERROR] %s [json-pointer:%s]", p.Message, p.Path)
}
