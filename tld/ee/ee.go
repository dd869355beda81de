// Package ee is the policy of .ee: registrations end at midnight in Tallinn, stay
// renewable for 45 days, and are released at an unpredictable time.
package ee

import (
	_ "embed"
	"maps"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

var terms = append([]registry.Term{registry.Months(3), registry.Months(6), registry.Months(9)}, registry.YearTerms(1, 10)...)

// names are the built-in lists: the second levels of .ee, and the names of the original's
// test system (docs/contracts/ee.md section 4).
//
//go:embed names.csv
var names string

// Policy returns the policy of .ee (docs/contracts/ee.md sections 2.1, 2.9, 2.15
// and 4): name servers as host attributes, DNSSEC by key data, immediate transfers
// without charge, and confirmation by the registrant of a delete and of a change of
// registrant. There is no redemption: a renewal cancels expiry and deletion until
// phase DeleteCandidate. key is the environment's secret from which the drop times
// are derived; they can be computed with it.
func Policy(prices registry.Prices, key []byte) registry.Policy {
	zone := tallinn()
	return registry.Policy{
		TLD: "ee", Title: "Estonia: registrars by EPP and REPP, registrants by their own API", Prices: prices,

		Terms: terms, Horizon: registry.Years(11),
		Letters: "šžõäöü", MaxLabel: 63,
		Names: names, ReservedAuthInfo: true, PublicLists: true,

		RequireRegistrant: true, ResetAuthInfo: true, // section 2.2
		MaxAdmin: 10, MaxTech: 10,
		MinNS: 2, MaxNS: 11, HostAttrs: true, KeepExternalAddrs: true,
		MaxDS: 9, KeyData: true,

		Expired: 15 * day, Outzone: 30 * day, // section 4, lifecycle 2 and 3
		DeletePeriod: 31 * day, RenewCancelsDelete: true, // lifecycle 5 and 6

		ConfirmPeriod:                 48 * time.Hour,
		UpdateProhibitedStopsTransfer: true, // lifecycle 9

		// A company is shown with name, number and country, other contacts with
		// the fields that the registrant disclosed (section 3.2).
		Public: registry.Publication{
			WHOISLayout:   "ee",
			Organizations: []registry.Field{registry.FieldHandle, registry.FieldName, registry.FieldOrg, registry.FieldCountry, registry.FieldIdent},
			Consent:       []registry.Field{registry.FieldName, registry.FieldVoice, registry.FieldEmail},
		},

		Location: zone,
		ExpiryAt: func(t time.Time) time.Time {
			return nextMidnight(t, zone)
		},
		DropTime:           dropTime(key),
		CheckContact:       checkContact,
		CheckContactChange: checkContactChange,
		CheckRegistrant:    checkRegistrant,
	}
}

// DefaultPrices returns the demo's price list: 9.00 EUR a year, a twelfth of it a
// month; wholesale is 85 % of retail. Transfers are free.
func DefaultPrices() registry.Prices {
	list := registry.PerYear(registry.NewPrice(money.EUR(9_00), 85), terms)
	for t, price := range list {
		list[t] = registry.NewPrice(price.Retail, 85)
	}
	return registry.Prices{
		registry.ProductCreate:   list,
		registry.ProductRenew:    maps.Clone(list),
		registry.ProductTransfer: {registry.Term{}: registry.NewPrice(money.EUR(0), 85)},
	}
}
