// Package fr is the policy of .fr, for EPP registrars and a drop-catching
// storefront.
package fr

import (
	_ "embed"
	"maps"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// letters are the thirty characters that .fr has permitted beside a to z since 2012.
const letters = "ßàáâãäåæçèéêëìíîïñòóôõöùúûüýÿœ"

// names is the built-in list: the second levels, and names of places and of the government.
//
//go:embed names.csv
var names string

// Policy returns the policy of .fr, as published by its registry and as sold by the
// KifDom storefront (docs/contracts/kifdom.md sections 3.1 and 3.3). An expired
// name can be restored for thirty days and is released directly after them, when
// preorders register it. A transfer waits eight days for the losing side. A
// registration ends at midnight UTC (K-p).
func Policy(prices registry.Prices) registry.Policy {
	return registry.Policy{
		TLD: "fr", Title: "France: 1 to 10 years, and names to catch", Prices: prices,

		Names: names,

		Terms: registry.YearTerms(1, 10), Horizon: registry.Years(10),
		Letters: letters, MaxLabel: 63, // one and two characters too, since 2015

		RequireRegistrant: true,
		MaxAdmin:          1, MaxTech: 3,
		MinNS: 2, MaxNS: 8, MaxDS: 6,

		AutoRenew:  true,
		Redemption: 30 * day,
		ExpiryAt:   nextMidnight,

		TransferWait: 8 * day, TransferTerm: registry.Years(1),

		Public: registry.Publication{WHOISLayout: "fr"},
	}
}

// nextMidnight returns the first midnight UTC that is not before t.
func nextMidnight(t time.Time) time.Time {
	start := t.UTC().Truncate(day)
	if start.Before(t) {
		start = start.Add(day)
	}
	return start
}

// DefaultPrices returns the demo's price list: 8.00 EUR a year, 30.00 for a restore
// and for a registration by preorder; wholesale is 85 % of retail.
func DefaultPrices() registry.Prices {
	yearly := registry.PerYear(registry.NewPrice(money.EUR(8_00), 85), registry.YearTerms(1, 10))
	thirty := registry.NewPrice(money.EUR(30_00), 85)
	return registry.Prices{
		registry.ProductCreate:   yearly,
		registry.ProductRenew:    maps.Clone(yearly),
		registry.ProductRestore:  {registry.Term{}: thirty},
		registry.ProductTransfer: {registry.Years(1): yearly[registry.Years(1)]},
		registry.ProductCatch:    {registry.Years(1): thirty},
	}
}
