package command

import (
	"errors"
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// delegate returns d with the name servers asked for: the storefront's own when
// hosted, else the given ones. Where the TLD has host objects they must exist,
// or are made on the way when makeHosts says so.
func (t *Tx) delegate(d registry.Domain, p registry.Policy, asked []NS, hosted, makeHosts bool) (registry.Domain, error) {
	if hosted {
		return t.host(d)
	}
	if n := len(asked); n > maxNS || p.MaxNS > 0 && n > p.MaxNS { // before hosts are made of them
		return d, registry.ErrNSCount.On("ns", strconv.Itoa(n))
	}
	d.Hosted = false
	was := d.Nameservers
	d.Nameservers = nil
	for _, a := range asked {
		ns, err := t.nameserver(d, p, a, makeHosts)
		if err != nil {
			return d, err
		}
		for _, old := range was { // a row that stays keeps its number
			if old.Host == ns.Host {
				ns.ID = old.ID
			}
		}
		if ns.ID == 0 {
			if ns.ID, err = t.st.NextID(); err != nil {
				return d, err
			}
		}
		d.Nameservers = append(d.Nameservers, ns)
	}
	return d, nil
}

// maxNS bounds a delegation where the policy does not.
const maxNS = 100

// host puts d on the name servers of its registrar's storefront.
func (t *Tx) host(d registry.Domain) (registry.Domain, error) {
	if d.Hosted {
		return d, nil
	}
	r, err := t.Registrar(d.Registrar)
	if err != nil {
		return d, err
	}
	if d.Hosted = len(r.Nameservers) > 0; !d.Hosted {
		return d, nil
	}
	d.Nameservers = nil
	for _, h := range r.Nameservers {
		id, err := t.st.NextID()
		if err != nil {
			return d, err
		}
		d.Nameservers = append(d.Nameservers, registry.Nameserver{ID: id, Host: h})
	}
	return d, nil
}

// nameserver returns one delegation, or ErrNameSyntax, ErrNoHost, ErrGlue.
func (t *Tx) nameserver(d registry.Domain, p registry.Policy, a NS, makeHosts bool) (registry.Nameserver, error) {
	var ns registry.Nameserver
	n, err := name.Parse(a.Host)
	if _, numeric := netip.ParseAddr(a.Host); err != nil || numeric == nil || n.Depth() < 2 {
		return ns, registry.ErrNameSyntax.On("ns", clip(a.Host))
	}
	ns.Host = n
	switch {
	case a.Form == NSObj && p.HostAttrs:
		return ns, registry.ErrUnsupported.On(string(a.Form), "name servers are host attributes here")
	case a.Form == NSAttr && !p.HostAttrs:
		return ns, registry.ErrUnsupported.On(string(a.Form), "name servers are host objects here")
	}
	if p.HostAttrs {
		ns.Addrs, err = addresses(a.Addrs)
		if p.SpareAddrs && n.Under(p.TLD) && !n.Under(d.Name) { // where that is its own name says
			ns.Addrs = nil
		}
		return ns, err
	}
	if len(a.Addrs) > 0 {
		return ns, registry.ErrUnsupported.On("ns", "addresses belong to host objects")
	}
	h, err := t.Host(n)
	switch {
	case err == nil:
		if n.Under(d.Name) && len(h.Addrs) == 0 {
			return ns, registry.ErrGlue.On("ns", string(n))
		}
		return ns, nil
	case !errors.Is(err, registry.ErrNoHost) || !makeHosts:
		return ns, err
	case n.Under(d.Name):
		return ns, registry.ErrGlue.On("ns", string(n))
	}
	return ns, t.makeHost(n)
}

// makeHost makes a host on the way; ErrNoHost for one below somebody else's
// name, which only they can make (RFC 5732 section 3.2.1).
func (t *Tx) makeHost(n name.Name) error {
	id, err := t.identify()
	if err != nil {
		return err
	}
	h, err := t.settle(registry.Host{
		Name: n, ROID: id.ROID, Number: id.Number, Registrar: t.By.Registrar, Created: t.Now, CreatedBy: t.actor(),
	})
	switch {
	case errors.Is(err, registry.ErrNotYours):
		return registry.ErrNoHost.On("ns", string(n))
	case err != nil && !errors.Is(err, registry.ErrNoName):
		return err
	case h.Parent != "":
		h.Account = t.By.Account
	}
	return t.saveHost("create", h)
}

// addresses reads glue, each address once; one that nobody outside could reach
// is ErrSyntax.
func addresses(texts []string) ([]netip.Addr, error) {
	var addrs []netip.Addr
	for _, s := range texts {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" || a.IsUnspecified() || a.IsMulticast() || a.Is4In6() ||
			a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
			return nil, registry.ErrSyntax.On("addr", clip(s))
		}
		if !slices.Contains(addrs, a) {
			addrs = append(addrs, a)
		}
	}
	return addrs, nil
}
