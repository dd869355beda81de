package command

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// SaveDomain writes d and its change log entry, and updates the domain counts of its
// owners. before is the row's former state, or the zero Domain for a new one. No
// other function writes a domain.
func SaveDomain(t *Tx, verb registry.Verb, before, d registry.Domain) error {
	if before.ROID != "" {
		d.Updated, d.UpdatedBy = t.Now, t.By.Author()
	}
	if err := Save(t, t.Store.Domains(), d, verb, registry.KindDomain, string(d.Name)); err != nil {
		return err
	}
	if before.ROID == "" || before.Registrar != d.Registrar || before.Account != d.Account {
		if err := CountDomain(t, before, -1); err != nil {
			return err
		}
		if err := CountDomain(t, d, 1); err != nil {
			return err
		}
	}
	if before.ROID == "" {
		return nil
	}
	return t.QueueSponsorMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), d)
}

// UpdateDelegations applies change to every domain that is delegated to a host.
// Each domain is read again by its key, which locks it: another transaction may
// have changed it since the list was read.
func UpdateDelegations(t *Tx, host name.Name, verb registry.Verb, change func(registry.Domain) (registry.Domain, error)) error {
	page := store.DomainQuery{Host: host, Limit: 500}
	for {
		users, err := t.Store.Domains().List(page)
		if err != nil || len(users) == 0 {
			return err
		}
		page.After = users[len(users)-1].Name
		for _, u := range users {
			d, err := t.Store.Domains().Get(u.Name)
			if exists, err := IsFound(err); err != nil {
				return err
			} else if !exists {
				continue
			}
			after, err := change(d.Clone())
			if err != nil {
				return err
			}
			if slices.EqualFunc(after.Nameservers, d.Nameservers, func(a, b registry.Nameserver) bool { return a.Host == b.Host }) {
				continue
			}
			if err := SaveDomain(t, verb, d, after); err != nil {
				return err
			}
		}
	}
}

// CountDomain adds n to the domain count of d's account, or of its registrar.
func CountDomain(t *Tx, d registry.Domain, n int) error {
	if d.Registrar == "" {
		return nil
	}
	owner := store.RegistrarOwner(d.Registrar)
	if d.Account != "" {
		owner = store.AccountOwner(d.Account)
	}
	return t.Store.Balances().AddDomains(owner, n)
}
