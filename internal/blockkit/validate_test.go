package blockkit

import (
	"fmt"
	"strings"
	"testing"
)

func rep(n int) string { return strings.Repeat("x", n) }

// many joins n copies of item, in which %d is replaced by the copy's number.
func many(n int, item string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = strings.ReplaceAll(item, "%d", fmt.Sprint(i))
	}
	return strings.Join(parts, ",")
}

func section(s string) string {
	return `{"type":"section","text":{"type":"mrkdwn","text":"` + s + `"}}`
}

func actions(elements string) string { return `{"type":"actions","elements":[` + elements + `]}` }

func button(extra string) string {
	return `{"type":"button","text":{"type":"plain_text","text":"Go"}` + extra + `}`
}

func choice(n int) string {
	return many(n, `{"text":{"type":"plain_text","text":"o%d"},"value":"v%d"}`)
}

func input(element string) string {
	return `{"type":"input","label":{"type":"plain_text","text":"L"},"element":` + element + `}`
}

func row(cells int, text string) string {
	return "[" + many(cells, `{"type":"raw_text","text":"`+text+`"}`) + "]"
}

func rows(n int, r string) string { return "[" + many(n, r) + "]" }

func modalView(extra string, blocks string) string {
	return `{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[` + blocks + `]` + extra + `}`
}

const submit = `,"submit":{"type":"plain_text","text":"Save"}`

