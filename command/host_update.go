package command

import (
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateHost changes a host of the actor's own (RFC 5732 section 3.2.5).
type UpdateHost struct {
	Name     string
	Rename   string // "": keeps its name
	Addrs    Edit[string]
	Statuses Edit[registry.SetStatus]
}

func (c UpdateHost) Run(t *Tx) (registry.Host, error) {
	before, err := t.ownHost(c.Name)
	if err != nil {
		return before, err
	}
	h, lifts := before, UpdateDomain{Statuses: c.Statuses}
	if err := lifts.allowed(t, registry.Domain{Phase: registry.Active, Statuses: h.Statuses}); err != nil {
		return h, err
	}
	if err := suits(c.Statuses, registry.HostSettable); err != nil {
		return h, err
	}
	if h.Statuses, err = lifts.restate(t, h.Statuses); err != nil {
		return h, err
	}
	var was []string
	for _, a := range h.Addrs {
		was = append(was, a.String())
	}
	is, err := c.Addrs.apply(was, "addr")
	if err != nil {
		return h, err
	}
	if h.Addrs, err = addresses(is); err != nil {
		return h, err
	}
	if c.Rename != "" {
		if h.Name, err = t.hostName(c.Rename); err != nil {
			return h, err
		}
	}
	if h, err = t.settle(h); err != nil {
		return h, err
	}
	h.Updated, h.UpdatedBy = t.Now, t.actor()
	if h.Name != before.Name {
		return h, t.rename(before, h)
	}
	if err := t.checkGlue(h); err != nil {
		return h, err
	}
	return h, t.saveHost("update", h)
}

// rename moves a host to another name, and every delegation with it.
func (t *Tx) rename(before, h registry.Host) error {
	if _, err := t.Host(h.Name); err == nil {
		return registry.ErrHostTaken.On("name", string(h.Name))
	} else if !errors.Is(err, registry.ErrNoHost) {
		return err
	}
	if err := t.st.Hosts().Delete(before.Name); err != nil {
		return err
	}
	if err := t.append("rename", registry.KindHost, string(before.Name), nil); err != nil {
		return err
	}
	if err := t.saveHost("rename", h); err != nil {
		return err
	}
	err := t.redirect(before.Name, "host-renamed", func(d registry.Domain) (registry.Domain, error) {
		if (before.Parent == "" || h.Parent == "") && !t.By.Owns(d.Registrar, d.Account) { // RFC 5732 section 3.2.5
			return d, registry.ErrLinked.On("host", string(before.Name))
		}
		for i := range d.Nameservers {
			if d.Nameservers[i].Host == before.Name {
				d.Nameservers[i].Host = h.Name
			}
		}
		return d, nil
	})
	if err != nil {
		return err
	}
	return t.checkGlue(h) // it may have come below a name that delegates to it
}

// checkGlue makes sure that a host keeps an address while the name that it is
// below delegates to it.
func (t *Tx) checkGlue(h registry.Host) error {
	if h.Parent == "" || len(h.Addrs) > 0 {
		return nil
	}
	d, err := t.Domain(h.Parent)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == h.Name }) {
		return registry.ErrGlue.On("addr", string(h.Name))
	}
	return nil
}
