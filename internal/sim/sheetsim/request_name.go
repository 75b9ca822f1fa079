package sheetsim

import (
	"regexp"
	"slices"
	"strconv"
)

// nameForm is what a named range may be called; what looks like a cell is
// refused besides.
var nameForm = regexp.MustCompile(`^[\pL_][\pL\pN_.]{0,249}$`)

func (x *batch) checkName(name, ownID string) error {
	if !nameForm.MatchString(name) || cellForm.MatchString(name) || r1c1Form.MatchString(name) || name == "true" || name == "false" {
		return refuse("Invalid name: %s", name)
	}
	if other := x.book.namedRange(name); other != nil && other.id != ownID && !x.sim.opts.DuplicateNamedRangeAllowed {
		return refuse("A named range with the name \"%s\" already exists.", name)
	}
	return nil
}

func (x *batch) addNamedRange(r obj) (obj, error) {
	nr := r.sub("namedRange")
	if err := x.checkName(nr.str("name"), ""); err != nil {
		return nil, err
	}
	s, a, err := x.gridArea(nr.sub("range"))
	if err != nil {
		return nil, err
	}
	id := nr.str("namedRangeId")
	if id == "" {
		id = strconv.Itoa(x.sim.newNumber())
	}
	for _, other := range x.book.names {
		if other.id == id {
			return nil, refuse("Named range with ID %s already exists.", id)
		}
	}
	x.book.names = append(x.book.names, namedRange{id: id, name: nr.str("name"), sheetID: s.id, area: a})
	return obj{"namedRange": x.book.namedRangeObject(x.book.names[len(x.book.names)-1])}, nil
}

func (x *batch) updateNamedRange(r obj) (obj, error) {
	m, err := updateMask(r, "NamedRange")
	if err != nil {
		return nil, err
	}
	src := r.sub("namedRange")
	i := slices.IndexFunc(x.book.names, func(n namedRange) bool { return n.id == src.str("namedRangeId") })
	if i < 0 {
		return nil, refuse("No named range with id: %s", src.str("namedRangeId"))
	}
	nr := x.book.names[i]
	merged := m.merge(x.book.namedRangeFields(nr), src, "NamedRange")
	if err := x.checkName(merged.str("name"), nr.id); err != nil {
		return nil, err
	}
	s, a, err := x.gridArea(merged.sub("range"))
	if err != nil {
		return nil, err
	}
	x.book.names[i] = namedRange{id: nr.id, name: merged.str("name"), sheetID: s.id, area: a}
	return nil, nil
}

func (x *batch) deleteNamedRange(r obj) (obj, error) {
	i := slices.IndexFunc(x.book.names, func(n namedRange) bool { return n.id == r.str("namedRangeId") })
	if i < 0 {
		return nil, refuse("No named range with id: %s", r.str("namedRangeId"))
	}
	x.book.names = slices.Delete(x.book.names, i, i+1)
	return nil, nil
}

// namedRangeFields is the range as a request would give it.
func (b *book) namedRangeFields(n namedRange) obj {
	r := obj{"sheetId": float64(n.sheetID), "startRowIndex": float64(n.area.row0), "startColumnIndex": float64(n.area.col0)}
	if n.area.row1 != open {
		r["endRowIndex"] = float64(n.area.row1)
	}
	if n.area.col1 != open {
		r["endColumnIndex"] = float64(n.area.col1)
	}
	return obj{"namedRangeId": n.id, "name": n.name, "range": r}
}

func (b *book) namedRangeObject(n namedRange) obj {
	out := obj{"namedRangeId": n.id, "name": n.name}
	if s := b.sheetByID(n.sheetID); s != nil {
		out["range"] = gridRange(s, n.area)
	}
	return out
}

func (b *book) namedRangeList() []any {
	out := []any{}
	for _, n := range b.names {
		out = append(out, b.namedRangeObject(n))
	}
	return out
}
