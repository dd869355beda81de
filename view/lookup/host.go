package lookup

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Host is the public data of a name server. One without a host object (host
// attributes, RFC 5731 section 1.1) has no ROID and no sponsor.
type Host struct {
	registry.Host
	Sponsor registry.Registrar
	Linked  bool // a domain is delegated to it
}

// Host returns a name server, or ErrNoHost.
func (l Reader) Host(ctx context.Context, n name.Name) (h Host, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		exists := false
		if h, exists, err = l.host(tx, n, l.Now()); err == nil && !exists {
			err = registry.ErrNoHost.On("host", string(n))
		}
		return err
	})
	return h, err
}

// host returns the host object n, or the name server n of domains with host
// attributes, and whether there is either.
func (l Reader) host(tx store.Tx, n name.Name, now time.Time) (h Host, exists bool, err error) {
	object, err := tx.Hosts().Get(n)
	switch {
	case err == nil:
		exists = true
	case !errors.Is(err, store.ErrNotFound):
		return h, false, err
	}
	if object.Parent != "" {
		if exists, err = l.isRegistered(tx, object.Parent, now); err != nil || !exists {
			return h, false, err
		}
	}
	object.Name, object.Account = n, ""
	h.Host = object
	if exists {
		if h.Sponsor, err = sponsor(tx, object.Registrar); err != nil {
			return h, false, err
		}
	}
	users, err := tx.Domains().List(store.DomainQuery{Host: n, Limit: 10})
	for _, d := range users {
		if registered, err := l.stillRegistered(tx, d, now); err != nil {
			return h, false, err
		} else if !registered {
			continue
		}
		h.Linked, exists = true, true
		if object.ROID == "" {
			h.Addrs = addAddrs(h.Addrs, d, n)
		}
	}
	return h, exists, err
}

// addAddrs adds the host attributes that d has for name server n to addrs.
func addAddrs(addrs []netip.Addr, d registry.Domain, n name.Name) []netip.Addr {
	for _, ns := range d.Nameservers {
		for _, a := range ns.Addrs {
			if ns.Host == n && !slices.Contains(addrs, a) {
				addrs = append(addrs, a)
			}
		}
	}
	return addrs
}

// isRegistered reports whether n is registered at now.
func (l Reader) isRegistered(tx store.Tx, n name.Name, now time.Time) (bool, error) {
	d, err := tx.Domains().Get(n)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return l.stillRegistered(tx, d, now)
}

// stillRegistered reports whether d is registered at now.
func (l Reader) stillRegistered(tx store.Tx, d registry.Domain, now time.Time) (bool, error) {
	p, ok := l.Policies[d.Name.Parent()]
	if !ok || !d.IsDue(now) {
		return ok, nil
	}
	d, _, err := d.AtWithFunds(now, p, tx.Balances())
	return d.Phase != registry.Released, err
}
