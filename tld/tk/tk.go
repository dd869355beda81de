// Package tk is the policy of .tk, .ml, .cf, .ga and .gq, with free registrations
// by months and paid ones by years.
package tk

import (
	_ "embed"
	"maps"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// TLDs returns the five TLDs of this policy.
func TLDs() []name.Name { return []name.Name{"tk", "ml", "cf", "ga", "gq"} }

var paidTerms = []registry.Term{
	registry.Years(1), registry.Years(2), registry.Years(3), registry.Years(4), registry.Years(5),
	registry.Years(9), registry.Years(10),
}

// names is the built-in list: second levels, short names and special ones (docs/contracts/freenom.md F-u).
//
//go:embed names.csv
var names string

// Policy returns the policy of one of [TLDs], as sold by the Freenom storefront
// (docs/contracts/freenom.md sections 1.5 and 4.1; F-k and F-o there). Labels are
// ASCII. Free names have 1 to 12 months and renew in their last fourteen days; paid
// names have 1 to 5, 9 or 10 years and renew automatically by default. A deleted or
// expired name can be registered by anyone at once, and until then its holder may
// restore it for thirty days. A transfer with the right authInfo completes at once
// and adds a year, so only paid names can be transferred.
func Policy(tld name.Name, prices registry.Prices) registry.Policy {
	return registry.Policy{
		TLD: tld, Title: "free by the month, or paid by the year", Prices: prices,

		Names: names,

		Terms: paidTerms, Horizon: registry.Years(20), // ten years can be added to ten
		FreeTerms: registry.MonthTerms(1, 12), FreeDefault: registry.Months(3), FreeRenewWindow: 14 * day,
		MaxLabel:      63,
		ContactFields: []registry.ContactField{{Name: "voice_as"}, {Name: "fax_as"}}, // telephone numbers as they were entered

		RequireRegistrant: true,
		MinNS:             2, MaxNS: 13, ResolvableNS: true, // docs/contracts/freenom.md F-t

		AutoRenew:  true,
		Redemption: 30 * day, RedemptionIsAvailable: true,

		TransferTerm: registry.Years(1),
	}
}

// DefaultPrices returns the demo's price list for paid names; wholesale is 85 % of
// retail. A restore is free except for the terms that it adds.
func DefaultPrices() registry.Prices {
	yearly := map[registry.Term]registry.Price{}
	for i, cents := range [...]int64{9_95, 17_95, 24_95, 31_95, 37_95, 46_95, 49_95} {
		yearly[paidTerms[i]] = registry.NewPrice(money.EUR(cents), 85)
	}
	return registry.Prices{
		registry.ProductCreate:   yearly,
		registry.ProductRenew:    maps.Clone(yearly),
		registry.ProductUpgrade:  maps.Clone(yearly),
		registry.ProductRestore:  {registry.Term{}: registry.NewPrice(money.EUR(0), 85)},
		registry.ProductTransfer: {registry.Years(1): yearly[registry.Years(1)]},
	}
}
