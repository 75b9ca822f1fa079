package blockkit

import (
	"encoding/json"
	"slices"
)

var tableObject = object{properties: map[string]property{
	"rows": must(list(1, maxTableRows, list(1, maxTableColumns, tableCell("raw_text", "raw_number", "rich_text")))),
	"column_settings": may(list(0, maxTableColumns, (&object{properties: map[string]property{
		"align":      may(oneOf("left", "center", "right")),
		"is_wrapped": may(boolean),
	}}).check)),
}, also: func(c *checker, path string, o map[string]any) {
	c.tables++
	if n := cellChars(o["rows"]); n > maxTableChars {
		c.add(path+"/rows", "cells must be less than %d characters in all", maxTableChars+1)
	}
}}

var dataTableObject = object{properties: map[string]property{
	"caption":                 must(text(1, maxText)),
	"rows":                    must(list(minDataTableRows, maxDataTableRows, list(1, maxTableColumns, tableCell("raw_text", "raw_number", "rich_text", "action_cell")))),
	"page_size":               may(integer(1, maxPageSize)),
	"row_header_column_index": may(integer(0, maxTableColumns-1)),
}, also: func(c *checker, path string, o map[string]any) {
	rows, _ := o["rows"].([]any)
	if len(rows) == 0 {
		return
	}
	header, _ := rows[0].([]any)
	for i, it := range header {
		if cell, _ := it.(map[string]any); cell["type"] == "rich_text" || cell["type"] == "action_cell" {
			c.add(at(path+"/rows/0", i)+"/type", "header cells must be raw_text or raw_number")
		}
	}
	for i, it := range rows {
		if row, ok := it.([]any); ok && len(row) != len(header) {
			c.add(at(path+"/rows", i), "all rows must have the same number of cells")
		}
	}
	if index, ok := asInt(o["row_header_column_index"]); ok && index >= int64(len(header)) {
		c.add(path+"/row_header_column_index", "must name a column")
	}
	if n := cellChars(rows); n > maxDataTableChars {
		c.add(path+"/rows", "cells must be less than %d characters in all", maxDataTableChars+1)
	}
}}

var cells map[string]*object

// The table refers to a rule that refers to it, hence init.
func init() {
	cells = map[string]*object{
		"raw_text":   {properties: map[string]property{"type": must(anything), "text": must(text(1, maxDataTableChars))}},
		"raw_number": {properties: map[string]property{"type": must(anything), "value": must(number), "text": may(text(1, maxDataTableChars))}},
		"rich_text":  richText,
		"action_cell": {properties: map[string]property{
			"type":     must(anything),
			"element":  must(element("button")),
			"fallback": may(tableCell("raw_text", "raw_number")),
		}},
	}
}

// tableCell takes a cell of one of the named types.
func tableCell(kinds ...string) rule {
	return func(c *checker, path string, value any) {
		o, ok := value.(map[string]any)
		if !ok {
			c.add(path, "must provide an object")
			return
		}
		kind, _ := o["type"].(string)
		if slices.Contains(kinds, kind) {
			cells[kind].check(c, path, o)
			return
		}
		c.add(path+"/type", "unsupported type: %s", kind)
	}
}

// cellChars counts the characters of all cells.
func cellChars(value any) int {
	rows, _ := value.([]any)
	total := 0
	for _, r := range rows {
		row, _ := r.([]any)
		for _, it := range row {
			cell, _ := it.(map[string]any)
			switch cell["type"] {
			case "rich_text":
				total += richTextLength(cell["elements"])
			case "raw_number":
				if cell["text"] == nil {
					total += numberLength(cell["value"])
					continue
				}
				total += length(cell["text"])
			case "action_cell":
				button, _ := cell["element"].(map[string]any)
				label, _ := button["text"].(map[string]any)
				total += length(label["text"])
			default:
				total += length(cell["text"])
			}
		}
	}
	return total
}

func numberLength(value any) int {
	n, _ := value.(json.Number)
	return len(n)
}
