package sheetsim

import (
	"slices"
)

func (x *batch) setDataValidation(r obj) (obj, error) {
	s, a, err := x.closed(r.sub("range"))
	if err != nil {
		return nil, err
	}
	rule := r.sub("rule")
	if rule != nil && rule.sub("condition").str("type") == "" {
		return nil, refuse("The condition's type must be specified.")
	}
	s.fill(a, func(_, _ int, old *cell) *cell {
		out := *old
		out.rule = rule
		return &out
	})
	return nil, nil
}

func (x *batch) addConditionalFormatRule(r obj) (obj, error) {
	body := r.sub("rule")
	var s *sheet
	var areas []area
	for _, g := range body.objects("ranges") {
		on, a, err := x.gridArea(g)
		if err != nil {
			return nil, err
		}
		if s != nil && s != on {
			return nil, refuse("All ranges of a rule must be on the same grid.")
		}
		s, areas = on, append(areas, a)
	}
	if s == nil {
		return nil, refuse("No ranges specified.")
	}
	if body.has("booleanRule") == body.has("gradientRule") {
		return nil, refuse("Exactly one of booleanRule and gradientRule must be set.")
	}
	index := r.int("index")
	if index < 0 || index > len(s.rules) {
		return nil, refuse("No conditional format on sheet: %d at index: %d", s.id, index)
	}
	fresh := rule{areas: areas, body: body}
	if err := x.checkBoolean(&fresh); err != nil {
		return nil, err
	}
	s.rules = slices.Insert(s.rules, index, fresh)
	return nil, nil
}

func (x *batch) deleteConditionalFormatRule(r obj) (obj, error) {
	s, err := x.sheet(r.int("sheetId"))
	if err != nil {
		return nil, err
	}
	index := r.int("index")
	if index < 0 || index >= len(s.rules) {
		return nil, refuse("No conditional format on sheet: %d at index: %d", s.id, index)
	}
	gone := s.rules[index]
	s.rules = slices.Delete(s.rules, index, index+1)
	return obj{"rule": s.ruleObject(gone)}, nil
}

func (s *sheet) ruleObject(r rule) obj {
	var ranges []any
	for _, a := range r.areas {
		ranges = append(ranges, gridRange(s, a))
	}
	return printed(r.body, "ConditionalFormatRule").with("ranges", ranges)
}

func (x *batch) setBasicFilter(r obj) (obj, error) {
	filter := r.sub("filter")
	s, a, err := x.closed(filter.sub("range"))
	if err != nil {
		return nil, err
	}
	s.filter, s.filterA = filter, a
	for _, spec := range filter.objects("sortSpecs") {
		col := spec.int("dimensionIndex")
		if col < a.col0 || col >= a.col1 {
			return nil, refuse("dimensionIndex (%d) must be within the filter's range.", col)
		}
		body := area{a.row0 + 1, a.row1, a.col0, a.col1}
		x.sortArea(s, body, []sortKey{{col, spec.str("sortOrder") == "DESCENDING"}})
	}
	return nil, nil
}

func (x *batch) clearBasicFilter(r obj) (obj, error) {
	s, err := x.sheet(r.int("sheetId"))
	if err != nil {
		return nil, err
	}
	s.filter = nil
	return nil, nil
}

// serviceAccount is the account that API requests act as.
const serviceAccount = "relance@simulated.iam.gserviceaccount.com"

func (x *batch) addProtectedRange(r obj) (obj, error) {
	src := r.sub("protectedRange")
	if name := src.str("namedRangeId"); name != "" && !src.has("range") {
		return nil, refuse("Protecting a named range is not supported by the simulator.")
	}
	s, a, err := x.gridArea(src.sub("range"))
	if err != nil {
		return nil, err
	}
	id := src.int("protectedRangeId")
	if id == 0 {
		id = x.sim.newNumber()
	}
	for _, o := range x.book.sheets {
		if slices.ContainsFunc(o.guards, func(g protected) bool { return g.id == id }) {
			return nil, refuse("Protected range with ID %d already exists.", id)
		}
	}
	body := src.with("requestingUserCanEdit", true)
	reply := obj{"editors": printedEditors(src.sub("editors"))}
	editors := src.sub("editors")
	users := editors.list("users")
	if !slices.Contains(users, any(serviceAccount)) {
		users = append([]any{serviceAccount}, users...)
	}
	g := protected{id, a, body.with("editors", editors.with("users", users))}
	s.guards = append(s.guards, g)
	shown := s.guardObject(g)
	shown["editors"] = reply["editors"]
	return obj{"protectedRange": shown}, nil
}

func printedEditors(e obj) obj { return printed(e, "Editors") }

func (s *sheet) guardObject(g protected) obj {
	return printed(g.body, "ProtectedRange").with("protectedRangeId", g.id).with("range", gridRange(s, g.area))
}

// guard finds a protected range anywhere in the book.
func (x *batch) guard(id int) (*sheet, int, error) {
	for _, s := range x.book.sheets {
		for i, g := range s.guards {
			if g.id == id {
				return s, i, nil
			}
		}
	}
	return nil, 0, refuse("No protected range with id: %d", id)
}

func (x *batch) updateProtectedRange(r obj) (obj, error) {
	m, err := updateMask(r, "ProtectedRange")
	if err != nil {
		return nil, err
	}
	src := r.sub("protectedRange")
	s, i, err := x.guard(src.int("protectedRangeId"))
	if err != nil {
		return nil, err
	}
	g := s.guards[i]
	g.body = m.merge(g.body, src, "ProtectedRange").with("requestingUserCanEdit", true)
	if _, ok := m["range"]; ok {
		if _, g.area, err = x.gridArea(src.sub("range")); err != nil {
			return nil, err
		}
	}
	s.guards[i] = g
	return nil, nil
}

func (x *batch) deleteProtectedRange(r obj) (obj, error) {
	s, i, err := x.guard(r.int("protectedRangeId"))
	if err != nil {
		return nil, err
	}
	s.guards = slices.Delete(s.guards, i, i+1)
	return nil, nil
}
