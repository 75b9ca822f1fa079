package sheets

import (
	"time"

	"github.com/relance-bot/relance/ledger"
)

// Survey is what adopting a spreadsheet would find and do, before anything is
// written: it is made of what was read alone, by the same reading and planning
// as a first sync. Text prints it.
type Survey struct {
	Title     string
	Tabs      Tabs // for the configuration: what was found, where it isn't said there
	Sheets    []SurveyedTab
	OtherTabs []OtherTab

	Invoices  int // that would be taken, problem rows not counted
	Customers int
	Open      []ledger.Money // by currency
	Late      SurveyedLate
	Near      []ledger.NearCustomers
	Problems  []Problem // with tab and row
	Holds     []Problem // while there is one, nothing would be read or written

	AddColumns []AddedColumn
	AddTabs    []string
	Writes     []SurveyedWrites
}

// SurveyedTab is one tab of invoices.
type SurveyedTab struct {
	ID       int64
	Title    string
	Header   int // row, as the spreadsheet numbers them; the lower one of two
	TwoLines bool
	Rows     int // of invoices
	Mapping  []MappedColumn
	Unmapped []UnmappedColumn
	History  []HistoryColumn
	Words    []PaidWordSeen
	Terms    []TermsSeen
	Skipped  []SkippedRow
	Missing  []ledger.Field // that an invoice needs
}

// MappedColumn is a column taken for a field.
type MappedColumn struct {
	Letter  string
	Header  string
	Field   ledger.Field
	Why     MatchReason
	Formula bool // holds formulas, so it is people's and never written
	Filled  int  // rows that hold something
}

// UnmappedColumn is a column that is left alone.
type UnmappedColumn struct {
	Letter string
	Header string
	Hint   ColumnHint // what it might be meant for
	Filled int
}

// HistoryColumn is a column of past reminders, read once and never written.
type HistoryColumn struct {
	Letter string
	Header string
	Stage  int
	Filled int
}

// PaidWordSeen is a status word in the column of payments.
type PaidWordSeen struct {
	Word  string
	Means paidSays
	Count int
}

// TermsSeen are payment terms by which due dates would be computed.
type TermsSeen struct {
	Text  string
	Means ledger.Terms
	Known bool
	Count int
}

// SkippedRow is a row that is no invoice.
type SkippedRow struct {
	Row  int
	Text string
	Why  SkipReason
}

// OtherTab is a tab that is not read as invoices.
type OtherTab struct {
	Title string
	Role  string // "payments", "customers", "people", or nothing
	Like  bool   // its header looks like one of invoices
}

// SurveyedLate is what is late already: it would wait for Start chasing.
type SurveyedLate struct {
	Count  int
	Open   []ledger.Money
	Stages []StageCount
}

// StageCount is how many late invoices would be at a stage; -1: before the first
// reminder.
type StageCount struct {
	Stage int
	Count int
	Open  []ledger.Money
}

// AddedColumn is a column that adopting would add.
type AddedColumn struct {
	Tab    string
	TabID  int64
	Row    int // of its header, from 0: the upper line of two
	Column int // from 0
	Letter string
	Header string
	Field  ledger.Field
}

// SurveyedWrites are the cells of one column that a first sync would write.
type SurveyedWrites struct {
	Tab    string
	Letter string
	Header string
	Field  ledger.Field
	Cells  int
	Over   int // of them, cells that hold something now
}

// SurveyInput is what a Survey is made of.
type SurveyInput struct {
	Outline  Outline
	Cells    map[int64]TabCells // by tab, of those that can be seen
	Tabs     Tabs               // as configured
	Columns  map[string]string  // headers that the bot would not know; see MatchColumns
	Currency ledger.Currency
	Language string // of what would be written
	Now      time.Time
	Today    ledger.Date
	Ladder   []int          // days after the due date of each stage
	Add      []ledger.Field // columns to add where they are missing
	NoAdd    bool           // add none: the tabs are not to be written into
}

// TabCells is one tab as read.
type TabCells struct {
	Values   Grid
	Formulas Grid
	Entered  Inspection // from the first cell on; needed only where formulas may spill
	Merges   []Merge
}

// Merge is a block of merged cells: all but its first are blank.
type Merge struct{ Row, Rows, Col, Cols int }

// AdoptedFields are the columns that adopting adds where they are missing:
// whatever decides who gets chased has a cell (design, section 3).
var AdoptedFields = []ledger.Field{
	ledger.FieldPaid, ledger.FieldPaidOn, ledger.FieldBalance, ledger.FieldDaysLate, ledger.FieldSalesperson,
	ledger.FieldPromisedOn, ledger.FieldPromisedAmount, ledger.FieldDispute, ledger.FieldDisputedAmount, ledger.FieldSnoozedUntil,
	ledger.FieldTakenBy, ledger.FieldTakenUntil, ledger.FieldSaysPaidUntil, ledger.FieldOptOut, ledger.FieldPlan,
	ledger.FieldCallAgain, ledger.FieldRepliedUntil, ledger.FieldStanding,
	ledger.FieldStage, ledger.FieldLastReminder, ledger.FieldNextReminder, ledger.FieldLetterStage, ledger.FieldLastLetter, ledger.FieldCheck,
}
