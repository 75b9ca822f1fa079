package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/relance-bot/relance/ledger"
)

// InterestOptions ask what one late payment costs, in the words of a command line.
type InterestOptions struct {
	Regime   string
	Amount   string // a plain decimal
	Currency string
	Due      string
	Paid     string
	Payments []string // DATE:AMOUNT, before the rest was paid
	Rate     string   // percent a year; "": the regime's
	Table    ledger.Rates
	Format   string // "": FormatTable
	Language string // "en" or "fr", of everything but keys and formats
}

// Interest writes what the late payment costs to stdout, and what should be
// known about it to stderr. Its error is in the language asked for.
func Interest(o InterestOptions, stdout, stderr io.Writer) error {
	w := interestWords[o.Language]
	if w == nil {
		w = interestWords["en"]
	}
	q, err := o.query()
	if err != nil {
		return w.explain(err)
	}
	p, err := ledger.Interest(q)
	if err != nil {
		return w.explain(err)
	}
	for _, n := range p.Notices {
		fmt.Fprintln(stderr, w.say("notice", nil)+w.say(n.Reason, n.Args))
	}
	out := bufio.NewWriter(stdout)
	t := interestTable(p)
	switch o.Format {
	case FormatJSON:
		err = writeJSON(out, p)
	case FormatCSV:
		err = t.writeCSV(out)
	default:
		t.empty = w.say("in_time", nil)
		if err = t.writeText(out); err == nil && len(t.rows) > 0 {
			_, err = fmt.Fprintln(out, "\n"+w.say("total", ledger.Args{
				"interest": p.Interest.String(), "fee": p.Fee.String(), "days": p.Days, "currency": string(p.Interest.Currency), "sum": sumOf(p).String(),
			}))
		}
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

func sumOf(p ledger.Penalty) ledger.Money {
	sum, err := p.Interest.Add(p.Fee)
	if err != nil {
		return p.Interest // beyond what can be counted; the two stand beside it
	}
	return sum
}

func interestTable(p ledger.Penalty) table {
	t := table{columns: []column{{"from", false}, {"to", false}, {"days", true}, {"rate", true}, {"balance", true}, {"interest", true}}}
	for _, x := range p.Pieces {
		t.rows = append(t.rows, []string{x.From.String(), x.To.String(), strconv.Itoa(x.Days), ledger.FormatPercent(x.Rate), x.Balance.String(), x.Interest.String()})
	}
	return t
}

// query reads what was typed.
func (o InterestOptions) query() (ledger.InterestQuery, error) {
	currency, err := ledger.ParseCurrency(o.Currency)
	if err != nil {
		return ledger.InterestQuery{}, unreadable("currency_unreadable", "--currency", o.Currency, "")
	}
	q := ledger.InterestQuery{Regime: ledger.Regime(strings.ToLower(o.Regime)), Rates: o.Table}
	if q.Amount, err = positive("--amount", o.Amount, currency); err != nil {
		return q, err
	}
	if q.Due, err = day("--due", o.Due); err != nil {
		return q, err
	}
	if q.Until, err = day("--paid", o.Paid); err != nil {
		return q, err
	}
	if o.Rate != "" {
		if !plainRate.MatchString(o.Rate) {
			return q, unreadable("rate_unreadable", "--rate", o.Rate, "")
		}
		rate, err := decimal.NewFromString(strings.Replace(o.Rate, ",", ".", 1))
		if err != nil {
			return q, err // the expression lets nothing else through
		}
		q.Rate = decimal.NewNullDecimal(rate)
	}
	return q, o.addPayments(&q)
}

// plainRate is a rate as people type it, with a point or a comma; whether it
// makes sense is the ledger's to say.
var plainRate = regexp.MustCompile(`^-?\d{1,6}([.,]\d{1,6})?$`)

// addPayments reads the partial payments, which must be fewer than the whole
// and not later than the last.
func (o InterestOptions) addPayments(q *ledger.InterestQuery) error {
	left := q.Amount
	for _, text := range o.Payments {
		on, paid, found := strings.Cut(text, ":")
		if !found {
			return unreadable("payment_unreadable", "--payment", text, "")
		}
		p := ledger.Payment{}
		var err error
		if p.Date, err = day("--payment", on); err != nil {
			return err
		}
		if p.Amount, err = positive("--payment", paid, left.Currency); err != nil {
			return err
		}
		if p.Date.After(q.Until) {
			return unreadable("payment_late", "--payment", text, o.Paid)
		}
		if left, err = left.Sub(p.Amount); err != nil {
			return err
		}
		if left.IsNegative() {
			return unreadable("payment_over", "--payment", text, q.Amount.String())
		}
		q.Payments = append(q.Payments, p)
	}
	return nil
}

func day(flag, text string) (ledger.Date, error) {
	d, err := ledger.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return 0, unreadable("day_unreadable", flag, text, "")
	}
	return d, nil
}

func positive(flag, text string, c ledger.Currency) (ledger.Money, error) {
	m, err := ledger.ParseMoney(strings.TrimSpace(text), c)
	switch {
	case err != nil && ledger.CodeOf(err) == ledger.CodeOverflow:
		return m, unreadable("amount_too_large", flag, text, string(c))
	case err != nil:
		return m, unreadable("amount_unreadable", flag, text, ledger.Money{Minor: 1_234_567, Currency: c}.String())
	case !m.IsPositive():
		return m, unreadable("amount_not_positive", flag, text, "")
	}
	return m, nil
}

func unreadable(reason, flag, text, other string) error {
	return &ledger.Error{Code: ledger.CodeInvalid, Reason: reason, Args: ledger.Args{"flag": flag, "text": text, "other": other}}
}

// words say things of one language by key, with {holes}.
type words map[string]string

func (w words) say(key string, args ledger.Args) string {
	text, ok := w[key]
	if !ok {
		return ""
	}
	pairs := make([]string, 0, 2*len(args))
	for name, value := range args {
		pairs = append(pairs, "{"+name+"}", fmt.Sprint(value))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// explain is an error in the language, where it is meant for a person.
func (w words) explain(err error) error {
	if e, ok := errors.AsType[*ledger.Error](err); ok {
		if text := w.say(e.Reason, e.Args); text != "" {
			return errors.New(text)
		}
	}
	return err
}
