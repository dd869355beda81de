package object

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// removeDomain deletes d with its zone, its subordinate hosts and the delegations
// to them.
func removeDomain(t *command.Tx, verb registry.Verb, d registry.Domain) error {
	hosts, err := t.Store.Hosts().SubordinateTo(d.Name)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		if err := removeHost(t, h.Name, d.Name); err != nil {
			return err
		}
	}
	if _, err := t.Store.Records().DeleteZone(d.Name); err != nil {
		return err
	}
	if err := t.Store.Domains().Delete(d.Name); err != nil {
		return err
	}
	if err := command.CountDomain(t, d, -1); err != nil {
		return err
	}
	if err := t.QueueSponsorMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), d); err != nil {
		return err
	}
	return t.AppendChange(verb, registry.KindDomain, string(d.Name), nil)
}

// removeHost deletes a host whose superordinate domain is being deleted, and
// removes it from the delegations of other domains. A storefront's name server only
// loses its addresses: its delegations and the protection of the name last.
func removeHost(t *command.Tx, n, parent name.Name) error {
	h, err := t.Store.Hosts().Get(n) // locks the row, so that no delegation to it is added
	if err != nil {
		return err
	}
	switch serves, err := t.ServesStorefront(h); {
	case err != nil:
		return err
	case serves:
		h.Parent, h.Addrs, h.Updated, h.UpdatedBy = "", nil, t.Now, t.By.Author()
		return host.SaveHost(t, registry.VerbUpdate, h)
	}
	err = command.UpdateDelegations(t, n, registry.VerbHostLost, func(d registry.Domain) (registry.Domain, error) {
		if d.Name != parent {
			d.Nameservers = slices.DeleteFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == n })
		}
		return d, nil
	})
	if err != nil {
		return err
	}
	if err := t.Store.Hosts().Delete(n); err != nil {
		return err
	}
	return t.AppendChange(registry.VerbDelete, registry.KindHost, string(n), nil)
}
