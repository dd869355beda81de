package object

import (
	"errors"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Some dialects create a name together with name servers at or below it whose glue is
// sent later: CreateDomain.DeferGlue. Until then these hosts have no address, and the
// zone leaves them out.

// setNameservers is the function of that name for a new name. Hosts at or below the name are
// added without its checks: they cannot exist before the name.
func (c CreateDomain) setNameservers(t *command.Tx, d registry.Domain, p registry.Policy) (registry.Domain, error) {
	deferred := c.deferredHosts(d.Name, p)
	if len(deferred) == 0 {
		return setNameservers(t, d, p, c.Nameservers, c.Hosted, c.CreateHosts)
	}
	if n := len(c.Nameservers); n > maxNS || p.MaxNS > 0 && n > p.MaxNS {
		return d, registry.ErrNSCount.On("ns", strconv.Itoa(n))
	}
	others := slices.DeleteFunc(slices.Clone(c.Nameservers), func(a NS) bool { return slices.Contains(deferred, parseHost(a)) })
	d, err := setNameservers(t, d, p, others, false, c.CreateHosts)
	if err != nil {
		return d, err
	}
	all := d.Nameservers
	d.Nameservers = nil
	for _, a := range c.Nameservers { // in the requested order
		if n := parseHost(a); slices.Contains(deferred, n) {
			id, err := t.Store.NextID()
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

// createDeferredHosts creates the hosts at or below d that setNameservers did not
// check. d must be saved before.
func (c CreateDomain) createDeferredHosts(t *command.Tx, d registry.Domain, p registry.Policy) error {
	for _, n := range c.deferredHosts(d.Name, p) {
		_, err := host.CreateHost{Name: string(n)}.Run(t)
		if errors.Is(err, registry.ErrHostTaken) { // it is a storefront's name server
			return registry.ErrHostTaken.On("ns", string(n))
		} else if err != nil {
			return err
		}
	}
	return nil
}

// deferredHosts returns the requested name servers at or below d that have no glue yet.
func (c CreateDomain) deferredHosts(d name.Name, p registry.Policy) (hosts []name.Name) {
	if !c.DeferGlue || c.Hosted || p.HostAttrs {
		return nil
	}
	for _, a := range c.Nameservers {
		if n := parseHost(a); n.Within(d) && len(a.Addrs) == 0 {
			hosts = append(hosts, n)
		}
	}
	return hosts
}

// parseHost returns the name of a; "" when it is not a valid name.
func parseHost(a NS) name.Name {
	n, _ := registry.ParseHostname("ns", a.Host)
	return n
}
