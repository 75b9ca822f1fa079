package sheets

import (
	"slices"

	"github.com/relance-bot/relance/ledger"
)

// The Follow-up tab holds whatever decides who gets chased, a row for each
// invoice of which there is something to say, where finance wants the invoices
// left alone (state_in: follow_up) or pastes over them every week (mode:
// open_items). Its rows are known by number, as invoices are; who they are
// about and how much is open is shown for people.

// followID is the id we give the Follow-up tab: a tab of one id can't be made twice.
const followID = hiddenID + 1

// followFields are the columns of a Follow-up tab that Relance makes.
var followFields = append([]ledger.Field{
	ledger.FieldNumber, ledger.FieldCustomer, ledger.FieldDue, ledger.FieldBalance, ledger.FieldDaysLate,
}, slices.DeleteFunc(slices.Clone(ledger.RowFields), func(f ledger.Field) bool { return !isFollowed(f) })...)

// isFollowed tells the fields whose place is Follow-up: what people and the bot
// say of an invoice, and what the bot says of its row.
func isFollowed(f ledger.Field) bool {
	return f == ledger.FieldCheck || f != ledger.FieldWaiting && slices.Contains(pastFields, f)
}

// ownerIn is the owner of a column in a tab. What Follow-up shows of the
// invoice itself is the bot's to keep right.
func ownerIn(role tabRole, f ledger.Field) Owner {
	if role == tabFollow && f != ledger.FieldNumber && !isFollowed(f) {
		return OwnerBot
	}
	return OwnerOf(f)
}

// parseFollowRow types a row of Follow-up. An amount without a currency is in
// the invoice's.
func parseFollowRow(cells []any, columns Columns, opt ParseOptions, currencyOf func(ledger.Key) ledger.Currency) *sheetRow {
	r := &sheetRow{Cells: cells, Values: map[ledger.Field]ledger.Value{}, reading: &reading{Bad: map[ledger.Field]Problem{}}}
	if r.Key = keyIn(tabFollow, columns, cells); r.Key != "" {
		if c := currencyOf(r.Key); c != "" {
			opt.Currency = c
		}
	}
	for _, f := range columns.Fields() {
		at, _ := columns.Index(f)
		r.readField(f, ownerIn(tabFollow, f), cellAt(cells, at), opt)
	}
	return r
}

// readFollow types the rows of Follow-up.
func (s *sheetRead) readFollow(known map[ledger.Key]BaseRow, opt ParseOptions) error {
	t := s.Follow
	if t == nil || !t.OK {
		return nil
	}
	byHash := knownByHash(known, t.Hash)
	currencyOf := s.currencyOf()
	for i, raw := range t.grid.Rows {
		if i <= t.HeaderRow {
			continue
		}
		hash := t.grid.Hashes[i]
		if k := byHash[hash]; k != "" {
			s.FollowRows = append(s.FollowRows, &sheetRow{tab: t, Index: i, Key: k, Values: known[k].Values, Hash: hash, same: true, reading: undecoded})
			continue
		}
		cells, err := decodeRow(raw)
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			continue
		}
		r := parseFollowRow(cells, t.Columns, opt, currencyOf)
		r.tab, r.Index, r.Hash = t, i, hash
		s.FollowRows = append(s.FollowRows, r)
	}
	return nil
}

// makeFollow makes the Follow-up tab with its header.
func makeFollow(title, language string) []Request {
	tab := TabInfo{ID: followID, Title: title, Rows: 1000, Columns: max(26, len(followFields))}
	header := make([]Literal, len(followFields))
	for i, f := range followFields {
		header[i] = Literal{Value: HeaderFor(f, language)}
	}
	return []Request{AddTab{Tab: tab}, SetCells{Tab: tab, Cells: header}}
}
