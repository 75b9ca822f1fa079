package bot

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/relance-bot/relance/ledger"
)

// dsoView is the DSO of each currency.
type dsoView struct {
	Book string
	ledger.DSOQuery
	About   string // a customer or salesperson; empty: everybody
	Reports []ledger.DSOReport
	Public  bool
	filter  string
}

// dsoPoint is one day of the chart.
type dsoPoint struct {
	Day     ledger.Date
	Reports []ledger.DSOReport
}

func (v voice) dsoSentence(q dsoView) string {
	var figures []string
	for _, r := range q.Reports[:min(len(q.Reports), cardsPerPage)] {
		args := with{"Currency": string(r.Currency)}
		if r.DSO.Valid {
			args["DSO"] = ready(v.Decimal(r.DSO.Decimal.StringFixed(1)))
			figures = append(figures, v.mark("dso_figure", args))
		} else {
			figures = append(figures, v.mark("dso_figure_none", args))
		}
	}
	args := with{"About": q.About, "Method": ready(v.say("method_" + string(q.Method))), "Days": q.Days, "Day": q.AsOf, "Figures": ready(strings.Join(figures, ", "))}
	switch {
	case len(q.Reports) == 0:
		return v.mark("dso_none", args)
	case q.About != "":
		return v.mark("dso_about", args)
	}
	return v.mark("dso", args)
}

func (v voice) dso(q dsoView) Message {
	text := v.dsoSentence(q)
	blocks := []slack.Block{section(text)}
	for _, r := range q.Reports[:min(len(q.Reports), cardsPerPage)] {
		args := with{"Receivables": r.Receivables, "Sales": r.Sales, "Days": r.Days}
		line := "*" + string(r.Currency) + "* "
		if r.DSO.Valid {
			line += v.mark("dso_days", with{"DSO": ready(v.Decimal(r.DSO.Decimal.StringFixed(2)))})
		} else {
			line += v.mark("dso_not_available")
		}
		line += "\n" + v.mark("dso_formula_"+string(r.Method), args)
		if r.Note != "" {
			line += "\n_" + v.note(r.Note) + "_"
		}
		blocks = append(blocks, section(line))
	}
	if q.Public || len(q.Reports) == 0 {
		return message(text, blocks...)
	}
	t := token{Book: q.Book, Query: q.filter, Choice: string(q.Method), Page: q.Days}
	buttons := []*slack.ButtonBlockElement{button(actionDSOChart, v.say("button_chart"), t)}
	for _, m := range ledger.Methods {
		if m != q.Method {
			other := t
			other.Choice = string(m)
			buttons = append(buttons, button(actionDSO+":"+string(m), v.say("button_method_"+string(m)), other))
		}
	}
	buttons = append(buttons, button(actionDSOShare, v.say("button_share"), t))
	return message(text, append(blocks, row(buttons...)...)...)
}

// Limits of data_visualization: 6 series, 20 points, labels of 20 characters.
const maxSeries = 6

// dsoChart draws the past months as a line per currency. The plain form lists
// the same figures.
func (v voice) dsoChart(q dsoView, points []dsoPoint) Message {
	text := v.dsoSentence(q)
	var categories []string
	for _, p := range points {
		categories = append(categories, v.month(p.Day))
	}
	var series []slack.DataVisualizationDataSeries
	plain := []slack.Block{section(text)}
	for _, current := range q.Reports[:min(len(q.Reports), maxSeries)] {
		var data []slack.DataVisualizationDataPoint
		var lines strings.Builder
		lines.WriteString("*" + string(current.Currency) + "*")
		for i, p := range points {
			for _, r := range p.Reports {
				if r.Currency != current.Currency || !r.DSO.Valid {
					continue
				}
				// A chart's coordinate, not money.
				y, err := strconv.ParseFloat(r.DSO.Decimal.String(), 64)
				if err == nil {
					data = append(data, slack.NewDataVisualizationDataPoint(categories[i], y))
					lines.WriteString("\n" + v.mark("amount_line", with{"Name": categories[i], "Amount": v.Decimal(r.DSO.Decimal.StringFixed(1))}))
				}
			}
		}
		plain = append(plain, section(lines.String()))
		if len(data) == len(points) { // a chart needs a value at every point
			series = append(series, slack.NewDataVisualizationDataSeries(string(current.Currency), data...))
		}
	}
	t := token{Book: q.Book, Query: q.filter, Choice: string(q.Method), Page: q.Days}
	back := row(button(actionDSO, v.say("button_cards"), t), button(actionDSOShare, v.say("button_share"), t))
	if len(series) == 0 {
		return message(text, append(plain, back...)...)
	}
	title := cut(v.say("dso_chart_title", with{"Days": q.Days}), 50)
	axis := slack.NewDataVisualizationAxisConfig(categories...).WithYLabel(cut(v.say("dso_chart_axis"), 50))
	chart := slack.NewDataVisualizationBlock(title, slack.NewDataVisualizationLineChart(axis, series...))
	m := message(text, concat([]slack.Block{section(text), chart}, back)...)
	m.Plain = concat(plain, back)
	return m
}

// month is a point's label, told apart by the year: "11/26".
func (v voice) month(d ledger.Date) string { return d.Time().Format("01/06") }
