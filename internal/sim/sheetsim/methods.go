package sheetsim

// methods are the methods served, by their names in the discovery documents
// without the API's name.
var methods map[string]method

var (
	readQuery    = []string{"valueRenderOption", "dateTimeRenderOption", "majorDimension"}
	updatedQuery = []string{"valueInputOption", "includeValuesInResponse", "responseValueRenderOption", "responseDateTimeRenderOption"}
	driveQuery   = []string{"supportsAllDrives", "supportsTeamDrives", "includeItemsFromAllDrives", "acknowledgeAbuse"}
	listQuery    = append([]string{"q", "pageSize", "pageToken", "orderBy", "spaces", "corpora", "corpus", "driveId", "includeTeamDriveItems"}, driveQuery...)
	createQuery  = append([]string{"ignoreDefaultVisibility", "keepRevisionForever", "enforceSingleParent"}, driveQuery...)
)

// Set in init because the handlers refer back to the table.
func init() {
	methods = map[string]method{
		"spreadsheets.create":          {verb: "POST", write: true, run: (*Sim).createSpreadsheet},
		"spreadsheets.get":             {verb: "GET", query: []string{"ranges", "includeGridData", "excludeTablesInBandedRanges", "commentsViewMode"}, run: (*Sim).getSpreadsheet},
		"spreadsheets.getByDataFilter": {verb: "POST", run: (*Sim).getByDataFilter},
		"spreadsheets.batchUpdate":     {verb: "POST", write: true, run: (*Sim).batchUpdate},

		"spreadsheets.values.get":         {verb: "GET", query: readQuery, run: (*Sim).valuesGet},
		"spreadsheets.values.batchGet":    {verb: "GET", query: append([]string{"ranges"}, readQuery...), run: (*Sim).valuesBatchGet},
		"spreadsheets.values.update":      {verb: "PUT", write: true, query: updatedQuery, run: (*Sim).valuesUpdate},
		"spreadsheets.values.batchUpdate": {verb: "POST", write: true, run: (*Sim).valuesBatchUpdate},
		"spreadsheets.values.append":      {verb: "POST", write: true, query: append([]string{"insertDataOption"}, updatedQuery...), run: (*Sim).valuesAppend},
		"spreadsheets.values.clear":       {verb: "POST", write: true, run: (*Sim).valuesClear},
		"spreadsheets.values.batchClear":  {verb: "POST", write: true, run: (*Sim).valuesBatchClear},

		"spreadsheets.developerMetadata.get":    {verb: "GET", run: (*Sim).metadataGet},
		"spreadsheets.developerMetadata.search": {verb: "POST", run: (*Sim).metadataSearch},
		"spreadsheets.sheets.copyTo":            {verb: "POST", write: true, run: (*Sim).copySheetTo},

		"files.get":          {verb: "GET", drive: true, query: driveQuery, run: (*Sim).fileGet},
		"files.list":         {verb: "GET", drive: true, query: listQuery, run: (*Sim).fileList},
		"files.create":       {verb: "POST", drive: true, write: true, query: createQuery, run: (*Sim).fileCreate},
		"files.copy":         {verb: "POST", drive: true, write: true, query: createQuery, run: (*Sim).fileCopy},
		"files.update":       {verb: "PATCH", drive: true, write: true, query: createQuery, run: (*Sim).fileUpdate},
		"files.delete":       {verb: "DELETE", drive: true, write: true, query: createQuery, run: (*Sim).fileDelete},
		"permissions.create": {verb: "POST", drive: true, write: true, query: append([]string{"sendNotificationEmail", "emailMessage", "transferOwnership"}, driveQuery...), run: (*Sim).permissionCreate},

		"files.watch":   {verb: "POST", drive: true, query: append([]string{"includeLabels", "includePermissionsForView"}, driveQuery...), run: (*Sim).fileWatch},
		"channels.stop": {verb: "POST", drive: true, run: (*Sim).channelStop},
		"files.export":  {verb: "GET", drive: true, query: append([]string{"mimeType"}, driveQuery...), run: (*Sim).fileExport},
	}
}
