// Package it is the policy of .it: one-year registrations with automatic renewal,
// and registrants with an entity type and a tax number.
package it

import (
	_ "embed"
	"maps"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// letters are the characters that .it has permitted beside a to z since 2012.
const letters = "àâäèéêëìîïòôöùûüæœçÿß"

// names is the built-in list: names of places and of the government.
//
//go:embed names.csv
var names string

// Policy returns the policy of .it (docs/contracts/altravia.md sections 2.4, 2.5
// and 4.2): two to six name servers as host attributes, an autoRenewPeriod of
// fifteen days, a redemptionPeriod of thirty, a pendingDelete of five, and one day
// for the losing side of a transfer. A registration ends with the last second of a
// day in Rome (A-o).
func Policy(prices registry.Prices) registry.Policy {
	zone := rome()
	return registry.Policy{
		TLD: "it", Title: "Italy: a year at a time, renewed automatically", Prices: prices,

		Names: names,

		Terms: registry.YearTerms(1, 1), Horizon: registry.Years(10),
		Letters: letters, MinLabel: 3, MaxLabel: 63,
		MinAuthInfo: 8, MaxAuthInfo: 32,

		RequireRegistrant: true, ResetAuthInfo: true,
		MinAdmin: 1, MaxAdmin: 1, MinTech: 1, MaxTech: 6, // contract A-q
		RequireNS: true, MinNS: 2, MaxNS: 6, HostAttrs: true, MaxDS: 6,
		ServerCheck: 30 * day, ServerChangeCheck: 5 * day,

		AutoRenewGrace: 15 * day,
		AutoRenew:      true,
		Redemption:     30 * day, PendingDelete: 5 * day,

		TransferWait: day, TransferTerm: registry.Years(1),

		// A contact that consents is published without voice, fax and e-mail.
		Public: registry.Publication{WHOISLayout: "it", Organizations: publishedFields, Consent: publishedFields},

		Location:           zone,
		ExpiryAt:           func(t time.Time) time.Time { return endOfDay(t, zone) },
		ContactFields:      contactFields,
		CheckContact:       checkContact,
		CompleteContact:    completeContact,
		CheckContactChange: checkContactChange,
		CheckChange:        checkChange,
	}
}

// publishedFields are all the fields that .it publishes.
var publishedFields = []registry.Field{
	registry.FieldHandle, registry.FieldName, registry.FieldOrg,
	registry.FieldStreet, registry.FieldCity, registry.FieldState, registry.FieldPostalCode, registry.FieldCountry,
}

// checkChange returns ErrExclusive for a change of the registrant, or of the name
// servers, together with another change (docs/contracts/altravia.md section 4.2).
func checkChange(before, after registry.Domain) error {
	if before.Name == "" {
		return nil
	}
	holder := before.Registrant != after.Registrant
	servers := !slices.EqualFunc(before.Nameservers, after.Nameservers, func(a, b registry.Nameserver) bool {
		return a.Host == b.Host && slices.Equal(a.Addrs, b.Addrs)
	})
	people := !slices.Equal(before.Admin, after.Admin) || !slices.Equal(before.Tech, after.Tech)
	switch {
	case holder && (servers || people):
		return registry.ErrExclusive.On("registrant", string(after.Registrant))
	case servers && people:
		return registry.ErrExclusive.On("ns", "")
	}
	return nil
}

// DefaultPrices returns the demo's price list: 10.00 EUR a year, 40.00 for a
// restore; wholesale is 85 % of retail.
func DefaultPrices() registry.Prices {
	yearly := map[registry.Term]registry.Price{registry.Years(1): registry.NewPrice(money.EUR(10_00), 85)}
	return registry.Prices{
		registry.ProductCreate:   yearly,
		registry.ProductRenew:    maps.Clone(yearly),
		registry.ProductRestore:  {registry.Term{}: registry.NewPrice(money.EUR(40_00), 85)},
		registry.ProductTransfer: maps.Clone(yearly),
	}
}
