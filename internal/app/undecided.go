package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/relance-bot/relance/bot"
	"github.com/relance-bot/relance/ledger"
	"github.com/relance-bot/relance/sheets"
)

// remedies are how a cycle is asked for each.
var remedies = map[bot.Remedy]sheets.SyncAsk{
	bot.RemedyResume:  {Force: true},
	bot.RemedyRestore: {RestoreColumns: true},
	bot.RemedyPutBack: {PutBackSort: true},
}

// offers are the remedies that fit what holds a book.
var offers = map[sheets.ProblemCode]bot.Remedy{
	sheets.ProblemColumnGone: bot.RemedyRestore, sheets.ProblemPartialSort: bot.RemedyPutBack,
}

// PreviewResume plans the cycle that a held book waits for, as if a person had
// said how to go on, and carries nothing out.
func (s botSyncer) PreviewResume(ctx context.Context, r bot.Remedy) (bot.Resumption, error) {
	how := remedies[r]
	how.DryRun = true
	report, err := s.book.syncFor(ctx, how)
	if err != nil {
		return bot.Resumption{}, err
	}
	out := bot.Resumption{Changed: report.Changed, Gone: report.Gone, Writes: len(report.Planned), Lines: report.Planned[:min(len(report.Planned), previewLines)]}
	for _, p := range report.HeldBy {
		out.Blocked = append(out.Blocked, p.Text(s.language))
	}
	holding := report.Holding
	if holding == nil { // no cycle since the start, or since another replica's
		held, err := s.book.syncFor(ctx, sheets.SyncAsk{DryRun: true})
		if err != nil {
			return bot.Resumption{}, err
		}
		holding = held.HeldBy
	}
	for _, p := range holding {
		if offer, ok := offers[p.Code]; ok && !slices.Contains(out.Offers, offer) {
			out.Offers = append(out.Offers, offer)
		}
	}
	return out, nil
}

// previewLines is how much of a plan goes to who looks at it: a message shows
// fewer.
const previewLines = 10

// Resume runs that cycle.
func (s botSyncer) Resume(ctx context.Context, r bot.Resume) (bot.SyncReport, error) {
	how := remedies[r.Remedy]
	how.By = r.Actor
	report, err := s.book.syncFor(ctx, how)
	if err != nil {
		return bot.SyncReport{}, err
	}
	return s.convert(report), nil
}

// Conflicts are those that nobody has decided yet, the latest first.
func (s botSyncer) Conflicts(ctx context.Context) ([]bot.Conflict, error) {
	kept, err := s.book.syncer.Conflicts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list conflicts: %w", err)
	}
	slices.SortFunc(kept, func(a, b sheets.Conflict) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	return s.conflicts(kept), nil
}

// CloseConflict forgets a conflict that a person has decided.
func (s botSyncer) CloseConflict(ctx context.Context, id string) error {
	_, err := s.book.doFor(ctx, ask{Conflict: id})
	return err
}

// PutBackConflict has the next cycle look for the cell once more.
func (s botSyncer) PutBackConflict(ctx context.Context, id string) error {
	_, err := s.book.doFor(ctx, ask{PutBack: id})
	return err
}

// Presumed are the batches of invoices that left a list of open items.
func (s botSyncer) Presumed(ctx context.Context) ([]bot.Presumed, error) {
	batches, err := s.book.syncer.Presumed(ctx)
	if err != nil {
		return nil, fmt.Errorf("list presumed settlements: %w", err)
	}
	var list []bot.Presumed
	for _, b := range batches {
		list = append(list, bot.Presumed{ID: b.ID, At: b.At, Invoices: b.Invoices})
	}
	return list, nil
}

// ConfirmPresumed carries out what a person said of a batch, and has the sheet
// follow.
func (s botSyncer) ConfirmPresumed(ctx context.Context, a bot.PresumedAnswer) error {
	if _, err := s.book.doFor(ctx, ask{Presumed: &presumedAsk{Batch: a.ID, By: a.Actor, Settled: a.Settled}}); err != nil {
		return fmt.Errorf("answer for batch %s: %w", a.ID, err)
	}
	return nil
}

