// Package it is the policy of .it: names for a year that renew themselves, for
// registrants whom the registry wants to know by type and tax number.
package it

import (
	"maps"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

const day = 24 * time.Hour

// letters are those that the .it registry takes beside a to z since 2012.
const letters = "àâäèéêëìîïòôöùûüæœçÿß"

// Policy returns the policy of .it. It serves the Altravia storefront
// (contract altravia, sections 2.4, 2.5 and 4.2) and all others that sell .it:
// two to six name servers with addresses instead of host objects, fifteen days
// in which an automatic renewal can be given back, thirty of redemption and
// five of pending delete, a day for the losing side of a transfer.
func Policy(prices registry.Prices) registry.Policy {
	return registry.Policy{
		TLD: "it", Title: "Italy: a year at a time, renewed automatically", Prices: prices,

		Terms: registry.YearTerms(1, 1), Horizon: registry.Years(10),
		Letters: letters, MinLabel: 3, MaxLabel: 63,
		MinAuth: 8, MaxAuth: 32,

		Registrant: true, RegistrantAuth: true,
		MaxAdmin: 1, MaxTech: 6,
		NeedNS: true, MinNS: 2, MaxNS: 6, HostAttrs: true, MaxDS: 6,

		AutoRenewGrace: 15 * day,
		AutoRenew:      true,
		Redemption:     30 * day, PendingDelete: 5 * day,

		TransferWait: day, TransferTerm: registry.Years(1),

		// Who consents is published, without what could be written or called to.
		Public: registry.Publication{Layout: "it", Organizations: public, Consent: public},

		CheckContact:       checkContact,
		CheckContactChange: checkContactChange,
		CheckChange:        checkChange,
	}
}

// public are the fields that .it publishes at all.
var public = []registry.Field{
	registry.FieldHandle, registry.FieldName, registry.FieldOrg,
	registry.FieldStreet, registry.FieldCity, registry.FieldState, registry.FieldPostalCode, registry.FieldCountry,
}

// checkChange keeps a change of registrant, and one of name servers, from being
// made together with any other (contract altravia, section 4.2).
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
		return registry.ErrAlone.On("registrant", string(after.Registrant))
	case servers && people:
		return registry.ErrAlone.On("ns", "")
	}
	return nil
}

// UsualPrices returns the demo's price list: 10.00 EUR a year, 40.00 for a
// restore, retail; registrars pay 85 % of it.
func UsualPrices() registry.Prices {
	yearly := map[registry.Term]registry.Price{registry.Years(1): registry.Retail(money.EUR(10_00), 85)}
	return registry.Prices{
		registry.ProductCreate:   yearly,
		registry.ProductRenew:    maps.Clone(yearly),
		registry.ProductRestore:  {registry.Term{}: registry.Retail(money.EUR(40_00), 85)},
		registry.ProductTransfer: maps.Clone(yearly),
	}
}
