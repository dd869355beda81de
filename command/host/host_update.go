package host

import (
	"errors"
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateHost changes one of the actor's own hosts (RFC 5732 section 3.2.5).
type UpdateHost struct {
	Name     string
	Rename   string // the new name; "": unchanged
	Addrs    command.Edit[string]
	Statuses command.Edit[registry.StatusEntry]
}

func (c UpdateHost) Run(t *command.Tx) (registry.Host, error) {
	before, err := loadOwnHost(t, c.Name)
	if err != nil {
		return before, err
	}
	h := before
	statuses := registry.StatusChange(c.Statuses)
	if err := h.CanUpdate(statuses, t.By); err != nil {
		return h, err
	}
	if c.Rename == "" && !c.Addrs.HasChanges() && !c.Statuses.HasChanges() { // nothing is written, not even upDate
		return before, nil
	}
	if h.Statuses, err = statuses.Apply(h.Statuses, t.By); err != nil {
		return h, err
	}
	if c.Rename != "" {
		if h.Name, err = registry.ParseHostname("name", c.Rename); err != nil {
			return h, err
		}
	}
	if h.Addrs, err = c.applyAddrs(t, h); err != nil {
		return h, err
	}
	if h, err = AttachToParent(t, h); err != nil {
		return h, err
	}
	h.Updated, h.UpdatedBy = t.Now, t.By.Author()
	if h.Name != before.Name {
		return h, renameHost(t, before, h)
	}
	if err := checkHostGlue(t, h); err != nil {
		return h, err
	}
	return h, SaveHost(t, registry.VerbUpdate, h)
}

// applyAddrs returns the addresses of h after the change. A host that gets a name
// outside of this registry's zones loses those that it had.
func (c UpdateHost) applyAddrs(t *command.Tx, h registry.Host) (addrs []netip.Addr, err error) {
	p, internal := t.FindZonePolicy(h.Name)
	var e command.Edit[netip.Addr]
	if c.Addrs.Set != nil {
		if addrs, err = p.ParseGlue(*c.Addrs.Set); err != nil {
			return nil, err
		}
		e.Set = &addrs
	}
	for _, text := range c.Addrs.Rem {
		a, err := netip.ParseAddr(text)
		if err != nil {
			return nil, registry.ErrSyntax.On("addr", registry.Truncate(text))
		}
		e.Rem = append(e.Rem, a)
	}
	if e.Add, err = p.ParseGlue(c.Addrs.Add); err != nil {
		return nil, err
	}
	if addrs, err = e.Apply(h.Addrs, "addr"); err == nil && !internal && len(e.Add) == 0 && e.Set == nil {
		addrs = nil
	}
	return addrs, err
}

// renameHost renames a host in its own row and in every delegation to it. ErrLinked for a
// storefront's name server.
func renameHost(t *command.Tx, before, h registry.Host) error {
	switch serves, err := t.ServesStorefront(before); {
	case err != nil:
		return err
	case serves:
		return registry.ErrLinked.On("host", string(before.Name))
	}
	if _, err := FindHost(t.Snapshot, h.Name); err == nil {
		return registry.ErrHostTaken.On("name", string(h.Name))
	} else if !errors.Is(err, registry.ErrNoHost) {
		return err
	}
	if err := t.Store.Hosts().Delete(before.Name); err != nil {
		return err
	}
	if err := t.AppendChange(registry.VerbRename, registry.KindHost, string(before.Name), nil); err != nil {
		return err
	}
	if err := SaveHost(t, registry.VerbRename, h); err != nil {
		return err
	}
	err := command.UpdateDelegations(t, before.Name, registry.VerbHostRenamed, func(d registry.Domain) (registry.Domain, error) {
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
	return checkHostGlue(t, h) // the domain above its new name may delegate to it
}

// checkHostGlue returns ErrGlue if h has no address although its superordinate
// domain is delegated to it.
func checkHostGlue(t *command.Tx, h registry.Host) error {
	if h.Parent == "" || len(h.Addrs) > 0 {
		return nil
	}
	d, err := t.FindDomain(h.Parent)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == h.Name }) {
		return registry.ErrGlue.On("addr", string(h.Name))
	}
	return nil
}