// Questions are what is open about payments, by invoice.
func (s botSyncer) Questions(ctx context.Context) ([]bot.Question, error) {
	open, err := s.book.syncer.Questions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list questions: %w", err)
	}
	return questionsOf(open), nil
}

func questionsOf(open map[ledger.Key]sheets.Question) []bot.Question {
	var list []bot.Question
	for _, k := range slices.Sorted(maps.Keys(open)) {
		list = append(list, bot.Question{Invoice: k, Text: open[k].Problem.Text, Answers: answersOf(open[k])})
	}
	return list
}

// AnswerQuestion closes one and has the sheet follow.
func (s botSyncer) AnswerQuestion(ctx context.Context, a bot.QuestionAnswer) error {
	answer := sheets.Answer(a.Answer)
	if a.Answer == bot.AnswerCounted {
		answer = sheets.AnswerCounted
	}
	if _, err := s.book.doFor(ctx, ask{Question: &sheets.AnswerAsk{Invoice: a.Invoice, Answer: answer, By: a.Actor}}); err != nil {
		return fmt.Errorf("answer the question about %s: %w", a.Invoice, err)
	}
	return nil
}

// answersOf names the answers in the bot's terms.
func answersOf(q sheets.Question) []string {
	var list []string
	for _, a := range q.Answers() {
		if a == sheets.AnswerCounted {
			list = append(list, bot.AnswerCounted)
			continue
		}
		list = append(list, string(a))
	}
	return list
}

func (s botSyncer) conflicts(list []sheets.Conflict) []bot.Conflict {
	var out []bot.Conflict
	for _, c := range list {
		// Paid follows from the payments; what a person typed is a cell's text.
		fixed := c.Raw || c.Field == ledger.FieldPaid || sheets.OwnerOf(c.Field) == sheets.OwnerBot
		out = append(out, bot.Conflict{ID: c.ID, At: c.At, Raw: c.Raw, Invoice: c.Invoice, Field: c.Field, Sheet: c.Sheet, Bot: c.Mine, Author: c.Author, Column: sheets.HeaderFor(c.Field, s.language), Fixed: fixed, Again: c.Again})
	}
	return out
}

// news is who is told of what a sync leaves to a person: the bot.
type news interface {
	TellHeld(book, reason string)
	AskConflicts(book string, fresh []bot.Conflict)
	AskQuestions(book string, fresh []bot.Question)
	AskPresumed(book string, fresh []bot.Presumed)
	TellLadders(book string)
}

// tell has people asked about what a cycle just found: a hold that wasn't there
// before it, conflicts that are new.
func (b *book) tell(before string, report sheets.Report) {
	if report.DryRun {
		return
	}
	if hold := b.keeper.Book().Hold(); hold != "" && hold != before {
		b.news.TellHeld(b.config.Name, hold)
	}
	b.tellLadders(report)
	b.news.AskConflicts(b.config.Name, b.shown.conflicts(report.Conflicts)) // none fresh: what waited since a full day
	if len(report.Asked) > 0 {
		b.news.AskQuestions(b.config.Name, questionsOf(report.Asked))
	}
}

// tellPresumed asks about the batch that left the list of open items in this
// cycle.
func (b *book) tellPresumed(ctx context.Context, report sheets.Report) {
	if report.DryRun || report.Presumed == 0 || report.Quiet {
		return
	}
	all, err := b.shown.Presumed(ctx)
	if err != nil {
		b.log.WarnContext(ctx, "presumed_not_told", "book", b.config.Name, "error", err)
		return
	}
	fresh := slices.DeleteFunc(all, func(p bot.Presumed) bool { return !p.At.Equal(report.At) })
	if len(fresh) > 0 {
		b.news.AskPresumed(b.config.Name, fresh)
	}
}
