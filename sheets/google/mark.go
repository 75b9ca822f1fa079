package google

import (
	apisheets "google.golang.org/api/sheets/v4"

	"github.com/relance-bot/relance/sheets"
)

// Keys of our marks on what we added, by which it is found and removed again
// whatever people did to it. The values say what it is for.
const (
	markMadeTab    = "relance.tab"    // a tab that we made
	markMadeColumn = "relance.column" // a column that we added
	markCopy       = "relance.copy"   // a copy of a tab as it was before
)

// markKeys are all of ours.
var markKeys = []string{tagKey, markMadeTab, markMadeColumn, markCopy}

// guardName is the description of our warnings.
const guardName = "Relance"

func markTab(tab int64, key, value string) *apisheets.Request {
	return mark(key, value, &apisheets.DeveloperMetadataLocation{SheetId: tab, ForceSendFields: []string{"SheetId"}})
}

func markColumn(tab sheets.TabInfo, col int, value string) *apisheets.Request {
	return mark(markMadeColumn, value, &apisheets.DeveloperMetadataLocation{DimensionRange: columnRange(tab, col, 1)})
}

func mark(key, value string, at *apisheets.DeveloperMetadataLocation) *apisheets.Request {
	return &apisheets.Request{CreateDeveloperMetadata: &apisheets.CreateDeveloperMetadataRequest{DeveloperMetadata: &apisheets.DeveloperMetadata{
		MetadataKey: key, MetadataValue: value, Visibility: "DOCUMENT", Location: at,
	}}}
}
