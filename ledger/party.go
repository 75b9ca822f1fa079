package ledger

// Person is someone of the company: a row of the People tab.
type Person struct {
	Name     string `json:"name"`
	Email    string `json:"email,omitempty"`
	SlackID  string `json:"slack_id,omitempty"`
	Role     string `json:"role,omitempty"` // salesperson, finance, manager, admin
	Language string `json:"language,omitempty"`
	TimeZone string `json:"time_zone,omitempty"`
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
}

// Key is the customer's code, else name.
func (a Account) Key() Key { return customerKey(a.Code, a.Name) }
