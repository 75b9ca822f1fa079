package demo

import "strconv"

// Streets and towns that letters are addressed to: no company of the demo is
// really there.
var (
	streets = map[string][]string{
		"FR": {"rue de la République", "avenue Jean-Jaurès", "quai des Tanneurs", "rue du Moulin", "place du Marché", "chemin des Vignes"},
		"US": {"Main Street", "Lincoln Avenue", "Mill Road", "Harbor Drive", "Second Street"},
		"GB": {"High Street", "Station Road", "Church Lane", "Victoria Road"},
	}
	towns = map[string][]string{
		"FR": {"69002 Lyon", "33000 Bordeaux", "44000 Nantes", "59800 Lille", "38000 Grenoble", "35000 Rennes", "67000 Strasbourg"},
		"US": {"Springfield, IL 62701", "Portland, ME 04101", "Boulder, CO 80302", "Albany, NY 12207"},
		"GB": {"Leeds LS1 4AP", "Bristol BS1 5TR", "York YO1 7HH"},
	}
)

// address is where the n-th company of a market is.
func (m *market) address(n int) []string {
	street := streets[m.country][n%len(streets[m.country])]
	town := towns[m.country][n%len(towns[m.country])]
	number := strconv.Itoa(1 + (n*7)%89)
	return []string{number + " " + street, town}
}
