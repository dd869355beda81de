package host

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DeleteHost deletes one of the actor's own hosts (RFC 5732 section 3.2.2).
// ErrLinked while a domain is delegated to it, and for a storefront's name server.
type DeleteHost struct{ Name string }

func (c DeleteHost) Run(t *command.Tx) (registry.Host, error) {
	h, err := loadOwnHost(t, c.Name)
	if err != nil {
		return h, err
	}
	for _, s := range h.Statuses {
		if s.Status == registry.ClientDeleteProhibited || s.Status == registry.ServerDeleteProhibited {
			return h, registry.ErrStatus.On("status", string(s.Status))
		}
	}
	switch serves, err := t.ServesStorefront(h); {
	case err != nil:
		return h, err
	case serves:
		return h, registry.ErrLinked.On("host", string(h.Name))
	}
	switch users, err := ListDomainsUsingHost(t, h.Name); {
	case err != nil:
		return h, err
	case len(users) > 0:
		return h, registry.ErrLinked.On("host", string(h.Name))
	}
	if err := t.Store.Hosts().Delete(h.Name); err != nil {
		return h, err
	}
	if err := t.QueueSponsorMessage(h.Registrar, "delete", registry.KindHost, string(h.Name), h); err != nil {
		return h, err
	}
	return h, t.AppendChange(registry.VerbDelete, registry.KindHost, string(h.Name), nil)
}

// loadOwnHost returns one of the actor's own hosts; ErrNoHost or ErrNotYours.
func loadOwnHost(t *command.Tx, text string) (registry.Host, error) {
	n, err := registry.ParseHostname("name", text)
	if err != nil {
		return registry.Host{}, err
	}
	h, err := FindHost(t.Snapshot, n)
	if err == nil && !t.By.Owns(h.Registrar, h.Account) {
		err = registry.ErrNotYours.On("host", string(n))
	}
	return h, err
}

// ListDomainsUsingHost returns the domains that are delegated to a host.
func ListDomainsUsingHost(t *command.Tx, n name.Name) ([]registry.Domain, error) {
	return t.Store.Domains().List(store.DomainQuery{Host: n, Limit: maxDelegations})
}

// maxDelegations bounds the domains that one change of a host rewrites in its
// transaction.
const maxDelegations = 10_000
