package demo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// market is what a country code of the sample stands for in the demo.
type market struct {
	country, language, currency string
	mailbox                     string   // the local part of an accounts department's address
	sellers                     []int    // indexes into people
	companies                   []string // invented; handed out by customer code
}

// markets has one entry per country code of the sample: 41 customers are
// French, 43 American and 16 British.
var markets = map[string]*market{
	"391": {country: "FR", language: "fr", currency: "EUR", mailbox: "compta", sellers: []int{0, 1, 2}, companies: []string{
		"Boulangerie Péchard", "Ateliers Lefèvre", "Transports Guérin", "Menuiserie Brûlé",
		"Café Molière", "Imprimerie Desprès", "Vignobles Saint-Véran", "Électricité Moreau",
		"Maçonnerie Françoise Petit", "Librairie L'Écritoire", "Pharmacie du Marché", "Garage Béranger",
		"Fromagerie Aurélie", "Cabinet Noël & Associés", "Hôtel des Trois Rivières", "Serrurerie Cœur de Ville",
		"Pépinières Clément", "Chocolaterie Benoît", "Studio Hélène Faure", "Charpentes du Léman",
		"Plomberie Rémy", "Conserverie de la Côte", "Traiteur Chez Zoé", "Verrerie d'Alençon",
		"Nettoyage Éclair",
	}},
	"818": {country: "FR", language: "fr", currency: "EUR", mailbox: "comptabilite", sellers: []int{0, 1, 2}, companies: []string{
		"Boulangerie Pechard SARL", // beside Boulangerie Péchard: near-duplicates are real life
		"Clinique Vétérinaire des Chênes", "Agence Mélusine", "Logistique Nord-Ardèche",
		"Éditions du Grand Hêtre", "Scierie Barthélemy", "Optique Maréchal", "Brasserie de l'Isère",
		"Fonderie Gévaudan", "Ambulances Sévigné", "Tissages Cévenols", "Domaine de Pré-Long",
		"Crèche Les P'tits Loups", "Thermes de Néris", "Auto-École Bellecour", "Papeterie Tournésol",
	}},
	"406": {country: "US", language: "en", currency: "USD", mailbox: "ap", sellers: []int{5, 6, 7}, companies: []string{
		"Acme Hardware", "Blue Heron Outfitters", "Cedar & Pine Furniture", "Delancey Dental Group",
		"Eastgate Robotics", "Foxglove Florists", "Granite Peak Roofing", "Harborview Clinics",
		"Ironwood Cycles", "Juniper Street Bakery", "Kestrel Aviation Parts", "Lakeside Veterinary",
		"Maple Row Interiors", "Northwind Freight", "Oak Hollow Farms", "Paragon Printworks",
		"Quarry Road Concrete", "Redwood Analytics", "Silver Creek Winery", "Tidewater Seafood",
		"Union Square Optics", "Valley Forge Tooling", "Westbrook Pharmacy",
	}},
	"770": {country: "US", language: "en", currency: "USD", mailbox: "payables", sellers: []int{5, 6, 7}, companies: []string{
		"Amber Field Organics", "Brightline Signs", "Copperhead Electric", "Dogwood Landscaping",
		"Evergreen Schools Trust", "Fairmont Logistics", "Golden Gate Textiles", "High Desert Solar",
		"Island Ferry Supply", "Jackson & Reed Attorneys", "Keystone Elevators", "Lone Star Catering",
		"Mesa Verde Pottery", "New Haven Instruments", "Old Mill Brewing", "Prairie Wind Energy",
		"Quincy Market Foods", "Riverbend Music", "Summit Trail Gear", "Twin Falls Dairy",
	}},
	"897": {country: "GB", language: "en", currency: "GBP", mailbox: "accounts", sellers: []int{3, 4}, companies: []string{
		"Ashworth & Sons Joinery", "Bramley Orchards", "Cotswold Stone Works", "Dunmore Shipping",
		"Elmtree Nurseries", "Finch Lane Architects", "Greenwich Marine", "Hartley Textiles",
		"Inverness Outdoor", "Kingfisher Kitchens", "Lancaster Lifts", "Mersey Print Company",
		"Norfolk Grain", "Pembroke Pottery", "Thistle & Rye Bakers", "Wharfedale Audio Repairs",
	}},
}

// nameCustomers gives every customer of the sample a name, an address and a
// salesperson, by code, so that each run meets the same world.
func nameCustomers(byCode map[string][]sample) ([]Customer, error) {
	named := map[string]int{} // country code to how many names are taken
	customers := make([]Customer, 0, len(byCode))
	for _, code := range slices.Sorted(maps.Keys(byCode)) {
		country := byCode[code][0].country
		m, ok := markets[country]
		if !ok || named[country] == len(m.companies) {
			return nil, fmt.Errorf("no name left for customer %s of country code %s", code, country)
		}
		n := named[country]
		named[country]++
		customers = append(customers, Customer{
			Code:        code,
			Name:        m.companies[n],
			Email:       m.mailbox + "@" + domainOf(m.companies[n]) + ".example",
			Address:     m.address(n),
			Country:     m.country,
			Language:    m.language,
			Currency:    m.currency,
			Salesperson: people[m.sellers[n%len(m.sellers)]].Name,
		})
	}
	return customers, nil
}

// domainOf writes a company's name as a DNS label: letters without accents,
// digits, and single hyphens between words.
func domainOf(name string) string {
	name = strings.NewReplacer("œ", "oe", "Œ", "Oe").Replace(name)
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), name)
	if err != nil { // the names are constants and short: it can't be
		bare = name
	}
	words := strings.FieldsFunc(strings.ToLower(bare), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return strings.Join(words, "-")
}
