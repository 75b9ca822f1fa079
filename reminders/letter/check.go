package letter

import (
	"net/url"
	"slices"
	"strings"

	"github.com/relance-bot/relance/ledger"
)

// check refuses a letter that would say something wrong.
func (l Letter) check() error {
	switch {
	case !slices.Contains(Kinds, l.Kind):
		return &Error{Reason: ReasonKind, Detail: string(l.Kind)}
	case l.Date.IsZero():
		return &Error{Reason: ReasonDate}
	case visible(l.Sender.Company, maxName) == "":
		return &Error{Reason: ReasonSender}
	case visible(l.Recipient.Company, maxName) == "":
		return &Error{Reason: ReasonRecipient}
	case len(l.Chased) == 0:
		return &Error{Reason: ReasonNothing}
	case l.Currency == "":
		return &Error{Reason: ReasonCurrency}
	case l.Kind == Formal && !l.Deadline.After(l.Date), !l.Deadline.IsZero() && !l.Deadline.After(l.Date):
		return &Error{Reason: ReasonDeadline}
	}
	if _, known := languages["en"].law[l.Regime]; !known && l.Regime != NoRegime {
		return &Error{Reason: ReasonGround, Detail: string(l.Regime)}
	}
	if n := len(l.Chased) + len(l.OtherOverdue) + len(l.NotDue); n > maxLines {
		return &Error{Reason: ReasonAmount, Detail: "too many invoices"}
	}
	for _, lines := range [][]Line{l.Chased, l.OtherOverdue, l.NotDue} {
		for _, line := range lines {
			if err := l.checkLine(line); err != nil {
				return err
			}
		}
	}
	for _, c := range l.Credits {
		if c.Amount.Currency != l.Currency {
			return &Error{Reason: ReasonCurrency, Detail: c.Number}
		}
		if !c.Amount.IsPositive() {
			return &Error{Reason: ReasonAmount, Detail: c.Number}
		}
	}
	return l.checkLink(l.PayLink)
}

func (l Letter) checkLine(line Line) error {
	for _, m := range []ledger.Money{line.Amount, line.Paid, line.Open, line.Disputed, line.Interest} {
		if m.Currency != l.Currency && m != (ledger.Money{}) {
			return &Error{Reason: ReasonCurrency, Detail: line.Number}
		}
	}
	wrong := line.Disputed.IsNegative() || line.Interest.IsNegative() || line.Fee.IsNegative() || line.Open.IsNegative() ||
		line.Disputed.Minor > line.Open.Minor || (l.Kind != ThankYou && line.Open.IsZero()) ||
		(line.Fee.IsPositive() && line.Fee.Currency == "")
	if wrong {
		return &Error{Reason: ReasonAmount, Detail: line.Number}
	}
	if (line.Interest.IsPositive() || line.Fee.IsPositive()) && l.Regime == NoRegime {
		return &Error{Reason: ReasonGround, Detail: line.Number}
	}
	return l.checkLink(line.PayLink)
}

// checkLink lets a link through that is https and leads to the configured host.
func (l Letter) checkLink(link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.User != nil || l.Sender.LinkHost == "" || !strings.EqualFold(u.Host, l.Sender.LinkHost) {
		return &Error{Reason: ReasonLink, Detail: link}
	}
	return nil
}
