package main

import (
	"errors"
	"fmt"
	"maps"

	"github.com/relance-bot/relance/internal/app"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/letter"
)

// refusal is an error whose words stand in both languages, under its reason.
func refusal(reason string, args ledger.Args, format string, values ...any) error {
	return &ledger.Error{Code: ledger.CodeInvalid, Reason: reason, Args: args, Message: fmt.Sprintf(format, values...)}
}

// saidIn words an error in a language ("fr", else English), where it is one that
// the reader can do something about.
func saidIn(err error, language string) error {
	if e, ok := errors.AsType[*letter.Error](err); ok {
		return errors.New(e.Explain(language))
	}
	e, ok := errors.AsType[*ledger.Error](err)
	if !ok {
		return err
	}
	if why, ok := e.Args["why"].(string); ok {
		until, _ := e.Args["until"].(ledger.Date)
		said := *e
		said.Args = maps.Clone(e.Args)
		said.Args["why"] = app.LetterReasonText(reminders.Reason(why), until, language)
		err = &said
	}
	text, _ := app.ErrorText(err, language)
	return errors.New(text)
}
