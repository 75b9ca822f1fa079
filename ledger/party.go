package ledger

// Person is someone of the company: a row of the People tab.
type Person struct {
	Name     string `json:"name"`
	Email    string `json:"email,omitempty"`
	SlackID  string `json:"slack_id,omitempty"`
	Role     string `json:"role,omitempty"` // salesperson, finance, manager, admin
	Language string `json:"language,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`

	AwayFrom  Date   `json:"away_from,omitzero"`
	AwayUntil Date   `json:"away_until,omitzero"` // the last day of it
	StandIn   string `json:"stand_in,omitempty"`  // who gets what is theirs meanwhile: as in a salesperson cell
}

// Key is the person's e-mail address, else Slack id, else name.
func (p Person) Key() Key {
	switch {
	case p.Email != "":
		return KeyOf(p.Email)
	case p.SlackID != "":
		return KeyOf(p.SlackID)
	}
	return KeyOf(p.Name)
}

// Modes of a customer's account: what may leave the house. Internal alerts go
// on under all of them, or the biggest debts would fall silent.
const (
	ModeAutomatic    = "automatic"
	ModeToApprove    = "to approve"
	ModeInternalOnly = "internal only"
	ModeNever        = "never"
)

// Account is what is known of a customer beyond their invoices: a row of the
// Customers tab.
type Account struct {
	Name     string   `json:"name"`
	Code     string   `json:"code,omitempty"`
	Aliases  []string `json:"aliases,omitempty"`
	Email    string   `json:"email,omitempty"`
	Country  string   `json:"country,omitempty"`
	Language string   `json:"language,omitempty"`
	Terms    string   `json:"terms,omitempty"`
	Mode     string   `json:"mode,omitempty"`

	ModeReason string `json:"mode_reason,omitempty"`
	ModeReview Date   `json:"mode_review,omitzero"` // when the mode is looked at again
	Ladder     string `json:"ladder,omitempty"`     // by name
	Segment    string `json:"segment,omitempty"`
	Public     bool   `json:"public,omitempty"` // of the public sector
	Contact    string `json:"contact,omitempty"`
	Address    string `json:"address,omitempty"` // postal, in lines
	// BankAccount names the one of the operator's accounts that the customer pays into.
	BankAccount string `json:"bank_account,omitempty"`
}

// Key is the customer's code, else name.
func (a Account) Key() Key { return customerKey(a.Code, a.Name) }