func TestValidateMessage(t *testing.T) {
	for _, tc := range []struct {
		name   string
		blocks string
		want   string // part of the first problem, "" when accepted
	}{
		{"fifty blocks fit a message", many(50, section("a")), ""},
		{"the fifty-first does not", many(51, section("a")), "no more than 50 items allowed [json-pointer:/blocks]"},
		{"a section of 3000 characters", section(rep(3000)), ""},
		{"a section of 3001 characters", section(rep(3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"characters are counted, not bytes", section(strings.Repeat("é", 3000)), ""},
		{"a section without text", `{"type":"section"}`, "one of text and fields is required"},
		{"an empty text", section(""), "must be more than 0 characters"},
		{"ten fields", `{"type":"section","fields":[` + many(10, `{"type":"mrkdwn","text":"a"}`) + `]}`, ""},
		{"eleven fields", `{"type":"section","fields":[` + many(11, `{"type":"mrkdwn","text":"a"}`) + `]}`, "no more than 10"},
		{"a field of 2001 characters", `{"type":"section","fields":[{"type":"mrkdwn","text":"` + rep(2001) + `"}]}`, "must be less than 2001"},
		{"a header of 150 characters", `{"type":"header","text":{"type":"plain_text","text":"` + rep(150) + `"}}`, ""},
		{"a header of 151 characters", `{"type":"header","text":{"type":"plain_text","text":"` + rep(151) + `"}}`, "must be less than 151"},
		{"a header in mrkdwn", `{"type":"header","text":{"type":"mrkdwn","text":"a"}}`, "must be one of: plain_text"},
		{"emoji on a mrkdwn text", `{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}`, "invalid additional property: emoji"},
		{"verbatim on a plain text", `{"type":"section","text":{"type":"plain_text","text":"a","verbatim":true}}`, "invalid additional property: verbatim"},
		{"an unknown block", `{"type":"banner"}`, "unsupported type: banner [json-pointer:/blocks/0/type]"},
		{"an unknown property", `{"type":"divider","colour":"red"}`, "invalid additional property: colour"},
		{"a block without type", `{"text":"a"}`, "missing required field: type"},
		{"a block that is a string", `"divider"`, "must provide an object"},
		{"a block_id of 256 characters", `{"type":"divider","block_id":"` + rep(256) + `"}`, "must be less than 256"},
		{"a block_id used twice", `{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`, "block_id already exists: a [json-pointer:/blocks/1/block_id]"},
		{"twenty-five buttons", actions(many(25, button(`,"action_id":"a%d"`))), ""},
		{"twenty-six buttons", actions(many(26, button(`,"action_id":"a%d"`))), "no more than 25"},
		{"no buttons", actions(""), "no fewer than 1"},
		{"an action_id used twice in a block", actions(button(`,"action_id":"a"`) + "," + button(`,"action_id":"a"`)), "action_id already exists in this block: a"},
		{"an action_id used in two blocks", actions(button(`,"action_id":"a"`)) + "," + actions(button(`,"action_id":"a"`)), ""},
		{"a button of 76 characters", actions(`{"type":"button","text":{"type":"plain_text","text":"` + rep(76) + `"}}`), "must be less than 76"},
		{"a button value of 2001 characters", actions(button(`,"value":"` + rep(2001) + `"`)), "must be less than 2001"},
		{"a button URL of 3001 characters", actions(button(`,"url":"https://a.example/` + rep(2990) + `"`)), "must be less than 3001"},
		{"a button URL that is none", actions(button(`,"url":"nowhere"`)), "must be a valid URL"},
		{"a button style Slack doesn't have", actions(button(`,"style":"warning"`)), "must be one of: primary, danger"},
		{"a text input among buttons", actions(`{"type":"plain_text_input"}`), "unsupported type: plain_text_input"},
		{"ten context elements", `{"type":"context","elements":[` + many(10, `{"type":"mrkdwn","text":"a"}`) + `]}`, ""},
		{"eleven context elements", `{"type":"context","elements":[` + many(11, `{"type":"mrkdwn","text":"a"}`) + `]}`, "no more than 10"},
		{"a button in a context", `{"type":"context","elements":[` + button("") + `]}`, "must be one of: plain_text, mrkdwn"},
		{"a hundred options", actions(`{"type":"static_select","options":[` + choice(100) + `]}`), ""},
		{"a hundred and one options", actions(`{"type":"static_select","options":[` + choice(101) + `]}`), "no more than 100"},
		{"a menu without options", actions(`{"type":"static_select"}`), "exactly one of options and option_groups"},
		{"an option text of 76 characters", actions(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"` + rep(76) + `"},"value":"v"}]}`), "must be less than 76"},
		{"an option value of 151 characters", actions(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":"` + rep(151) + `"}]}`), "must be less than 151"},
		{"an initial option that isn't offered", actions(`{"type":"static_select","options":[` + choice(2) + `],"initial_option":{"text":{"type":"plain_text","text":"z"},"value":"z"}}`), "does not match any of the options"},
		{"an initial option that is offered", actions(`{"type":"static_select","options":[` + choice(2) + `],"initial_option":` + choice(1) + `}`), ""},
		{"a menu in groups", actions(`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"g"},"options":[` + choice(2) + `]}]}`), ""},
		{"five overflow options", actions(`{"type":"overflow","options":[` + choice(5) + `]}`), ""},
		{"six overflow options", actions(`{"type":"overflow","options":[` + choice(6) + `]}`), "no more than 5"},
		{"eleven radio buttons", actions(`{"type":"radio_buttons","options":[` + choice(11) + `]}`), "no more than 10"},
		{"eleven checkboxes", actions(`{"type":"checkboxes","options":[` + choice(11) + `]}`), "no more than 10"},
		{"a confirmation", actions(button(`,"confirm":{"title":{"type":"plain_text","text":"a"},"text":{"type":"mrkdwn","text":"b"},"confirm":{"type":"plain_text","text":"c"},"deny":{"type":"plain_text","text":"d"}}`)), ""},
		{"a confirmation title of 101 characters", actions(button(`,"confirm":{"title":{"type":"plain_text","text":"` + rep(101) + `"},"text":{"type":"mrkdwn","text":"b"},"confirm":{"type":"plain_text","text":"c"},"deny":{"type":"plain_text","text":"d"}}`)), "must be less than 101"},
		{"a confirmation text of 301 characters", actions(button(`,"confirm":{"title":{"type":"plain_text","text":"a"},"text":{"type":"mrkdwn","text":"` + rep(301) + `"},"confirm":{"type":"plain_text","text":"c"},"deny":{"type":"plain_text","text":"d"}}`)), "must be less than 301"},
		{"a confirmation button of 31 characters", actions(button(`,"confirm":{"title":{"type":"plain_text","text":"a"},"text":{"type":"mrkdwn","text":"b"},"confirm":{"type":"plain_text","text":"` + rep(31) + `"},"deny":{"type":"plain_text","text":"d"}}`)), "must be less than 31"},
		{"a confirmation without deny", actions(button(`,"confirm":{"title":{"type":"plain_text","text":"a"},"text":{"type":"mrkdwn","text":"b"},"confirm":{"type":"plain_text","text":"c"}}`)), "missing required field: deny"},
		{"a date picker", actions(`{"type":"datepicker","initial_date":"2026-11-20"}`), ""},
		{"a date picker in another format", actions(`{"type":"datepicker","initial_date":"20/11/2026"}`), "YYYY-MM-DD"},
		{"an image", `{"type":"image","image_url":"https://a.example/a.png","alt_text":"a"}`, ""},
		{"an image without alt text", `{"type":"image","image_url":"https://a.example/a.png","alt_text":""}`, "must be more than 0"},
		{"an image from nowhere", `{"type":"image","alt_text":"a"}`, "exactly one of image_url and slack_file"},
		{"markdown of 12000 characters in two blocks", many(2, `{"type":"markdown","text":"`+rep(6000)+`"}`), ""},
		{"markdown of 12001 characters in two blocks", many(1, `{"type":"markdown","text":"`+rep(6001)+`"}`) + `,{"type":"markdown","text":"` + rep(6000) + `"}`, "in all"},
		{"an alert in a message", `{"type":"alert","text":{"type":"plain_text","text":"a"}}`, "not allowed in a message"},
		{"a file input in a message", input(`{"type":"file_input"}`), "modals only"},
		{"a table of 100 rows of 20 cells", `{"type":"table","rows":` + rows(100, row(20, "a")) + `}`, ""},
		{"a table of 101 rows", `{"type":"table","rows":` + rows(101, row(1, "a")) + `}`, "no more than 100"},
		{"a table of 21 cells", `{"type":"table","rows":` + rows(1, row(21, "a")) + `}`, "no more than 20"},
		{"a table of 10001 characters", `{"type":"table","rows":[` + row(1, rep(10001)) + `]}`, "in all"},
		{"two tables", many(2, `{"type":"table","rows":`+rows(1, row(1, "a"))+`}`), "only one table"},
		{"an empty table cell", `{"type":"table","rows":[` + row(1, "") + `]}`, "must be more than 0"},
		{"a data table of 201 rows", `{"type":"data_table","caption":"c","rows":` + rows(201, row(2, "a")) + `}`, ""},
		{"a data table of 202 rows", `{"type":"data_table","caption":"c","rows":` + rows(202, row(2, "a")) + `}`, "no more than 201"},
		{"a data table of a header alone", `{"type":"data_table","caption":"c","rows":` + rows(1, row(2, "a")) + `}`, "no fewer than 2"},
		{"a data table without caption", `{"type":"data_table","rows":` + rows(2, row(2, "a")) + `}`, "missing required field: caption"},
		{"a ragged data table", `{"type":"data_table","caption":"c","rows":[` + row(2, "a") + `,` + row(1, "a") + `]}`, "same number of cells"},
		{"a data table of 20001 characters", `{"type":"data_table","caption":"c","rows":[` + row(1, "a") + `,` + row(1, rep(20000)) + `]}`, "in all"},
		{"a page of 101 rows", `{"type":"data_table","caption":"c","page_size":101,"rows":` + rows(2, row(2, "a")) + `}`, "less than or equal to 100"},
		{"rich text in a data table's header", `{"type":"data_table","caption":"c","rows":[[{"type":"rich_text","elements":[]}],` + row(1, "a") + `]}`, "header cells"},
		{"a pie of six segments", pie(6), ""},
		{"a pie of seven segments", pie(7), "no more than 6"},
		{"a pie with an empty slice", `{"type":"data_visualization","title":"t","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}`, "greater than 0"},
		{"a line of twenty points", line(20, "p%d"), ""},
		{"a line of twenty-one points", line(21, "p%d"), "no more than 20"},
		{"a chart label of 21 characters", line(1, rep(21)), "must be less than 21"},
		{"a series that misses a category", `{"type":"data_visualization","title":"t","chart":{"type":"bar","series":[{"name":"s","data":[{"label":"a","value":1}]}],"axis_config":{"categories":["a","b"]}}}`, "exactly one point for every category"},
		{"a card", `{"type":"card","title":{"type":"mrkdwn","text":"a"},"actions":[` + many(3, button(`,"action_id":"a%d"`)) + `]}`, ""},
		{"a card with nothing on it", `{"type":"card","subtitle":{"type":"mrkdwn","text":"a"}}`, "one of hero_image"},
		{"a card body of 201 characters", `{"type":"card","body":{"type":"mrkdwn","text":"` + rep(201) + `"}}`, "must be less than 201"},
		{"eleven cards", `{"type":"carousel","elements":[` + many(11, `{"type":"card","title":{"type":"mrkdwn","text":"a"}}`) + `]}`, "no more than 10"},
		{"a section in a carousel", `{"type":"carousel","elements":[` + section("a") + `]}`, "not allowed here"},
		{"a container", `{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[` + section("a") + `]}`, ""},
		{"a data table in a container", `{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"data_table"}]}`, "not allowed here"},
		{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a","style":{"bold":true}}]}]}`, ""},
		{"rich text of an unknown element", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"blink"}]}]}`, "unsupported type: blink"},
		{"a null where an object is due", `{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":null}`, "must provide an object"},
	} {
		t.Run(tc.name, func(t *testing.T) { expect(t, Validate(Message, []byte("["+tc.blocks+"]")), tc.want) })
	}
}

