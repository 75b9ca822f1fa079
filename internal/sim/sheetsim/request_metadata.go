package sheetsim

import (
	"slices"
)

// maxMetadataChars is the quota of keys and values together, of each tab and
// of the spreadsheet itself.
const maxMetadataChars = 30_000

func (x *batch) createDeveloperMetadata(r obj) (obj, error) {
	src := r.sub("developerMetadata")
	md := metadata{id: src.int("metadataId"), key: src.str("metadataKey"), value: src.str("metadataValue"), visibility: src.str("visibility")}
	if md.id == 0 {
		md.id = x.sim.newNumber()
	}
	if md.id < 0 || slices.ContainsFunc(x.book.metadata, func(o metadata) bool { return o.id == md.id }) {
		return nil, refuse("Developer metadata with ID %d already exists.", md.id)
	}
	if err := x.locate(&md, src.sub("location")); err != nil {
		return nil, err
	}
	if err := x.checkMetadata(md); err != nil {
		return nil, err
	}
	x.book.metadata = append(x.book.metadata, md)
	return obj{"developerMetadata": x.book.metadataObject(md)}, nil
}

func (x *batch) checkMetadata(md metadata) error {
	switch {
	case md.key == "":
		return refuse("metadataKey must be specified.")
	case md.visibility != "DOCUMENT" && md.visibility != "PROJECT":
		return refuse("visibility must be specified.")
	}
	chars := len([]rune(md.key + md.value))
	for _, o := range x.book.metadata {
		if o.id != md.id && o.onSpreadsheet == md.onSpreadsheet && o.sheetID == md.sheetID {
			chars += len([]rune(o.key + o.value))
		}
	}
	if chars > maxMetadataChars {
		return refuse("The developer metadata exceeds the quota of %d characters.", maxMetadataChars)
	}
	return nil
}

// locate reads a DeveloperMetadataLocation.
func (x *batch) locate(md *metadata, loc obj) error {
	md.onSpreadsheet, md.sheetID, md.dimension, md.from, md.to = false, 0, "", 0, 0
	switch {
	case loc.flag("spreadsheet"):
		md.onSpreadsheet = true
	case loc.has("dimensionRange"):
		s, rows, from, to, err := x.existing(loc.sub("dimensionRange"))
		if err != nil {
			return err
		}
		if to-from != 1 {
			return refuse("location.dimensionRange must represent a single row or column.")
		}
		md.sheetID, md.dimension, md.from, md.to = s.id, pick(rows, "ROWS", "COLUMNS"), from, to
	case loc.has("sheetId"):
		s, err := x.sheet(loc.int("sheetId"))
		if err != nil {
			return err
		}
		md.sheetID = s.id
	default:
		return refuse("location must be specified.")
	}
	return nil
}

func (x *batch) updateDeveloperMetadata(r obj) (obj, error) {
	m, err := updateMask(r, "DeveloperMetadata")
	if err != nil {
		return nil, err
	}
	src := r.sub("developerMetadata")
	filters := r.objects("dataFilters")
	if len(filters) == 0 {
		return nil, refuse("At least one data filter must be specified.")
	}
	var changed []any
	for i, md := range x.book.metadata {
		if !x.book.matchesAny(md, filters) {
			continue
		}
		merged := m.merge(obj{"metadataKey": md.key, "metadataValue": md.value, "visibility": md.visibility}, src, "DeveloperMetadata")
		md.key, md.value, md.visibility = merged.str("metadataKey"), merged.str("metadataValue"), merged.str("visibility")
		if _, ok := m["location"]; ok {
			if err := x.locate(&md, src.sub("location")); err != nil {
				return nil, err
			}
		}
		if err := x.checkMetadata(md); err != nil {
			return nil, err
		}
		x.book.metadata[i] = md
		changed = append(changed, x.book.metadataObject(md))
	}
	if changed == nil {
		return obj{}, nil
	}
	return obj{"developerMetadata": changed}, nil
}

func (x *batch) deleteDeveloperMetadata(r obj) (obj, error) {
	if !r.has("dataFilter") {
		return nil, refuse("A data filter must be specified.")
	}
	var gone []any
	x.book.metadata = slices.DeleteFunc(x.book.metadata, func(md metadata) bool {
		if !x.book.matchesAny(md, []obj{r.sub("dataFilter")}) {
			return false
		}
		gone = append(gone, x.book.metadataObject(md))
		return true
	})
	if gone == nil {
		return obj{}, nil
	}
	return obj{"deletedDeveloperMetadata": gone}, nil
}
