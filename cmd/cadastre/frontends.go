package main

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/altravia"
	"github.com/cadastre-registry/cadastre/face/freenom"
	"github.com/cadastre-registry/cadastre/face/kifdom"
	"github.com/cadastre-registry/cadastre/face/registrant"
	"github.com/cadastre-registry/cadastre/face/repp"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// What this binary is made of. A dialect and a TLD each have one line here, and
// nothing else knows them all.

// dialects are the REST dialects, in the order of the landing page.
func dialects() []*rest.Dialect {
	return []*rest.Dialect{
		&kifdom.Dialect,
		&altravia.Dialect,
		&repp.Dialect,
		&freenom.Dialect,
		&registrant.Dialect,
	}
}

// ways are the faces with addresses of their own. Each has a case here, and its
// address in the configuration.
func (e *environment) ways() []way {
	all := e.config.ported()
	for i := range all {
		switch w := &all[i]; w.name {
		case "forward":
			w.serve = e.forward
		case "forward_tls":
			w.serve = e.forwardSecurely
		case "epp":
			w.serve = e.serveEPP
		case "whois":
			w.serve = e.serveWHOIS
		case "dns":
			w.serve = e.serveDNS
		}
	}
	return slices.DeleteFunc(all, func(w way) bool { return w.serve == nil })
}

// A policyMaker makes the policy of one or more TLDs.
type policyMaker struct {
	tlds   []name.Name // that usually have it
	prices func() registry.Prices
	policy func(tld name.Name, prices registry.Prices, key command.Key) registry.Policy
}

// policies are the TLD policies, by the name that the configuration gives them.
func policies() map[string]policyMaker {
	return map[string]policyMaker{
		"it":      {[]name.Name{"it"}, it.UsualPrices, alone(it.Policy)},
		"fr":      {[]name.Name{"fr"}, fr.UsualPrices, alone(fr.Policy)},
		"ee":      {[]name.Name{"ee"}, ee.UsualPrices, secretive("ee moment", ee.Policy)},
		"tk":      {tk.TLDs(), tk.UsualPrices, shared(tk.Policy)},
		"generic": {[]name.Name{"example"}, generic.UsualPrices, shared(generic.Policy)},
	}
}

// alone is a policy of one TLD.
func alone(p func(registry.Prices) registry.Policy) func(name.Name, registry.Prices, command.Key) registry.Policy {
	return func(_ name.Name, prices registry.Prices, _ command.Key) registry.Policy { return p(prices) }
}

// shared is a policy that many TLDs can have.
func shared(p func(name.Name, registry.Prices) registry.Policy) func(name.Name, registry.Prices, command.Key) registry.Policy {
	return func(tld name.Name, prices registry.Prices, _ command.Key) registry.Policy { return p(tld, prices) }
}

// secretive is a policy of one TLD with a secret of the environment's.
func secretive(purpose string, p func(registry.Prices, []byte) registry.Policy) func(name.Name, registry.Prices, command.Key) registry.Policy {
	return func(_ name.Name, prices registry.Prices, key command.Key) registry.Policy {
		return p(prices, key.Derive(purpose))
	}
}
