package blockkit

var chartObject = object{properties: map[string]property{
	"title": must(text(1, maxChartTitle)),
	"chart": must(chart),
}}

var pieChart = &object{properties: map[string]property{
	"type": must(anything),
	"segments": must(list(1, maxSegments, (&object{properties: map[string]property{
		"label": must(text(1, maxChartLabel)),
		"value": must(positive),
	}}).check)),
}}

var seriesChart = &object{properties: map[string]property{
	"type": must(anything),
	"series": must(list(1, maxSeries, (&object{properties: map[string]property{
		"name": must(text(1, maxChartLabel)),
		"data": must(list(1, maxChartPoints, (&object{properties: map[string]property{
			"label": must(text(1, maxChartLabel)),
			"value": must(number),
		}}).check)),
	}}).check)),
	"axis_config": must((&object{properties: map[string]property{
		"categories": must(list(1, maxChartPoints, text(1, maxChartLabel))),
		"x_label":    may(text(1, maxAxisLabel)),
		"y_label":    may(text(1, maxAxisLabel)),
	}}).check),
}, also: seriesMatchCategories}

func chart(c *checker, path string, value any) {
	o, _ := value.(map[string]any)
	switch kind, _ := o["type"].(string); kind {
	case "pie":
		pieChart.check(c, path, value)
	case "bar", "line", "area":
		seriesChart.check(c, path, value)
	default:
		c.add(path+"/type", "must be one of: pie, bar, line, area")
	}
}

func positive(c *checker, path string, value any) {
	if f, ok := asFloat(value); !ok || f <= 0 {
		c.add(path, "must be a number greater than 0")
	}
}

// seriesMatchCategories wants each series to have one point per category, and
// names and categories to be told apart.
func seriesMatchCategories(c *checker, path string, o map[string]any) {
	axis, _ := o["axis_config"].(map[string]any)
	list, _ := axis["categories"].([]any)
	categories := map[any]bool{}
	for i, label := range list {
		if s, ok := label.(string); ok {
			if categories[s] {
				c.add(at(path+"/axis_config/categories", i), "duplicate category: %s", s)
			}
			categories[s] = true
		}
	}
	series, _ := o["series"].([]any)
	names := map[string]bool{}
	for i, it := range series {
		s, _ := it.(map[string]any)
		if name, _ := s["name"].(string); name != "" {
			if names[name] {
				c.add(at(path+"/series", i)+"/name", "duplicate series: %s", name)
			}
			names[name] = true
		}
		points, _ := s["data"].([]any)
		seen := map[string]bool{}
		for _, p := range points {
			point, _ := p.(map[string]any)
			label, _ := point["label"].(string)
			if categories[label] {
				seen[label] = true
			}
		}
		if len(seen) != len(categories) || len(points) != len(categories) {
			c.add(at(path+"/series", i)+"/data", "must have exactly one point for every category")
		}
	}
}
