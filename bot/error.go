package bot

import (
	"context"
	"errors"
	"log/slog"
	"maps"

	"github.com/relance-bot/relance/ledger"
)

// Reasons of our own errors, beside the ledger's.
const (
	reasonDayAmbiguous = "day_ambiguous"
	reasonNoSuchDay    = "no_such_day"
	reasonNoAmount     = "no_amount"
	reasonStale        = "stale"
	reasonNoPerson     = "no_person"
	reasonMissing      = "missing"
	reasonPeopleFit    = "people_fit" // text, names
	reasonLateDays     = "late_days"  // text, max
	reasonNoneChosen   = "none_chosen"
	reasonPlanCount    = "plan_count"       // text
	reasonNoTracking   = "tracking_invalid" // text
	reasonNoMember     = "no_member"        // text
)

// explained is an error that has its own words for a reader.
type explained interface {
	error
	Explain(language string) string
}

// explain is what a person reads of an error. What isn't meant for them is
// logged under a reference, and the reference is what they read.
func (b *Bot) explain(ctx context.Context, v voice, err error) string {
	if e, ok := errors.AsType[explained](err); ok {
		return visible(e.Explain(v.Language()))
	}
	e, ok := errors.AsType[*ledger.Error](err)
	if !ok || e.Code == ledger.CodeInternal {
		reference := b.opt.NewReference()
		b.opt.Log.ErrorContext(ctx, "slack request went wrong", slog.String("reference", reference), slog.Any("error", err))
		return v.say("error_internal", with{"Reference": reference})
	}
	return v.because(e)
}

// because is a ledger.Error in the reader's language. One whose reason has no
// words yet is said as it came, in English.
func (v voice) because(e *ledger.Error) string {
	if e.Reason == "" {
		return visible(e.Message)
	}
	id := "error_" + e.Reason
	args := make(with, len(e.Args))
	maps.Copy(args, e.Args)
	if text := v.say(id, args); text != id {
		return text
	}
	return visible(e.Message)
}

// ErrorText is an error that a person can do something about in a language;
// false for any other.
func ErrorText(err error, language string) (string, bool) {
	e, ok := errors.AsType[*ledger.Error](err)
	if !ok {
		return "", false
	}
	return newVoice(language).because(e), true
}

// LetterReasonText is why a letter may not leave, in a language.
func LetterReasonText(name string, until ledger.Date, language string) string {
	v := newVoice(language)
	id := "letter_reason_" + name
	if text := v.say(id, with{"Day": until}); text != id {
		return text
	}
	return v.reason(name)
}

func stale() error {
	return &ledger.Error{Code: ledger.CodeNotFound, Reason: reasonStale, Message: "This is no longer there. Ask again for the current state."}
}
