package command

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateHost makes a host (RFC 5732 section 3.2.1). One below a name of this
// registry needs that name to be the actor's own; any other is external and
// has no addresses.
type CreateHost struct {
	Name  string
	Addrs []string
}

func (c CreateHost) Run(t *Tx) (registry.Host, error) {
	n, err := t.hostName(c.Name)
	if err != nil {
		return registry.Host{}, err
	}
	taken := registry.ErrHostTaken.On("name", string(n))
	old, err := t.Host(n)
	switch {
	case err != nil && !errors.Is(err, registry.ErrNoHost):
		return old, err
	case old.Parent != "":
		return old, taken
	}
	id, err := t.identify()
	if err != nil {
		return registry.Host{}, err
	}
	h := registry.Host{
		Name: n, ROID: id.ROID, Number: id.Number, Registrar: t.By.Registrar, Account: t.By.Account,
		Created: t.Now, CreatedBy: t.actor(),
	}
	if h.Addrs, err = addresses(c.Addrs); err != nil {
		return h, err
	}
	if h, err = t.settle(h); err != nil {
		return h, err
	}
	// A host that others made while nobody held the name above it is its
	// holder's now.
	if old.Name != "" {
		r, err := t.Registrar(old.Registrar)
		switch {
		case err != nil:
			return h, err
		case h.Parent == "", slices.Contains(r.Nameservers, n): // external, or a storefront's own
			return h, taken
		}
	}
	return h, t.saveHost("create", h)
}

// hostName reads the name of a host to be; an address is none, though it looks
// like one.
func (t *Tx) hostName(text string) (name.Name, error) {
	n, err := t.parse(text)
	if _, numeric := netip.ParseAddr(string(n)); err == nil && numeric == nil {
		err = registry.ErrNameSyntax.On("name", clip(text))
	}
	return n, err
}

// maxBelow bounds the subordinate hosts of one domain, which go with it.
const maxBelow = 100

// settle gives h its superordinate domain, and checks that the actor owns it.
func (t *Tx) settle(h registry.Host) (registry.Host, error) {
	h.Parent = ""
	p, inside := t.Zone(h.Name)
	if !inside {
		if len(h.Addrs) > 0 {
			return h, registry.ErrGlue.On("addr", string(h.Name))
		}
		return h, nil
	}
	parent := h.Name
	for parent.Parent() != p.TLD {
		if parent = parent.Parent(); parent == "" {
			return h, registry.ErrNameSyntax.On("name", string(h.Name))
		}
	}
	d, err := t.Mine(string(parent))
	if err != nil {
		return h, err
	}
	h.Parent = d.Name
	below, err := t.st.Hosts().Below(d.Name)
	known := slices.ContainsFunc(below, func(o registry.Host) bool { return o.Name == h.Name })
	if err == nil && len(below) >= maxBelow && !known {
		err = registry.ErrRange.On("host", fmt.Sprintf("at most %d below one name", maxBelow))
	}
	return h, err
}

func (t *Tx) saveHost(verb string, h registry.Host) error {
	if err := t.st.Hosts().Put(h); err != nil {
		return err
	}
	if err := t.tellSponsor(h.Registrar, verb, registry.KindHost, string(h.Name), h); err != nil {
		return err
	}
	return t.append(verb, registry.KindHost, string(h.Name), h)
}
