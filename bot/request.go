package bot

import "github.com/slack-go/slack"

// Command is a slash command.
type Command struct {
	TeamID, UserID, ChannelID string
	Name                      string // "/relance"
	Text                      string
	TriggerID                 string // unique to the invocation, also when delivered twice
	ResponseURL               string
}

// Action is a click on a button.
type Action struct {
	TeamID, UserID, ChannelID string
	MessageTS                 string // of the message that holds the button; empty on the Home tab
	ThreadTS                  string
	ViewID                    string // of the modal or Home tab that holds it
	ActionID                  string
	Value                     string
	ActionTS                  string
	Ticked                    []string // options ticked in the message or modal, from top to bottom
	TriggerID                 string
	ResponseURL               string
}

// Submission is a filled modal.
type Submission struct {
	TeamID, UserID string
	ViewID         string
	CallbackID     string
	Metadata       string
	Values         map[string]Input // by block id
}

// Input is what one field of a modal holds.
type Input struct {
	Text   string
	Date   string
	Option string
	Ticked []string
}

// SubmissionReply is the acknowledgement of a Submission: errors by block id,
// a view that takes the place of the modal, or nothing, which closes it.
type SubmissionReply struct {
	Errors map[string]string
	View   *slack.ModalViewRequest
}

// Event kinds that the bot listens to.
const (
	EventMention    = "app_mention"
	EventMessage    = "message"
	EventHomeOpened = "app_home_opened"
)

// Event is something that happened in the workspace.
type Event struct {
	Kind                      string
	ID                        string
	TeamID, UserID, ChannelID string
	Text                      string
	TS, ThreadTS              string
	Direct                    bool // a direct message with the bot
	FromBot                   bool
}

// Shortcut is "Ask Relance about this" on a message.
type Shortcut struct {
	TeamID, UserID, ChannelID string
	Text                      string // of the message
	ResponseURL               string
	TriggerID                 string
}
