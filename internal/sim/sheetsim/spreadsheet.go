package sheetsim

import (
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"time"
)

// defaultFormatText and themeText are what a new spreadsheet reports.
const (
	defaultFormatText = `{"backgroundColor":{"red":1,"green":1,"blue":1},"padding":{"top":2,"right":3,"bottom":2,"left":3},
"verticalAlignment":"BOTTOM","wrapStrategy":"OVERFLOW_CELL","textFormat":{"foregroundColor":{},"fontFamily":"arial,sans,sans-serif",
"fontSize":10,"bold":false,"italic":false,"strikethrough":false,"underline":false,"foregroundColorStyle":{"rgbColor":{}}},
"backgroundColorStyle":{"rgbColor":{"red":1,"green":1,"blue":1}}}`
	themeText = `{"primaryFontFamily":"Arial","themeColors":[{"colorType":"TEXT","color":{"rgbColor":{}}},
{"colorType":"BACKGROUND","color":{"rgbColor":{"red":1,"green":1,"blue":1}}},
{"colorType":"ACCENT1","color":{"rgbColor":{"red":0.25882354,"green":0.52156866,"blue":0.95686275}}},
{"colorType":"ACCENT2","color":{"rgbColor":{"red":0.91764706,"green":0.2627451,"blue":0.20784314}}},
{"colorType":"ACCENT3","color":{"rgbColor":{"red":0.9843137,"green":0.7372549,"blue":0.015686275}}},
{"colorType":"ACCENT4","color":{"rgbColor":{"red":0.20392157,"green":0.65882355,"blue":0.3254902}}},
{"colorType":"ACCENT5","color":{"rgbColor":{"red":1,"green":0.42745098,"blue":0.003921569}}},
{"colorType":"ACCENT6","color":{"rgbColor":{"red":0.27450982,"green":0.7411765,"blue":0.7764706}}},
{"colorType":"LINK","color":{"rgbColor":{"red":0.06666667,"green":0.33333334,"blue":0.8}}}]}`
)

var (
	defaultFormat = sync.OnceValue(func() obj { return mustObject(defaultFormatText) })
	theme         = sync.OnceValue(func() obj { return mustObject(themeText) })
)

// mustObject parses the constants of this package.
func mustObject(text string) obj {
	var raw any
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		panic(err)
	}
	return plain(raw).(obj)
}

// describe writes the book as a Spreadsheet message. Grid data is written for
// the places asked for; without any, for whole sheets. m prunes early what is
// not wanted, because grid data is large.
func (b *book) describe(places []place, gridData bool, m mask) obj {
	out := obj{}
	put := func(name string, make func(m mask) any) {
		if sub, ok := m.pick(name); ok {
			if v := make(sub); v != nil {
				out[name] = v
			}
		}
	}
	put("spreadsheetId", func(mask) any { return b.id })
	put("spreadsheetUrl", func(mask) any { return "https://docs.google.com/spreadsheets/d/" + b.id + "/edit" })
	put("properties", func(m mask) any { return m.filter(b.properties()) })
	put("namedRanges", func(m mask) any { return nonEmpty(m.filter(b.namedRangeList()).([]any)) })
	put("developerMetadata", func(m mask) any {
		return nonEmpty(m.filter(b.metadataList(func(md metadata) bool { return md.onSpreadsheet })).([]any))
	})
	put("sheets", func(m mask) any {
		var list []any
		for i, s := range b.sheets {
			asked, any := placesOf(s, places)
			if any || len(places) == 0 {
				list = append(list, b.describeSheet(i, s, asked, gridData, m))
			}
		}
		return nonEmpty(list)
	})
	return out
}

func nonEmpty(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

func placesOf(s *sheet, places []place) (areas []area, any bool) {
	for _, p := range places {
		if p.sheet == s {
			areas = append(areas, p.area)
		}
	}
	return areas, len(areas) > 0
}

func (b *book) properties() obj {
	out := obj{
		"title": b.title, "locale": b.locale, "timeZone": b.timeZone, "autoRecalc": "ON_CHANGE",
		"defaultFormat": defaultFormat(), "spreadsheetTheme": theme(),
	}
	maps.Copy(out, b.props)
	return printed(out, "SpreadsheetProperties")
}

func (s *Sim) getSpreadsheet(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	m, err := c.fieldMask("Spreadsheet")
	if err != nil {
		return nil, err
	}
	gridData, err := c.boolParam("includeGridData")
	if err != nil {
		return nil, err
	}
	b, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	places, err := b.places(c.request.URL.Query()["ranges"])
	if err != nil {
		return nil, err
	}
	// With a field mask, includeGridData is ignored and the mask decides.
	return b.describe(places, gridData || m != nil, m), nil
}

func (b *book) places(texts []string) ([]place, *apiError) {
	var out []place
	for _, text := range texts {
		p, err := b.resolve(text)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (s *Sim) createSpreadsheet(c *call) (any, *apiError) {
	if err := c.checkQuery(); err != nil {
		return nil, err
	}
	body, err := decodePayload(c.body, "Spreadsheet", "")
	if err != nil {
		return nil, err
	}
	m, err := c.fieldMask("Spreadsheet")
	if err != nil {
		return nil, err
	}
	props := body.sub("properties")
	title := props.str("title")
	if title == "" {
		title = "Untitled spreadsheet"
	}
	if zone := props.str("timeZone"); zone != "" {
		if _, err := time.LoadLocation(zone); err != nil {
			return nil, badRequest("Invalid time zone: " + zone)
		}
	}
	b := s.newBook(title, props.str("locale"), props.str("timeZone"))
	b.at(c.now)
	if sheets := body.objects("sheets"); len(sheets) > 0 {
		b.sheets = nil
		x := &batch{sim: s, book: b, now: c.now}
		for _, sh := range sheets {
			if err := x.seedSheet(sh); err != nil {
				return nil, badRequest("Invalid sheets: " + err.Error())
			}
		}
		if strings.TrimSpace(b.sheets[0].title) == "" || !b.anyVisible() {
			return nil, badRequest("You can't hide all the sheets in a document.")
		}
	}
	x := &batch{sim: s, book: b, now: c.now}
	for _, nr := range body.objects("namedRanges") {
		if _, err := x.addNamedRange(obj{"namedRange": nr}); err != nil {
			return nil, badRequest("Invalid named_ranges: " + err.Error())
		}
	}
	s.commit(b)
	return b.describe(nil, false, m), nil
}

func (b *book) anyVisible() bool {
	for _, s := range b.sheets {
		if !s.hidden() {
			return true
		}
	}
	return false
}
