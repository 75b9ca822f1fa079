package app

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/internal/config"
	"github.com/relance-bot/relance/internal/mail"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/reminders"
	"github.com/relance-bot/relance/reminders/letter"
)

// newMail makes the client of the mail server; none where none is configured.
func (a *App) newMail() (*mail.Mailer, error) {
	c := a.o.Config.Mail
	if !c.Configured() {
		return nil, nil
	}
	roots := a.o.MailRoots
	if c.CAFile != "" {
		pem, err := os.ReadFile(c.CAFile)
		if err != nil {
			return nil, fmt.Errorf("read the mail server's certificates: %w", err)
		}
		if roots, err = x509.SystemCertPool(); err != nil {
			roots = x509.NewCertPool()
		}
		if !roots.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no certificate in PEM form", c.CAFile)
		}
	}
	m, err := mail.New(mail.Options{
		Host: c.Host, Port: c.Port, TLS: mail.TLS(c.TLS), RootCAs: roots, User: c.User, Password: c.Password, Hello: c.Hello,
		Timeout: c.Timeout, Now: a.o.Now, Dial: a.o.MailDial,
	})
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return m, nil
}

// mailerOf is how a book's letters leave; nil where none can.
func (a *App) mailerOf(c config.Book) reminders.Mailer {
	if a.mail == nil || c.Sender.Company == "" {
		return nil
	}
	return mailer{mail: a.mail, from: cmp.Or(c.Sender.From, a.o.Config.Mail.From)}
}

// inHouse is how mails to a book's people without a Slack account leave; nil
// where none can. They need no letterhead.
func (a *App) inHouse(c config.Book) reminders.Mailer {
	if a.mail == nil {
		return nil
	}
	return mailer{mail: a.mail, from: cmp.Or(a.o.Config.Mail.From, c.Sender.From)}
}

// mailer is the mail server in the reminders' terms.
type mailer struct {
	mail *mail.Mailer
	from string
}

func (m mailer) Send(ctx context.Context, l reminders.Mail) (string, error) {
	id, err := mail.MessageID(l.DeliveryID, m.from)
	if err != nil {
		return "", &reminders.SendError{Certain: true, Final: true, Code: "mail_from", Err: err}
	}
	message := mail.Message{
		MessageID: id, From: m.from, To: []string{l.To}, ReplyTo: l.ReplyTo, Subject: l.Subject, Text: l.Text, HTML: l.HTML, Automatic: l.Automatic,
	}
	for _, f := range l.Files {
		message.Attachments = append(message.Attachments, mail.Attachment{Name: f.Name, ContentType: f.ContentType, Content: f.Content})
	}
	err = m.mail.Send(ctx, message)
	if e, ok := errors.AsType[*mail.Error](err); ok {
		code := e.Code()
		if e.Step == mail.StepDial {
			code = reminders.CodeNotConnected
		}
		return id, &reminders.SendError{Certain: e.Certain, Final: e.Final, Code: code, Err: e}
	}
	return id, err
}

// letterhead is who a book's letters are from. Accounts and payment links come
// from the configuration alone.
func letterhead(s config.Sender, penalties ledger.PenaltyPolicy) reminders.Letterhead {
	return reminders.Letterhead{
		Sender: letter.Sender{
			Company: s.Company, Address: s.Address, City: s.City, LegalIDs: s.LegalIDs, Phone: s.Phone, Email: s.Email, LinkHost: s.LinkHost(),
		},
		Account: func(name string, currency ledger.Currency) letter.Account {
			account, _ := s.Account(name, currency)
			return letter.Account{Holder: account.Holder, IBAN: account.IBAN, BIC: account.BIC, Bank: account.Bank}
		},
		PayLink: s.PayLink, Penalties: penalties,
	}
}

// botLetters is the letters as the bot shows them.
type botLetters struct {
	service *reminders.Service
	book    *book
	name    func(actor string) string
}

func (l botLetters) Letters(ctx context.Context) ([]bot.Letter, error) {
	list, err := l.service.Letters(ctx)
	if err != nil {
		return nil, err
	}
	var shown []bot.Letter
	for _, d := range list {
		shown = append(shown, shownLetter(d))
	}
	return shown, nil
}

func (l botLetters) HandOvers(context.Context) ([]bot.HandOver, error) {
	var list []bot.HandOver
	for _, h := range l.service.HandOvers() {
		list = append(list, bot.HandOver(h))
	}
	return list, nil
}

func shownLetter(d reminders.LetterDecision) bot.Letter {
	out := bot.Letter{
		ID: d.ID, Customer: d.Customer, Name: d.Name, Kind: strings.ReplaceAll(string(d.Kind), " ", "_"), Reason: string(d.Reason), Until: d.Until, Amount: d.Amount, To: d.To,
		Owner: d.Owner, Approver: d.Approver, ByFinance: d.ByFinance, Needs: d.Needs, Spared: d.Spared, Trouble: d.Trouble,
	}
	for _, l := range d.Lines {
		out.Lines = append(out.Lines, bot.LetterLine{Invoice: l.Invoice, Number: l.Number, Due: l.Due, Amount: l.Amount, Stage: l.Stage})
	}
	for _, a := range d.Said.Approved {
		out.Approved = append(out.Approved, a.By)
	}
	return out
}

func (l botLetters) LetterText(ctx context.Context, id string) (bot.LetterText, bool, error) {
	text, ok, err := l.service.LetterText(ctx, id)
	return bot.LetterText{
		Letter: shownLetter(text.Decision), ReplyTo: text.Mail.ReplyTo, Subject: text.Mail.Subject, Text: text.Mail.Text, Note: text.Decision.Said.Note,
	}, ok, err
}

// noteSilence tells the reminders when nobody synced for long, on any replica:
// letters wait for finance then.
func (b *book) noteSilence(ctx context.Context, at time.Time) {
	b.last.mu.Lock()
	own := b.last.now.Last.At
	b.last.mu.Unlock()
	if !own.IsZero() && at.Sub(own) < silenceWorthASecondLook {
		return
	}
	if last := b.lastSync(ctx).Last.At; !last.IsZero() && at.Sub(last) >= silenceWorthASecondLook && b.reminders != nil {
		b.reminders.Slept(last)
	}
}

// silenceWorthASecondLook is shorter than any that stops letters, and longer
// than the time between two syncs of a replica that works.
const silenceWorthASecondLook = time.Hour
