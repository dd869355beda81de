package command

import (
	"errors"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Some dialects create a name together with name servers below it whose glue is
// sent later: CreateDomain.DeferGlue. Until then these hosts have no address.

// setNameservers is Tx.setNameservers for a new name. Hosts below the name are
// added without its checks: they cannot exist before the name.
func (c CreateDomain) delegateLate(t *Tx, d registry.Domain, p registry.Policy) (registry.Domain, error) {
	deferred := c.below(d.Name, p)
	if len(deferred) == 0 {
		return t.delegate(d, p, c.Nameservers, c.Hosted, c.MakeHosts)
	}
	if n := len(c.Nameservers); n > maxNS || p.MaxNS > 0 && n > p.MaxNS {
		return d, registry.ErrNSCount.On("ns", strconv.Itoa(n))
	}
	others := slices.DeleteFunc(slices.Clone(c.Nameservers), func(a NS) bool { return slices.Contains(deferred, hostOf(a)) })
	d, err := t.delegate(d, p, others, false, c.MakeHosts)
	if err != nil {
		return d, err
	}
	all := d.Nameservers
	d.Nameservers = nil
	for _, a := range c.Nameservers { // in the requested order
		if n := hostOf(a); slices.Contains(deferred, n) {
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

// createDeferredHosts creates the hosts below d that setNameservers did not
// check. d must be saved before.
func (c CreateDomain) hostLate(t *Tx, d registry.Domain, p registry.Policy) error {
	for _, n := range c.below(d.Name, p) {
		_, err := CreateHost{Name: string(n)}.Run(t)
		if errors.Is(err, registry.ErrHostTaken) { // it is a storefront's name server
			return registry.ErrHostTaken.On("ns", string(n))
		} else if err != nil {
			return err
		}
	}
	return nil
}

// deferredHosts returns the requested name servers below d that have no glue yet.
func (c CreateDomain) below(d name.Name, p registry.Policy) (hosts []name.Name) {
	if !c.LateGlue || c.Hosted || p.HostAttrs {
		return nil
	}
	for _, a := range c.Nameservers {
		if n := hostOf(a); n.Under(d) && len(a.Addrs) == 0 {
			hosts = append(hosts, n)
		}
	}
	return hosts
}

// parseHost returns the name of a; "" when it is not a valid name.
func hostOf(a NS) name.Name {
	n, err := name.Parse(a.Host)
	if err != nil {
		return ""
	}
	return n
}
