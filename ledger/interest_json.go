package ledger

import "encoding/json"

// MarshalJSON writes amounts as decimal strings with the currency's decimals,
// and rates as decimal strings with at least two.
func (p Penalty) MarshalJSON() ([]byte, error) {
	type piece struct {
		From     Date   `json:"from"`
		To       Date   `json:"to"`
		Days     int    `json:"days"`
		Rate     string `json:"rate"`
		Interest string `json:"interest"`
	}
	pieces := []piece{}
	for _, x := range p.Pieces {
		pieces = append(pieces, piece{x.From, x.To, x.Days, FormatPercent(x.Rate), x.Interest.String()})
	}
	return json.Marshal(struct {
		Days     int     `json:"days"`
		Interest string  `json:"interest"`
		Fee      string  `json:"fee"`
		Pieces   []piece `json:"pieces"`
	}{p.Days, p.Interest.String(), p.Fee.String(), pieces})
}
