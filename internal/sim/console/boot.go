package console

import (
	"fmt"
	"net/http"
)

// command is a slash command as the composer suggests it.
type command struct {
	Command string `json:"command"`
	Hint    string `json:"hint"`
	Text    string `json:"text"`
}

var commands = map[string][]command{
	"en": {
		{"/relance", "[help | a customer | paid INV-1 500 | …]", "Ask or act: a customer's card, a payment, a promise"},
		{"/overdue", "[customer | me | @salesperson] [>30]", "What is late, most overdue first"},
		{"/dso", "[90 | countback | true | best]", "Days sales outstanding"},
		{"/aging", "[customer | @salesperson]", "What is open, by how late it is"},
	},
	"fr": {
		{"/relance", "[help | un client | paid FAC-1 500 | …]", "Demander ou agir : fiche client, paiement, promesse"},
		{"/overdue", "[client | me | @commercial] [>30]", "Ce qui est en retard, le pire d’abord"},
		{"/dso", "[90 | countback | true | best]", "Délai moyen de paiement"},
		{"/aging", "[client | @commercial]", "L’encours, par ancienneté"},
	},
}

// boot is what a page needs before its first event.
func (c *Console) boot(w http.ResponseWriter, _ *http.Request) {
	users, tips := c.opt.Users, c.opt.Tips
	if users == nil {
		users = []User{}
	}
	if tips == nil {
		tips = []string{}
	}
	micro := c.opt.Now().UnixMicro()
	since := fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6)
	answer(w, struct {
		Lang     string    `json:"lang"`
		Team     string    `json:"team"`
		Users    []User    `json:"users"`
		Tips     []string  `json:"tips"`
		Since    string    `json:"since"` // as a message's ts: what is older counts as read
		Commands []command `json:"commands"`
		Mail     bool      `json:"mail"`
	}{c.opt.Lang, c.opt.Slack.Options().TeamName, users, tips, since, commands[c.opt.Lang], c.opt.Mail != nil})
}
