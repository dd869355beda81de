// Package retained has in memory what keeps names from being sold like others: lists of
// names, and hosts that others rely on. It follows the change log, so that a check of a
// name reads no row.
package retained

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

// A View is the present state. It implements zone.Consumer; reads may be concurrent.
type View struct {
	TLDs []name.Name // hosts elsewhere do not matter

	mu      sync.RWMutex
	state   *state // nil: not loaded
	pending []func(*state)
}

// A state is what a View knows.
type state struct {
	tlds       []name.Name
	listings   map[name.Name]namelist.Listing
	hosts      map[name.Name]registry.RegistrarID // hosts without a superordinate domain
	registrars map[registry.RegistrarID][]name.Name
	above      map[name.Name][]use // by name at or above a host
}

// A use is a host as a reason to protect the names above it.
type use struct {
	host name.Name
	namelist.Host
}

// Load implements zone.Consumer.
func (v *View) Load(_ context.Context, tx store.Tx) error {
	s := &state{
		tlds: v.TLDs, listings: map[name.Name]namelist.Listing{}, hosts: map[name.Name]registry.RegistrarID{},
		registrars: map[registry.RegistrarID][]name.Name{}, above: map[name.Name][]use{},
	}
	for l, err := range tx.Listings().All() {
		if err != nil {
			return err
		}
		s.listings[l.Name] = l
	}
	for h, err := range tx.Hosts().All() {
		if err != nil {
			return err
		}
		s.setHost(h.Name, &h)
	}
	for r, err := range tx.Registrars().All() {
		if err != nil {
			return err
		}
		s.setRegistrar(r.ID, r.Nameservers)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.state, v.pending = s, nil
	return nil
}

// Apply implements zone.Consumer. Readers see the change after Publish.
func (v *View) Apply(c registry.Change) error {
	gone := len(c.After) == 0
	decode := func(to any) error {
		if gone {
			return nil
		}
		if err := registry.DecodeDocument(c.After, to); err != nil {
			return fmt.Errorf("%s %s: %w", c.Kind, c.Key, err)
		}
		return nil
	}
	switch c.Kind {
	case registry.KindListing:
		var l namelist.Listing
		if err := decode(&l); err != nil {
			return err
		}
		v.pending = append(v.pending, func(s *state) { s.setListing(name.Name(c.Key), l, gone) })
	case registry.KindHost:
		var h *registry.Host
		if err := decode(&h); err != nil {
			return err
		}
		v.pending = append(v.pending, func(s *state) { s.setHost(name.Name(c.Key), h) })
	case registry.KindRegistrar:
		var r registry.Registrar
		if err := decode(&r); err != nil {
			return err
		}
		v.pending = append(v.pending, func(s *state) { s.setRegistrar(registry.RegistrarID(c.Key), r.Nameservers) })
	}
	return nil
}

// Publish implements zone.Consumer.
func (v *View) Publish(uint64) {
	if len(v.pending) == 0 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, do := range v.pending {
		do(v.state)
	}
	v.pending = nil
}

// Find returns what keeps n from being sold like others. Known is false before Load.
func (v *View) Find(n name.Name) (r namelist.Retained, known bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.state == nil {
		return r, false
	}
	l, ok := v.state.listings[n]
	if pattern, short := namelist.PatternOf(n); !ok && short {
		l = v.state.listings[pattern]
	}
	r.Listing = l
	for _, u := range v.state.above[n] {
		r.Hosts = append(r.Hosts, u.Host)
	}
	return r, true
}

func (s *state) setListing(n name.Name, l namelist.Listing, gone bool) {
	if delete(s.listings, n); !gone {
		s.listings[n] = l
	}
}

// setHost notes a host object; nil: it was deleted. A subordinate host does not matter: its
// superordinate domain is registered.
func (s *state) setHost(n name.Name, h *registry.Host) {
	if old, ok := s.hosts[n]; ok {
		s.remove(use{n, namelist.Host{Registrar: old}})
		delete(s.hosts, n)
	}
	if h != nil && h.Parent == "" && s.concerns(n) {
		s.hosts[n] = h.Registrar
		s.add(use{n, namelist.Host{Registrar: h.Registrar}})
	}
}

// setRegistrar notes the name servers of a registrar's storefront.
func (s *state) setRegistrar(r registry.RegistrarID, servers []name.Name) {
	for _, n := range s.registrars[r] {
		s.remove(use{n, namelist.Host{Registrar: r, Serves: true}})
	}
	s.registrars[r] = servers
	for _, n := range servers {
		if s.concerns(n) {
			s.add(use{n, namelist.Host{Registrar: r, Serves: true}})
		}
	}
}

// concerns reports whether a host is below a TLD of ours.
func (s *state) concerns(host name.Name) bool {
	return slices.ContainsFunc(s.tlds, func(tld name.Name) bool { return host.Under(tld) })
}

func (s *state) add(u use) {
	for n := u.host; n != ""; n = n.Parent() {
		if n.Depth() > 1 {
			s.above[n] = append(s.above[n], u)
		}
	}
}

func (s *state) remove(u use) {
	for n := u.host; n != ""; n = n.Parent() {
		if s.above[n] = slices.DeleteFunc(s.above[n], func(o use) bool { return o == u }); len(s.above[n]) == 0 {
			delete(s.above, n)
		}
	}
}
