package host

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateHost creates a host (RFC 5732 section 3.2.1). The superordinate domain of
// a host in this registry's zones must be the actor's own. Any other host is
// external and has no addresses. ErrHostTaken, ErrNotYours, ErrGlue.
type CreateHost struct {
	Name  string
	Addrs []string
}

func (c CreateHost) Run(t *command.Tx) (registry.Host, error) {
	n, err := registry.ParseHostname("name", c.Name)
	if err != nil {
		return registry.Host{}, err
	}
	taken := registry.ErrHostTaken.On("name", string(n))
	old, err := FindHost(t.Snapshot, n)
	switch {
	case err != nil && !errors.Is(err, registry.ErrNoHost):
		return old, err
	case old.Parent != "":
		return old, taken
	}
	id, err := t.NewObjectIDs()
	if err != nil {
		return registry.Host{}, err
	}
	h := registry.Host{
		Name: n, ROID: id.ROID, Number: id.Number, Registrar: t.By.Registrar, Account: t.By.Account,
		Created: t.Now, CreatedBy: t.By.Author(),
	}
	p, _ := t.FindZonePolicy(n)
	if h.Addrs, err = p.ParseGlue(c.Addrs); err != nil {
		return h, err
	}
	if h, err = AttachToParent(t, h); err != nil {
		return h, err
	}
	// A host that another registrar created while its superordinate domain was
	// not registered now passes to the domain's sponsor.
	if old.Name != "" {
		r, err := t.FindRegistrar(old.Registrar)
		switch {
		case err != nil:
			return h, err
		case h.Parent == "", slices.Contains(r.Nameservers, n): // external, or a storefront's name server
			return h, taken
		}
	}
	return h, SaveHost(t, registry.VerbCreate, h)
}

// maxSubordinateHosts bounds the subordinate hosts of one domain: they are
// deleted in the domain's transaction.
const maxSubordinateHosts = 100

// AttachToParent sets h.Parent to the superordinate domain, which must be the
// actor's own; "" for an external host.
func AttachToParent(t *command.Tx, h registry.Host) (registry.Host, error) {
	h.Parent = ""
	p, internal := t.FindZonePolicy(h.Name)
	if !internal {
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
	d, err := t.FindOwnDomain(string(parent))
	if err != nil {
		return h, err
	}
	h.Parent = d.Name
	below, err := t.Store.Hosts().SubordinateTo(d.Name)
	known := slices.ContainsFunc(below, func(o registry.Host) bool { return o.Name == h.Name })
	if err == nil && len(below) >= maxSubordinateHosts && !known {
		err = registry.ErrRange.On("host", fmt.Sprintf("at most %d below one name", maxSubordinateHosts))
	}
	return h, err
}

// SaveHost writes h, its change log entry and the message to its sponsor.
func SaveHost(t *command.Tx, verb registry.Verb, h registry.Host) error {
	if err := t.QueueSponsorMessage(h.Registrar, verb, registry.KindHost, string(h.Name), h); err != nil {
		return err
	}
	return command.Save(t, t.Store.Hosts(), h, verb, registry.KindHost, string(h.Name))
}
