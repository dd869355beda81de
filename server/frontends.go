package server

import (
	"context"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/frontend/kifdom"
	"github.com/cadastre-registry/cadastre/frontend/registrant"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// The dialects, listeners and TLD policies of this binary. Each has one line here.

// Sellers returns the dialects, in the order of the landing page.
func Sellers() []rest.Seller {
	return []rest.Seller{
		kifdom.Seller,
		altravia.Seller,
		repp.Seller,
		freenom.Seller,
		registrant.Seller,
	}
}

// Dialects returns the dialects without configuration, in the same order.
func Dialects() (all []*rest.Dialect) {
	for _, s := range Sellers() {
		all = append(all, s.Dialect)
	}
	return all
}

// serveFunc returns the function that serves a listener of its own. Each frontend that
// has one has a case here.
func (e *Environment) serveFunc(listener string) serveFunc {
	switch listener {
	case "forward":
		return e.serveForward
	case "forward_tls":
		return e.serveForwardTLS
	case "epp":
		return e.serveEPP
	case "whois":
		return e.serveWHOIS
	case "dns":
		return e.serveDNS
	}
	panic("no listener " + listener) // Listeners and this function are one list
}

// workers returns what runs by itself, until its context ends, by name.
func (e *Environment) workers() map[string]func(context.Context) {
	all := map[string]func(context.Context){
		"scheduler": e.clock.Run, "follower of the change log": e.follower.Run, "DNS notifier": e.maintenance.Run,
	}
	if e.checker != nil {
		all["checker of name servers"] = e.checker.Run
	}
	if e.Config.Paused {
		delete(all, "scheduler")
	}
	return all
}

// A policyMaker builds the policy of one or more TLDs.
type policyMaker struct {
	tlds   []name.Name            // that have it by default
	prices func() registry.Prices // defaults
	policy func(tld name.Name, prices registry.Prices, key command.Key) registry.Policy
}

// policies returns the TLD policies by their names in the configuration.
func policies() map[string]policyMaker {
	return map[string]policyMaker{
		"it":      {[]name.Name{"it"}, it.DefaultPrices, singleTLD(it.Policy)},
		"fr":      {[]name.Name{"fr"}, fr.DefaultPrices, singleTLD(fr.Policy)},
		"ee":      {[]name.Name{"ee"}, ee.DefaultPrices, singleTLDWithSecret("ee moment", ee.Policy)},
		"tk":      {tk.TLDs(), tk.DefaultPrices, anyTLD(tk.Policy)},
		"generic": {[]name.Name{"example"}, generic.DefaultPrices, anyTLD(generic.Policy)},
	}
}

// singleTLD adapts a policy for one fixed TLD.
func singleTLD(p func(registry.Prices) registry.Policy) func(name.Name, registry.Prices, command.Key) registry.Policy {
	return func(_ name.Name, prices registry.Prices, _ command.Key) registry.Policy { return p(prices) }
}

// anyTLD adapts a policy that any TLD can have.
func anyTLD(p func(name.Name, registry.Prices) registry.Policy) func(name.Name, registry.Prices, command.Key) registry.Policy {
	return func(tld name.Name, prices registry.Prices, _ command.Key) registry.Policy { return p(tld, prices) }
}

// singleTLDWithSecret adapts a policy for one fixed TLD that needs a secret, derived
// from the environment's key.
func singleTLDWithSecret(purpose string, p func(registry.Prices, []byte) registry.Policy) func(name.Name, registry.Prices, command.Key) registry.Policy {
	return func(_ name.Name, prices registry.Prices, key command.Key) registry.Policy {
		return p(prices, key.Derive(purpose))
	}
}
