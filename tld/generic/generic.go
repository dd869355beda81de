// Package generic is the policy of a generic TLD under ICANN's registry agreements,
// with the grace periods of RFC 3915.
package generic

import (
	_ "embed"
	"maps"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// names is the built-in list: the names that Specification 5 of ICANN's registry agreement reserves,
// and single-character labels.
//
//go:embed names.csv
var names string

// Policy returns the policy of a thick generic TLD for EPP registrars: host
// objects, DS records (RFC 5910), and the grace periods of RFC 3915 with the
// lengths that gTLD registries use. All characters of IDNA2008 are permitted;
// package name refuses labels that mix scripts.
func Policy(tld name.Name, prices registry.Prices) registry.Policy {
	return registry.Policy{
		TLD: tld, Title: "a generic TLD with the grace periods of RFC 3915", Prices: prices,

		Names: names,

		Terms: registry.YearTerms(1, 10), Horizon: registry.Years(10),
		Letters: "*", MaxLabel: 63,

		RequireRegistrant: true, StrongAuthInfo: true,
		MaxNS: 13, MaxDS: 8,
		DNSSECAlgorithms: []int{8, 10, 13, 14, 15, 16}, DigestTypes: []int{2, 4}, // RFC 8624, RFC 9905

		AddGrace: 5 * day, RenewGrace: 5 * day, AutoRenewGrace: 45 * day, TransferGrace: 5 * day,

		AutoRenew:  true,
		Redemption: 30 * day, RestoreReport: 7 * day, PendingDelete: 5 * day,

		TransferWait: 5 * day, TransferTerm: registry.Years(1),

		// ICANN's Registration Data Policy: of a person only state and country.
		Public: registry.Publication{RDAPProfile: true, Persons: []registry.Field{registry.FieldState, registry.FieldCountry}},
	}
}

// DefaultPrices returns the demo's price list: 12.00 EUR a year, 60.00 for a
// restore; wholesale is 85 % of retail.
func DefaultPrices() registry.Prices {
	yearly := registry.PerYear(registry.NewPrice(money.EUR(12_00), 85), registry.YearTerms(1, 10))
	return registry.Prices{
		registry.ProductCreate:   yearly,
		registry.ProductRenew:    maps.Clone(yearly),
		registry.ProductRestore:  {registry.Term{}: registry.NewPrice(money.EUR(60_00), 85)},
		registry.ProductTransfer: {registry.Years(1): yearly[registry.Years(1)]},
	}
}
