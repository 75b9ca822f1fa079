package ledger

// Away notes that the person of a Slack id is away and who stands in; the zero
// Away says that they are back.
func (a Act) Away(b *Book, slackID string, away Away, today Date) ([]Change, error) {
	key := KeyOf(slackID)
	old, had := b.aways.get(key)
	if away == (Away{}) {
		if !had {
			return nil, nil
		}
		return []Change{a.change(Change{Person: key, Field: FieldAway, Old: Record(old)})}, nil
	}
	stand, err := neededText(away.StandIn)
	if err != nil {
		return nil, err
	}
	if away.StandIn = stand; KeyOf(stand) == key {
		return nil, &Error{Code: CodeInvalid, Reason: ReasonOwnStandIn, Message: "Somebody else must stand in for them."}
	}
	if err := checkAhead(away.From, today.AddDays(-maxSnoozeDays), today, maxSnoozeDays); err != nil {
		return nil, err
	}
	if err := checkAhead(away.Until, max(away.From, today), today, maxSnoozeDays); err != nil {
		return nil, err
	}
	if had && old == away {
		return nil, nil
	}
	change := Change{Person: key, Field: FieldAway, New: Record(away)}
	if had {
		change.Old = Record(old)
	}
	return []Change{a.change(change)}, nil
}

// Reassign hands invoices to another salesperson, named as in an invoice's
// cell. Those that are theirs already are left as they are.
func (a Act) Reassign(b *Book, invoices []Key, salesperson string) ([]Change, error) {
	clean, err := neededText(salesperson)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, k := range invoices {
		inv, err := a.find(b, k)
		if err != nil {
			return nil, err
		}
		changes = append(changes, a.moved(inv, cell{FieldSalesperson, Text(clean)})...)
	}
	return changes, nil
}
