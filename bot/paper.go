package bot

import (
	"context"

	"github.com/relance-bot/relance/ledger"
)

// actionPaper asks for a letter on paper: as a PDF, for registered post.
const actionPaper = "letter_paper"

// clickPaper hands a letter's PDF to whoever may decide on it: of one in the
// tray as it would leave now, of one that left as it left.
func (b *Bot) clickPaper(ctx context.Context, a *answer, _ Action, t token) error {
	v := a.viewer
	if v.book.Letters == nil {
		return stale()
	}
	if t.Invoice != "" {
		inv, err := b.theInvoice(a, t, follow)
		if err != nil {
			return err
		}
		pdf, found, err := v.book.Letters.SentPaper(ctx, inv.Key)
		if err == nil && !found {
			err = &ledger.Error{Code: ledger.CodeNotFound, Reason: "no_sent_letter", Args: ledger.Args{"invoice": inv.Number}, Message: "No letter about it was sent from here."}
		}
		if err != nil {
			return err
		}
		done, err := b.deliver(ctx, v, b.paper(v, inv.Number, pdf))
		if err != nil {
			return err
		}
		a.add(ctx, sentence(done))
		return nil
	}
	l, found, err := b.letter(ctx, v, t.ID)
	if err != nil || !found {
		return b.orGone(ctx, a, t, err)
	}
	pdf, found, err := v.book.Letters.Paper(ctx, l.ID)
	if err != nil || !found {
		return b.orGone(ctx, a, t, err)
	}
	done, err := b.deliver(ctx, v, b.paper(v, l.Name, pdf))
	if err != nil {
		return err
	}
	return b.replyTray(ctx, a, t.Page, done)
}

func (b *Bot) paper(v viewer, about string, pdf []byte) File {
	title := v.say("paper_title", with{"About": about})
	return File{
		Name: fileName(v.say("paper_file"), about, b.today(v.book).String()) + ".pdf", Title: title, Comment: v.say("paper_comment", with{"About": about}), Content: pdf,
	}
}