func pie(n int) string {
	return `{"type":"data_visualization","title":"t","chart":{"type":"pie","segments":[` + many(n, `{"label":"s%d","value":1.5}`) + `]}}`
}

func line(n int, label string) string {
	return `{"type":"data_visualization","title":"t","chart":{"type":"line","series":[{"name":"s","data":[` +
		many(n, `{"label":"`+label+`","value":-1}`) + `]}],"axis_config":{"categories":[` + many(n, `"`+label+`"`) + `]}}}`
}

func TestValidateView(t *testing.T) {
	for _, tc := range []struct {
		name    string
		surface Surface
		view    string
		want    string
	}{
		{"a modal", Modal, modalView("", section("a")), ""},
		{"a hundred blocks fit a modal", Modal, modalView("", many(100, section("a"))), ""},
		{"the hundred-and-first does not", Modal, modalView("", many(101, section("a"))), "no more than 100 items allowed [json-pointer:/view/blocks]"},
		{"a modal title of 25 characters", Modal, `{"type":"modal","title":{"type":"plain_text","text":"` + rep(25) + `"},"blocks":[]}`, "must be less than 25"},
		{"a modal without title", Modal, `{"type":"modal","blocks":[]}`, "missing required field: title"},
		{"an input without submit", Modal, modalView("", input(`{"type":"plain_text_input"}`)), "missing required field: submit"},
		{"an input with submit", Modal, modalView(submit, input(`{"type":"plain_text_input"}`)), ""},
		{"a button as input", Modal, modalView(submit, input(button(""))), "unsupported type: button"},
		{"a number input that doesn't say whether decimals are allowed", Modal, modalView(submit, input(`{"type":"number_input"}`)), "missing required field: is_decimal_allowed"},
		{"a file input in a modal", Modal, modalView(submit, input(`{"type":"file_input"}`)), ""},
		{"an initial value beyond the maximum length", Modal, modalView(submit, input(`{"type":"plain_text_input","max_length":2,"initial_value":"abc"}`)), "must be less than 3"},
		{"two elements that want the focus", Modal, modalView(submit, many(2, input(`{"type":"plain_text_input","focus_on_load":true}`))), "focus_on_load can only be set on one element"},
		{"private metadata of 3001 characters", Modal, modalView(`,"private_metadata":"`+rep(3001)+`"`, ""), "must be less than 3001"},
		{"a callback_id of 256 characters", Modal, modalView(`,"callback_id":"`+rep(256)+`"`, ""), "must be less than 256"},
		{"an alert in a modal", Modal, modalView("", `{"type":"alert","text":{"type":"plain_text","text":"a"},"level":"error"}`), ""},
		{"a table in a modal", Modal, modalView("", `{"type":"table","rows":`+rows(1, row(1, "a"))+`}`), "not allowed in a modal"},
		{"markdown in a modal", Modal, modalView("", `{"type":"markdown","text":"a"}`), "not allowed in a modal"},
		{"a Home tab", Home, `{"type":"home","blocks":[` + section("a") + `]}`, ""},
		{"a Home tab with a title", Home, `{"type":"home","title":{"type":"plain_text","text":"T"},"blocks":[]}`, "invalid additional property: title"},
		{"an alert on a Home tab", Home, `{"type":"home","blocks":[{"type":"alert","text":{"type":"plain_text","text":"a"}}]}`, "not allowed in a home"},
		{"a data table on a Home tab", Home, `{"type":"home","blocks":[{"type":"data_table"}]}`, "not allowed in a home"},
		{"a modal published as Home", Home, modalView("", ""), "must be one of: home"},
		{"an array instead of a view", Modal, `[]`, "must provide an object"},
	} {
		t.Run(tc.name, func(t *testing.T) { expect(t, Validate(tc.surface, []byte(tc.view)), tc.want) })
	}
}

