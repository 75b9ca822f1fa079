package blockkit

// Limits of docs.slack.dev/reference/block-kit, by page.
const (
	maxMessageBlocks = 50 // blocks: "up to 50 blocks in each message"
	maxViewBlocks    = 100
	maxProblems      = 50 // ours: a hostile payload shall not fill the log

	maxID             = 255 // block_id, action_id, callback_id, external_id
	maxText           = 3000
	maxSectionFields  = 10
	maxFieldText      = 2000
	maxHeaderText     = 150
	maxActions        = 25
	maxContext        = 10
	maxContextActions = 5
	maxImageTitle     = 2000
	maxAltText        = 2000
	maxURL            = 3000
	maxLabel          = 2000
	maxMarkdownChars  = 12000 // over all markdown blocks of one message
	maxAlertText      = 200
	maxVideoTitle     = 199 // "must be less than 200 characters"
	maxVideoAuthor    = 49

	maxButtonText    = 75
	maxButtonValue   = 2000
	maxAccessibility = 75
	maxPlaceholder   = 150
	maxOptions       = 100
	maxGroups        = 100
	maxChoices       = 10 // checkboxes and radio_buttons
	maxOverflow      = 5
	maxOptionText    = 75
	maxOptionValue   = 150
	maxGroupLabel    = 75
	maxInputLength   = 3000
	maxInputFiles    = 10

	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30

	maxModalText       = 24 // title, submit, close
	maxPrivateMetadata = 3000

	maxTableRows      = 100
	maxTableColumns   = 20
	maxTableChars     = 10000
	maxMessageTables  = 1
	minDataTableRows  = 2   // the header and one row
	maxDataTableRows  = 201 // the header and 200 rows; older pages say 101
	maxDataTableChars = 20000
	maxPageSize       = 100

	maxChartTitle  = 50
	maxChartLabel  = 20
	maxAxisLabel   = 50
	maxSegments    = 6
	maxSeries      = 6
	maxChartPoints = 20

	maxCardTitle     = 150
	maxCardBody      = 200
	maxCardActions   = 3
	maxCards         = 10
	maxContainer     = 10
	maxContainerText = 150
	maxLayoutRows    = 5
	maxLayoutItems   = 3
	maxLayoutLabel   = 150
)
