package registrant

import (
	"golang.org/x/text/language"

	"github.com/cadastre-registry/cadastre/registry"
)

type companies struct {
	Companies []company `json:"companies"`
}

type company struct {
	Name    string `json:"name"`
	Number  string `json:"registry_no" doc:"Number in its country's trade register"`
	Country string `json:"country_code" doc:"ISO 3166-1 alpha-3" example:"EST"`
}

func encodeCompanies(list []registry.Contact) companies {
	out := companies{[]company{}}
	for _, c := range list {
		name := c.Postal.Org
		if name == "" {
			name = c.Postal.Name
		}
		out.Companies = append(out.Companies, company{name, c.Ident.Code, alpha3(c.Ident.Country)})
	}
	return out
}

// alpha3 returns the ISO 3166-1 alpha-3 code of a country, or country itself if
// it is unknown.
func alpha3(country string) string {
	r, err := language.ParseRegion(country)
	if err != nil {
		return country
	}
	return r.ISO3()
}
