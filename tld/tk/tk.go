// Package tk is the policy of tk, ml, cf, ga and gq, where a name is free by
// the month or paid by the year.
package tk

import (
	"maps"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// TLDs returns the five that share this policy.
func TLDs() []name.Name { return []name.Name{"tk", "ml", "cf", "ga", "gq"} }

var paidTerms = []registry.Term{
	registry.Years(1), registry.Years(2), registry.Years(3), registry.Years(4), registry.Years(5),
	registry.Years(9), registry.Years(10),
}

// Policy returns the policy of one of [TLDs]. It serves the Freenom storefront
// (contract freenom, sections 1.5 and 4.1): ASCII labels only, free names of 1
// to 12 months that renew in their last fourteen days, paid names of 1 to 5, 9
// or 10 years that renew themselves unless told otherwise (F-o). A name that
// was deleted or has run out is open to others at once, and its holder may
// restore it for thirty days while nobody took it (F-k). With the right
// authInfo a transfer is done at once and brings a year, so only paid names
// have one to ask for.
func Policy(tld name.Name, prices registry.Prices) registry.Policy {
	return registry.Policy{
		TLD: tld, Title: "free by the month, or paid by the year", Prices: prices,

		Terms: paidTerms, Horizon: registry.Years(20), // ten years may be bought on top of ten
		FreeTerms: registry.MonthTerms(1, 12), FreeUsual: registry.Months(3), FreeEnd: 14 * day,
		MaxLabel: 63,

		Registrant: true,
		MinNS:      2, MaxNS: 13,

		AutoRenew:  true,
		Redemption: 30 * day, Open: true,

		TransferTerm: registry.Years(1),
	}
}

// UsualPrices returns the demo's price list for paid names, retail; registrars
// pay 85 % of it. To restore a name costs nothing but the time that it lacks.
func UsualPrices() registry.Prices {
	yearly := map[registry.Term]registry.Price{}
	for i, cents := range [...]int64{9_95, 17_95, 24_95, 31_95, 37_95, 46_95, 49_95} {
		yearly[paidTerms[i]] = registry.Retail(money.EUR(cents), 85)
	}
	return registry.Prices{
		registry.ProductCreate:   yearly,
		registry.ProductRenew:    maps.Clone(yearly),
		registry.ProductUpgrade:  maps.Clone(yearly),
		registry.ProductRestore:  {registry.Term{}: registry.Retail(money.EUR(0), 85)},
		registry.ProductTransfer: {registry.Years(1): yearly[registry.Years(1)]},
	}
}
