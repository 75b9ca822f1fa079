package sheetsim

import "strconv"

// locationType names what a metadata is attached to.
func (md metadata) locationType() string {
	switch {
	case md.onSpreadsheet:
		return "SPREADSHEET"
	case md.dimension == "ROWS":
		return "ROW"
	case md.dimension == "COLUMNS":
		return "COLUMN"
	}
	return "SHEET"
}

func (b *book) metadataObject(md metadata) obj {
	loc := obj{"locationType": md.locationType()}
	switch {
	case md.onSpreadsheet:
		loc["spreadsheet"] = true
	case md.dimension == "":
		loc["sheetId"] = md.sheetID
	default:
		loc["dimensionRange"] = dimensionRange(md.sheetID, md.dimension == "ROWS", md.from, md.to)
	}
	out := obj{"metadataId": md.id, "metadataKey": md.key, "location": loc, "visibility": md.visibility}
	if md.value != "" {
		out["metadataValue"] = md.value
	}
	return out
}

func (b *book) metadataList(want func(metadata) bool) []any {
	out := []any{}
	for _, md := range b.metadata {
		if want(md) {
			out = append(out, b.metadataObject(md))
		}
	}
	return out
}

// matchesAny tells whether one of the DataFilters selects md.
func (b *book) matchesAny(md metadata, filters []obj) bool {
	for _, f := range filters {
		if f.has("developerMetadataLookup") && b.matches(md, f.sub("developerMetadataLookup")) {
			return true
		}
		if p, ok := b.filterPlace(f); ok && !md.onSpreadsheet && md.sheetID == p.sheet.id && md.dimension != "" {
			if o := md.area().overlap(p.area); !o.empty() {
				return true
			}
		}
	}
	return false
}

// area is what the metadata covers of its tab.
func (md metadata) area() area {
	switch md.dimension {
	case "ROWS":
		return area{md.from, md.to, 0, open}
	case "COLUMNS":
		return area{0, open, md.from, md.to}
	}
	return whole
}

func (b *book) matches(md metadata, lookup obj) bool {
	for field, own := range map[string]string{
		"metadataKey": md.key, "metadataValue": md.value, "visibility": md.visibility, "locationType": md.locationType(),
	} {
		if want := lookup.str(field); lookup.has(field) && want != own && want != "DEVELOPER_METADATA_LOCATION_TYPE_UNSPECIFIED" {
			return false
		}
	}
	if lookup.has("metadataId") && lookup.int("metadataId") != md.id {
		return false
	}
	loc := lookup.sub("metadataLocation")
	if loc == nil {
		return true
	}
	exact := lookup.str("locationMatchingStrategy") == "EXACT_LOCATION" ||
		(lookup.str("locationMatchingStrategy") != "INTERSECTING_LOCATION" && !loc.has("dimensionRange") && !loc.has("sheetId"))
	switch {
	case loc.flag("spreadsheet"):
		return md.onSpreadsheet || !exact
	case loc.has("dimensionRange"):
		r := loc.sub("dimensionRange")
		if md.onSpreadsheet || md.sheetID != r.int("sheetId") {
			return false
		}
		at := metadata{dimension: r.str("dimension"), from: r.int("startIndex"), to: r.intOr("endIndex", open)}
		if exact {
			return md.dimension == at.dimension && md.from == at.from && md.to == at.to
		}
		o := md.area().overlap(at.area())
		return !o.empty()
	}
	return !md.onSpreadsheet && md.sheetID == loc.int("sheetId") && (!exact || md.dimension == "")
}

// filterPlace is the cells that an A1 or grid filter names.
func (b *book) filterPlace(f obj) (place, bool) {
	if f.has("a1Range") {
		p, err := b.parsePlace(f.str("a1Range"))
		return p, err == nil
	}
	if r := f.sub("gridRange"); f.has("gridRange") {
		s := b.sheetByID(r.int("sheetId"))
		return place{s, area{r.int("startRowIndex"), r.intOr("endRowIndex", open), r.int("startColumnIndex"), r.intOr("endColumnIndex", open)}}, s != nil
	}
	return place{}, false
}

func (s *Sim) metadataGet(c *call) (any, *apiError) {
	b, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	for _, md := range b.metadata {
		if strconv.Itoa(md.id) == c.args["metadataId"] {
			return masked(c, "DeveloperMetadata", b.metadataObject(md))
		}
	}
	return nil, notFound()
}

func (s *Sim) metadataSearch(c *call) (any, *apiError) {
	body, err := decodePayload(c.body, "SearchDeveloperMetadataRequest", "")
	if err != nil {
		return nil, err
	}
	b, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	filters := body.objects("dataFilters")
	if len(filters) == 0 {
		return nil, badRequest("At least one data filter must be specified.")
	}
	var found []any
	for _, md := range b.metadata {
		var by []any
		for _, f := range filters {
			if b.matchesAny(md, []obj{f}) {
				by = append(by, f)
			}
		}
		if by != nil {
			found = append(found, obj{"developerMetadata": b.metadataObject(md), "dataFilters": by})
		}
	}
	reply := obj{}
	if found != nil {
		reply["matchedDeveloperMetadata"] = found
	}
	return masked(c, "SearchDeveloperMetadataResponse", reply)
}

func (s *Sim) getByDataFilter(c *call) (any, *apiError) {
	body, err := decodePayload(c.body, "GetSpreadsheetByDataFilterRequest", "")
	if err != nil {
		return nil, err
	}
	m, err := c.fieldMask("Spreadsheet")
	if err != nil {
		return nil, err
	}
	b, err := s.open(c, c.bookID)
	if err != nil {
		return nil, err
	}
	var places []place
	for _, f := range body.objects("dataFilters") {
		if p, ok := b.filterPlace(f); ok {
			p.area = p.clip(p.sheet.rowCount(), p.sheet.colCount())
			places = append(places, p)
			continue
		}
		if !f.has("developerMetadataLookup") {
			return nil, badRequest("Invalid data filter.")
		}
		for _, md := range b.metadata {
			if sh := b.sheetByID(md.sheetID); !md.onSpreadsheet && sh != nil && b.matches(md, f.sub("developerMetadataLookup")) {
				places = append(places, place{sh, md.area().clip(sh.rowCount(), sh.colCount())})
			}
		}
	}
	if len(places) == 0 && len(body.objects("dataFilters")) > 0 {
		out := b.describe(nil, false, m)
		delete(out, "sheets")
		return out, nil
	}
	return b.describe(places, body.flag("includeGridData") || m != nil, m), nil
}
