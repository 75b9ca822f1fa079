package mail

import (
	"errors"
	"fmt"
	"net/textproto"
)

// Step is how far the dialogue with the server came.
type Step string

// The steps, in their order.
const (
	StepMessage  Step = "message" // it can't be written as a mail: nobody was asked
	StepDial     Step = "dial"
	StepGreeting Step = "greeting"
	StepHello    Step = "hello"
	StepTLS      Step = "tls"
	StepAuth     Step = "auth"
	StepFrom     Step = "from"    // MAIL FROM
	StepTo       Step = "to"      // RCPT TO
	StepData     Step = "data"    // DATA
	StepContent  Step = "content" // the message's lines
	StepEnd      Step = "end"     // the dot, and the reply to it
)

// Error says what is known of a message that Send has no yes for.
type Error struct {
	Certain bool // it was not taken, and won't be
	Final   bool // refused for good: sending it again is of no use
	Step    Step
	Reply   int // the server's code; 0 if there was none
	Err     error
}

func (e *Error) Error() string {
	known := "uncertain"
	switch {
	case e.Final:
		known = "refused for good"
	case e.Certain:
		known = "not sent"
	}
	return fmt.Sprintf("mail: %s at %s: %v", known, e.Step, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Code is a word for logs and metrics: "smtp_to_550", "smtp_dial".
func (e *Error) Code() string {
	if e.Reply == 0 {
		return "smtp_" + string(e.Step)
	}
	return fmt.Sprintf("smtp_%s_%d", e.Step, e.Reply)
}

// failed is the error of a step. Only a reply with its code, or a failure
// before the dot, is a certain no.
func failed(step Step, err error) *Error {
	e := &Error{Step: step, Err: err, Certain: step != StepEnd}
	var reply *textproto.Error
	if !errors.As(err, &reply) || reply.Code < 400 || reply.Code > 599 {
		return e
	}
	e.Certain, e.Reply = true, reply.Code
	switch step {
	case StepFrom, StepTo, StepData, StepEnd:
		e.Final = reply.Code >= 500
	}
	return e
}
