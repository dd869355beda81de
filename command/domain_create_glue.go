package command

import (
	"errors"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Some registries take a new name together with name servers below it, whose
// glue can only come afterwards: CreateDomain.LateGlue. Until then such a host
// is one without an address.

// delegateLate is delegate for a new name. The hosts below it are left out of
// what delegate asks about: they cannot be there yet.
func (c CreateDomain) delegateLate(t *Tx, d registry.Domain, p registry.Policy) (registry.Domain, error) {
	late := c.below(d.Name, p)
	if len(late) == 0 {
		return t.delegate(d, p, c.Nameservers, c.Hosted, c.MakeHosts)
	}
	if n := len(c.Nameservers); n > maxNS || p.MaxNS > 0 && n > p.MaxNS {
		return d, registry.ErrNSCount.On("ns", strconv.Itoa(n))
	}
	others := slices.DeleteFunc(slices.Clone(c.Nameservers), func(a NS) bool { return slices.Contains(late, hostOf(a)) })
	d, err := t.delegate(d, p, others, false, c.MakeHosts)
	if err != nil {
		return d, err
	}
	all := d.Nameservers
	d.Nameservers = nil
	for _, a := range c.Nameservers { // in the order asked for
		if n := hostOf(a); slices.Contains(late, n) {
			id, err := t.st.NextID()
			if err != nil {
				return d, err
			}
			d.Nameservers = append(d.Nameservers, registry.Nameserver{ID: id, Host: n})
			continue
		}
		d.Nameservers, all = append(d.Nameservers, all[0]), all[1:]
	}
	return d, nil
}

// hostLate makes the hosts that delegateLate left out, now that the name above
// them is there.
func (c CreateDomain) hostLate(t *Tx, d registry.Domain, p registry.Policy) error {
	for _, n := range c.below(d.Name, p) {
		_, err := CreateHost{Name: string(n)}.Run(t)
		if errors.Is(err, registry.ErrHostTaken) { // a storefront's own
			return registry.ErrHostTaken.On("ns", string(n))
		} else if err != nil {
			return err
		}
	}
	return nil
}

// below returns the name servers asked for whose glue may come later.
func (c CreateDomain) below(d name.Name, p registry.Policy) (late []name.Name) {
	if !c.LateGlue || c.Hosted || p.HostAttrs {
		return nil
	}
	for _, a := range c.Nameservers {
		if n := hostOf(a); n.Under(d) && len(a.Addrs) == 0 {
			late = append(late, n)
		}
	}
	return late
}

// hostOf returns the host that a names; empty for what is no name.
func hostOf(a NS) name.Name {
	n, err := name.Parse(a.Host)
	if err != nil {
		return ""
	}
	return n
}
