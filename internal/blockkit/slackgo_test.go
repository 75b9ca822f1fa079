package blockkit

import (
	"encoding/json"
	"testing"

	"github.com/slack-go/slack"
)

// TestSlackGoBlocks holds the checker against what slack-go really marshals:
// a block built the ordinary way is accepted.
func TestSlackGoBlocks(t *testing.T) {
	text := func(s string) *slack.TextBlockObject {
		return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
	}
	markdown := slack.NewTextBlockObject(slack.MarkdownType, "*b*", false, false)
	button := slack.NewButtonBlockElement("go", "1", text("Go")).WithStyle(slack.StylePrimary).
		WithConfirm(slack.NewConfirmationBlockObject(text("Sure?"), markdown, text("Yes"), text("No")))
	image := slack.NewImageBlockElement("https://a.example/a.png", "a")
	option := slack.NewOptionBlockObject("1", text("One"), nil)
	rich := slack.NewRichTextSection(slack.NewRichTextSectionTextElement("hi", &slack.RichTextSectionTextStyle{Bold: true}))

	message := []slack.Block{
		slack.NewHeaderBlock(text("Overdue")),
		slack.NewSectionBlock(markdown, []*slack.TextBlockObject{markdown}, slack.NewAccessory(button)),
		slack.NewDividerBlock(),
		slack.NewContextBlock("ctx", markdown, image),
		slack.NewActionBlock("act", button, slack.NewOverflowBlockElement("more", option),
			slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, text("Pick"), "pick", option),
			slack.NewDatePickerBlockElement("day")),
		slack.NewImageBlock("https://a.example/a.png", "a", "img", text("Title")),
		slack.NewMarkdownBlock("md", "# Title"),
		slack.NewRichTextBlock("rich", rich, slack.NewRichTextList(slack.RTEListBullet, 0, rich)),
		slack.NewTableBlock("tab").WithColumnSettings(slack.ColumnSetting{Align: slack.ColumnAlignmentRight}).
			AddRow(slack.NewTableRawTextCell("a"), slack.NewTableRawNumberCell(1.5).WithText("1.50")).
			AddRow(slack.NewTableRichTextCell(rich), slack.NewTableRawNumberCell(2)),
		dataTable(button),
		&slack.DataVisualizationBlock{
			Type: slack.MBTDataVisualization, Title: "Aging",
			Chart: slack.NewDataVisualizationPieChart(slack.NewDataVisualizationSegment("1-30", 12.5)),
		},
		&slack.DataVisualizationBlock{
			Type: slack.MBTDataVisualization, Title: "DSO",
			Chart: slack.NewDataVisualizationLineChart(slack.NewDataVisualizationAxisConfig("Jan").WithXLabel("Month"),
				slack.NewDataVisualizationDataSeries("DSO", slack.NewDataVisualizationDataPoint("Jan", 41.2))),
		},
		slack.NewCardBlock(slack.CardBlockOptionBlockID("card")).WithTitle(markdown).WithBody(markdown).WithIcon(image).WithActions(button),
		slack.NewCarouselBlock(slack.NewCardBlock().WithTitle(text("One")), slack.NewCardBlock().WithTitle(text("Two"))),
		slack.NewContainerBlock(slack.NewSectionBlock(markdown, nil, nil)).WithTitle(text("Box")),
	}
	accept(t, Message, message)

	inputs := slack.Blocks{BlockSet: []slack.Block{
		slack.NewAlertBlock(text("Careful"), slack.AlertBlockOptionLevel(slack.AlertLevelWarning)),
		slack.NewInputBlock("amount", text("Amount"), text("In euros"), slack.NewNumberInputBlockElement(text("0.00"), "amount", true)),
		slack.NewInputBlock("note", text("Note"), nil, slack.NewPlainTextInputBlockElement(text("…"), "note").WithMultiline(true).WithMaxLength(500)).WithOptional(true),
		slack.NewInputBlock("day", text("Day"), nil, slack.NewDatePickerBlockElement("day")),
		slack.NewInputBlock("who", text("Who"), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "who")),
		slack.NewInputBlock("how", text("How"), nil, slack.NewRadioButtonsBlockElement("how", option)),
		slack.NewInputBlock("which", text("Which"), nil, slack.NewCheckboxGroupsBlockElement("which", option)),
	}}
	accept(t, Modal, slack.ModalViewRequest{
		Type: slack.VTModal, Title: text("Promise"), Submit: text("Save"), Close: text("Cancel"),
		Blocks: inputs, PrivateMetadata: "x", CallbackID: "promise", NotifyOnClose: true,
	})
	accept(t, Home, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewSectionBlock(markdown, nil, nil), slack.NewActionBlock("", button),
	}}})
}

func dataTable(button *slack.ButtonBlockElement) *slack.DataTableBlock {
	table := slack.NewDataTableBlock("Overdue invoices", slack.DataTableBlockOptionBlockID("data"))
	table.PageSize = 10
	table.Rows = [][]slack.DataTableCell{
		{slack.NewDataTableRawTextCell("Number"), slack.NewDataTableRawTextCell("Open"), slack.NewDataTableRawTextCell("Do")},
		{
			slack.NewDataTableRawTextCell("INV-1"), slack.NewDataTableRawNumberCell(1000).WithText("1,000.00"),
			slack.NewDataTableActionCell(button).WithFallback(slack.NewDataTableRawTextCell("-")),
		},
	}
	return table
}

func accept(t *testing.T, surface Surface, payload any) {
	t.Helper()
	data, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	if problems := Validate(surface, data); len(problems) > 0 {
		t.Errorf("%s refused: %v\n%s", surface, problems, data)
	}
}
