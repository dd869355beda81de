package object

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// setNameservers returns d with other name servers: the storefront's if hosted,
// else the given ones. In a TLD with host objects these must exist, or are
// created if createHosts.
func setNameservers(t *command.Tx, d registry.Domain, p registry.Policy, servers []NS, hosted, createHosts bool) (registry.Domain, error) {
	if hosted {
		return useStorefrontNS(t, d)
	}
	if n := len(servers); n > maxNS || p.MaxNS > 0 && n > p.MaxNS { // before any host is created
		return d, registry.ErrNSCount.On("ns", strconv.Itoa(n))
	}
	d.Hosted = false
	before := d.Nameservers
	d.Nameservers = nil
	for _, a := range servers {
		ns, err := resolveNameserver(t, d, p, a, createHosts)
		if err != nil {
			return d, err
		}
		for _, old := range before { // an unchanged name server keeps its ID
			if old.Host == ns.Host {
				ns.ID = old.ID
			}
		}
		if ns.ID == 0 {
			if ns.ID, err = t.Store.NextID(); err != nil {
				return d, err
			}
		}
		d.Nameservers = append(d.Nameservers, ns)
	}
	return d, nil
}

// maxNS limits the name servers of a domain if the policy does not.
const maxNS = 100

// useStorefrontNS returns d with the name servers of its registrar's storefront,
// if it has any.
func useStorefrontNS(t *command.Tx, d registry.Domain) (registry.Domain, error) {
	if d.Hosted {
		return d, nil
	}
	r, err := t.FindRegistrar(d.Registrar)
	if err != nil {
		return d, err
	}
	if d.Hosted = len(r.Nameservers) > 0; !d.Hosted {
		return d, nil
	}
	d.Nameservers = nil
	for _, h := range r.Nameservers {
		id, err := t.Store.NextID()
		if err != nil {
			return d, err
		}
		d.Nameservers = append(d.Nameservers, registry.Nameserver{ID: id, Host: h})
	}
	return d, nil
}

// resolveNameserver returns one name server of d as stored; ErrNameSyntax,
// ErrUnsupported, ErrNoHost or ErrGlue.
func resolveNameserver(t *command.Tx, d registry.Domain, p registry.Policy, a NS, createHosts bool) (registry.Nameserver, error) {
	var ns registry.Nameserver
	n, err := registry.ParseHostname("ns", a.Host)
	if err != nil {
		return ns, err
	}
	ns.Host = n
	switch {
	case a.Form == NSObj && p.HostAttrs:
		return ns, registry.ErrUnsupported.On(string(a.Form), "name servers are host attributes here")
	case a.Form == NSAttr && !p.HostAttrs:
		return ns, registry.ErrUnsupported.On(string(a.Form), "name servers are host objects here")
	case p.HostAttrs:
		ns.Addrs, err = p.ParseGlue(a.Addrs)
		if p.KeepExternalAddrs && n.Under(p.TLD) && !n.Within(d.Name) { // the glue is set with the name above the host
			ns.Addrs = nil
		}
		return ns, err
	case len(a.Addrs) > 0:
		return ns, registry.ErrUnsupported.On("ns", "addresses belong to host objects")
	}
	return ns, resolveHost(t, d, n, createHosts)
}

// resolveHost returns nil if d may be delegated to the host object n, which it
// creates if there is none and create is true; else ErrNoHost or ErrGlue.
func resolveHost(t *command.Tx, d registry.Domain, n name.Name, create bool) error {
	h, err := host.FindHost(t.Snapshot, n)
	missing := errors.Is(err, registry.ErrNoHost) && create
	switch {
	case err != nil && !missing:
		return err
	case n.Within(d.Name) && len(h.Addrs) == 0:
		return registry.ErrGlue.On("ns", string(n))
	case missing:
		return createImplicitHost(t, n)
	}
	return nil
}

// createImplicitHost creates the host n for a delegation; ErrNoHost if n is in a
// zone of this registry and not below a domain of the actor, whose sponsor alone
// may create it (RFC 5732 section 3.2.1).
func createImplicitHost(t *command.Tx, n name.Name) error {
	id, err := t.NewObjectIDs()
	if err != nil {
		return err
	}
	h, err := host.AttachToParent(t, registry.Host{
		Name: n, ROID: id.ROID, Number: id.Number, Registrar: t.By.Registrar, Created: t.Now, CreatedBy: t.By.Author(),
	})
	switch {
	case errors.Is(err, registry.ErrNotYours), errors.Is(err, registry.ErrNoName):
		return registry.ErrNoHost.On("ns", string(n))
	case err != nil:
		return err
	case h.Parent != "":
		h.Account = t.By.Account
	}
	return host.SaveHost(t, registry.VerbCreate, h)
}

// awaitServers returns d, into which a command changed before, with a ServerCheck if its
// name servers are to be asked first.
func awaitServers(t *command.Tx, before, d registry.Domain, p registry.Policy) registry.Domain {
	if t.Runner.Resolves == nil {
		return d
	}
	return d.AwaitServers(before, t.Now, p)
}

// Prepare returns ErrNoHost for a requested name server outside of the registry's zones
// that has no address, in a TLD whose policy has ResolvableNS.
func (c CreateDomain) Prepare(ctx context.Context, r *command.Runner) error {
	return resolveNameservers(ctx, r, c.Name, c.Nameservers)
}

// Prepare is as for CreateDomain.
func (c UpdateDomain) Prepare(ctx context.Context, r *command.Runner) error {
	servers := c.AddNS
	if c.Nameservers != nil {
		servers = *c.Nameservers
	}
	return resolveNameservers(ctx, r, c.Name, servers)
}

// resolveTimeout bounds the look-ups of one command.
const resolveTimeout = 5 * time.Second

func resolveNameservers(ctx context.Context, r *command.Runner, domain string, servers []NS) error {
	n, err := name.ParseLookup(domain)
	if err != nil || !r.Policies[n.Parent()].ResolvableNS || r.Resolves == nil || len(servers) > maxNS {
		return nil // Run has the fault
	}
	ctx, stop := context.WithTimeout(ctx, resolveTimeout)
	defer stop()
	for _, a := range servers {
		host := parseHost(a)
		if _, inZone := r.FindZonePolicy(host); host == "" || inZone {
			continue
		}
		if ok, err := r.Resolves(ctx, host); err == nil && !ok { // a resolver's failure is no fault of the client
			return registry.ErrNoHost.On("ns", string(host))
		}
	}
	return nil
}