func TestValidateBrokenJSON(t *testing.T) {
	for _, payload := range []string{"", "[", `[]x`, `{"type":`, strings.Repeat("[", 20000)} {
		if problems := Validate(Message, []byte(payload)); len(problems) != 1 {
			t.Errorf("Validate(%.20q) = %v, want one problem", payload, problems)
		}
	}
}

func TestValidateListsAtMostFiftyProblems(t *testing.T) {
	blocks := many(50, `{"type":"section","a":1,"b":2}`)
	if n := len(Validate(Message, []byte("["+blocks+"]"))); n != maxProblems {
		t.Errorf("%d problems, want %d", n, maxProblems)
	}
}

func expect(t *testing.T, problems []Problem, want string) {
	t.Helper()
	if want == "" {
		if len(problems) > 0 {
			t.Errorf("refused: %v", problems)
		}
		return
	}
	for _, p := range problems {
		if strings.Contains(p.String(), want) {
			return
		}
	}
	t.Errorf("problems %v, want one with %q", problems, want)
}

func FuzzValidate(f *testing.F) {
	f.Add([]byte("["+section("a")+"]"), uint8(1))
	f.Add([]byte(modalView(submit, input(`{"type":"plain_text_input"}`))), uint8(2))
	f.Add([]byte(`{"type":"home","blocks":[`+actions(button(""))+`]}`), uint8(4))
	f.Add([]byte(`[`+pie(2)+`,`+line(2, "p%d")+`,{"type":"table","rows":`+rows(2, row(2, "a"))+`}]`), uint8(1))
	f.Fuzz(func(t *testing.T, payload []byte, surface uint8) {
		for _, p := range Validate(Surface(surface), payload) {
			if p.Path == "" || p.Message == "" {
				t.Errorf("a problem without path or message: %+v", p)
			}
		}
	})
}
