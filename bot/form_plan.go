package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// The modals of an instalment plan: what is agreed, and then what that comes
// to, which is what is confirmed.
const (
	formPlan        form = "form_plan"
	formPlanConfirm form = "form_plan_confirm"
)

// Fields of the plan's form beside those of others.
const (
	fieldParts = "parts"
	fieldStep  = "step"
)

// planSteps are what a step may be, in the order in which people are asked.
var planSteps = []ledger.PlanStep{ledger.StepMonth, ledger.StepTwoWeeks, ledger.StepWeek}

// usualParts is how many instalments are proposed.
const usualParts = 3

type (
	agreed struct {
		plan     ledger.Plan
		language string // of the sheet's cell
	}
	planDropped struct{}
)

func (d agreed) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, today ledger.Date) ([]ledger.Change, error) {
	return act.AgreePlan(b, inv.Key, d.plan, d.language, today)
}

func (d agreed) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_plan", with{"Who": actor, "Count": len(d.plan), "Day": d.plan[len(d.plan)-1].Due})
}

func (planDropped) changes(act ledger.Act, b *ledger.Book, inv *ledger.Invoice, _ ledger.Date) ([]ledger.Change, error) {
	return act.DropPlan(b, inv.Key)
}

func (planDropped) done(v voice, actor string, _ *ledger.Invoice) string {
	return v.mark("done_plan_dropped", with{"Who": actor})
}

func (v voice) planFields(q formView) []slack.Block {
	parts := slack.NewPlainTextInputBlockElement(nil, "value")
	parts.InitialValue, parts.MaxLength = strconv.Itoa(usualParts), 2
	var options []*slack.OptionBlockObject
	for _, s := range planSteps {
		options = append(options, slack.NewOptionBlockObject(string(s), plainText(v.say("step_"+stepWord(s)), 75), nil))
	}
	step := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "value", options...)
	step.InitialOption = options[0]
	blocks := []slack.Block{}
	if q.Invoice.Plan != "" {
		blocks = append(blocks, section(v.mark("form_plan_is", with{"Text": q.Invoice.Plan})), v.tickField("form_plan_drop", "form_plan_drop_it"))
	}
	return append(blocks,
		slack.NewInputBlock(fieldParts, plainText(v.say("form_plan_parts"), 2000), nil, parts),
		v.dayField("form_plan_first", q.Day),
		slack.NewInputBlock(fieldStep, plainText(v.say("form_plan_step"), 2000), nil, step),
		v.textField("form_plan_text", q.SoFar.Text, true),
	)
}

// stepWord is a step within a key of words.
func stepWord(s ledger.PlanStep) string { return strings.ReplaceAll(string(s), " ", "_") }

// readPlan makes the plan of what was filled in. What was typed counts; without
// it the balance is cut into equal parts.
func (b *Bot) readPlan(s Submission, inv *ledger.Invoice) (ledger.Plan, error) {
	if text := strings.TrimSpace(s.Values[fieldText].Text); text != "" {
		plan, err := ledger.ParsePlan(text, inv.Amount.Currency)
		if err != nil {
			return nil, fieldError{fieldText, err}
		}
		if err := plan.CheckSum(inv.Open()); err != nil {
			return nil, fieldError{fieldText, err}
		}
		return plan, nil
	}
	parts, err := strconv.Atoi(strings.TrimSpace(s.Values[fieldParts].Text))
	if err != nil {
		return nil, fieldError{fieldParts, &ledger.Error{Code: ledger.CodeInvalid, Reason: reasonPlanCount, Args: ledger.Args{"text": s.Values[fieldParts].Text}, Message: "Type a number such as 3."}}
	}
	first, err := readDay(s, fieldDay)
	if err != nil {
		return nil, err
	}
	return ledger.MakePlan(inv.Open(), ledger.PlanTerms{Parts: parts, First: first, Step: ledger.PlanStep(s.Values[fieldStep].Option)})
}

// planOrigin is what the confirming modal carries.
type planOrigin struct {
	origin
	Plan string `json:"plan"`
}

// submitPlan takes the plan's form: it shows what was agreed, or gives the plan
// up. Nothing is recorded before the preview is confirmed.
func (b *Bot) submitPlan(ctx context.Context, v viewer, s Submission, o origin) (*slack.ModalViewRequest, error) {
	inv, err := b.actedOn(v, formPlan, o)
	if err != nil {
		return nil, err
	}
	if len(s.Values[fieldSure].Ticked) > 0 {
		return nil, b.finish(ctx, v, s, o, inv, planDropped{})
	}
	plan, err := b.readPlan(s, inv)
	if err != nil {
		return nil, err
	}
	// Refused now rather than after the preview.
	act := ledger.Act{ID: formID(s), At: b.opt.Now(), Actor: v.ID, Source: ledger.SourceSlack}
	if _, err := act.AgreePlan(v.book.Desk.Book(), inv.Key, plan, v.book.Language, b.today(v.book)); err != nil {
		return nil, err
	}
	meta, err := json.Marshal(planOrigin{o, plan.String()})
	if err != nil || len(meta) > maxMetadata {
		return nil, fieldError{fieldParts, &ledger.Error{Code: ledger.CodeInvalid, Reason: ledger.ReasonPlanParts, Args: ledger.Args{"count": len(plan), "max": 24}, Message: "Too many instalments for one form: choose fewer."}}
	}
	view := v.planPreview(inv, customerNameOf(v.book.Desk.Book(), inv), plan, string(meta))
	return &view, nil
}

// maxMetadata is Slack's limit of a modal's private metadata.
const maxMetadata = 3000

func (v voice) planPreview(inv *ledger.Invoice, customer string, plan ledger.Plan, meta string) slack.ModalViewRequest {
	lines := make([]string, len(plan))
	for i, part := range plan {
		lines[i] = "• " + v.mark("plan_line", with{"Day": part.Due, "Amount": part.Amount})
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: string(formPlanConfirm), PrivateMetadata: meta,
		Title: plainText(v.say("title_form_plan"), maxModalTitle), Submit: plainText(v.say("form_confirm"), maxModalTitle), Close: plainText(v.say("form_close"), maxModalTitle),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			section(v.mark("plan_preview", with{"Invoice": inv.Number, "Customer": customer, "Total": ready(v.Money(plan.Total())), "Count": len(plan)})),
			section(strings.Join(lines, "\n")),
			aside(v.mark("plan_says")),
		}},
	}
}

// submitPlanConfirm records the plan that was shown.
func (b *Bot) submitPlanConfirm(ctx context.Context, v viewer, s Submission) error {
	var o planOrigin
	if json.Unmarshal([]byte(s.Metadata), &o) != nil {
		return stale()
	}
	inv, err := b.actedOn(v, formPlan, o.origin)
	if err != nil {
		return err
	}
	plan, err := ledger.ParsePlan(o.Plan, inv.Amount.Currency)
	if err != nil {
		return err
	}
	return b.finish(ctx, v, s, o.origin, inv, agreed{plan, v.book.Language})
}
