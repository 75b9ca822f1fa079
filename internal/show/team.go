package show

import (
	"slices"
	"strings"

	"github.com/relance-bot/relance/internal/demo"
	"github.com/relance-bot/relance/internal/sim/slacksim"
)

// Ids of the workspace's channels.
const (
	ChannelGeneral   = "C0GENERAL01"
	ChannelFinance   = "C0FINANCE01"
	ChannelReminders = "C0RELANCE01"
)

// channelNames are those of the two languages.
func channelNames(lang string) (finance, reminders string) {
	if lang == "fr" {
		return "finance", "relances"
	}
	return "finance", "receivables"
}

// pageLocales are the team's locales: the bot writes to each person in their
// own language, and a visitor, who is all of them in turn, reads the page's.
var pageLocales = map[string]string{"en": "en-GB", "fr": "fr-FR"}

// speaking is the team with everybody of one language.
func speaking(people []demo.Person, lang string) []demo.Person {
	team := slices.Clone(people)
	for i := range team {
		team[i].Locale = pageLocales[lang]
	}
	return team
}

// HireTeam puts the demo's people and channels into a fresh workspace.
func HireTeam(sim *slacksim.Sim, lang string) { hireTeam(sim, speaking(demo.People(), lang), lang) }

// hireTeam puts the people and channels into a fresh workspace.
func hireTeam(sim *slacksim.Sim, people []demo.Person, lang string) {
	everyone := []string{sim.Options().BotUserID}
	finance := slices.Clone(everyone)
	for _, p := range people {
		handle, _, _ := strings.Cut(p.Email, "@")
		sim.AddUser(slacksim.User{ID: p.SlackID, Name: handle, RealName: p.Name, Email: p.Email, TZ: p.TimeZone, Locale: p.Locale, Admin: p.Role == "admin"})
		everyone = append(everyone, p.SlackID)
		if p.Role != "salesperson" {
			finance = append(finance, p.SlackID)
		}
	}
	financeName, remindersName := channelNames(lang)
	sim.AddChannel(slacksim.Channel{ID: ChannelGeneral, Name: "general", General: true, Members: slices.Clone(everyone)})
	sim.AddChannel(slacksim.Channel{ID: ChannelReminders, Name: remindersName, Members: everyone})
	sim.AddChannel(slacksim.Channel{ID: ChannelFinance, Name: financeName, Private: true, Members: finance})
}

// withRole are the e-mail addresses of a role.
func withRole(people []demo.Person, role string) []string {
	var list []string
	for _, p := range people {
		if p.Role == role {
			list = append(list, p.Email)
		}
	}
	return list
}
