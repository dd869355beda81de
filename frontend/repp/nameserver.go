package repp

import (
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var serverRoutes = []rest.Route{
	rest.HandleFunc("GET /domains/{name}/nameservers", "List the name servers of a domain", 200, listServers, rest.Doc{
		Tag: domains, Description: "With their addresses, as they were given to the domain.",
	}),
	rest.HandleFunc("POST /domains/{name}/nameservers", "Add name servers to a domain", 200, addServers, rest.Doc{
		Tag: domains, Description: "A server at or below the name needs an address; others of the registry may not have one.",
	}),
	rest.HandleFunc("DELETE /domains/{name}/nameservers/{host}", "Remove a name server from a domain", 200, removeServer, rest.Doc{
		Tag: domains, Description: "The domain keeps its other name servers, of which it needs two, or none.",
		Refusals: map[string]rest.Refusal{"not-there": refusal(404, 2303, "Object does not exist")},
	}),
}

// givenHost is a name server in a request.
type givenHost struct {
	ID       rest.Opt[any] `json:"id,omitempty"`
	Hostname string        `json:"hostname" example:"ns1.a.example"`
	IPv4     []string      `json:"ipv4,omitempty" example:"[\"192.0.2.1\"]"`
	IPv6     []string      `json:"ipv6,omitempty" example:"[\"2001:db8::1\"]"`
	Action   string        `json:"action,omitempty" enum:"add,rem" doc:"In PUT /domains/{name}: add or remove it"`
}

func (h givenHost) nameserver() object.NS {
	return object.NS{Host: normalizeName(h.Hostname), Addrs: append(append([]string{}, h.IPv4...), h.IPv6...)}
}

// check returns ErrMissing or ErrNameSyntax for the host name, and ErrSyntax for an
// address that is invalid or of the other family.
func (h givenHost) check() error {
	if strings.TrimSpace(h.Hostname) == "" {
		return registry.ErrMissing.On("hostname", "")
	}
	if _, err := name.ParseReference(normalizeName(h.Hostname)); err != nil {
		return registry.ErrNameSyntax.On("hostname", registry.Truncate(h.Hostname))
	}
	for _, s := range h.IPv4 {
		if a, err := netip.ParseAddr(s); err != nil || !a.Is4() {
			return registry.ErrSyntax.On("ipv4", registry.Truncate(s))
		}
	}
	for _, s := range h.IPv6 {
		if a, err := netip.ParseAddr(s); err != nil || !a.Is6() || a.Zone() != "" {
			return registry.ErrSyntax.On("ipv6", registry.Truncate(s))
		}
	}
	return nil
}

func checkHosts(all []givenHost) error {
	for _, h := range all {
		if err := h.check(); err != nil {
			return err
		}
	}
	return nil
}

type serverList struct {
	Servers []plainServer `json:"nameservers"`
}

type plainServer struct {
	Hostname string   `json:"hostname" example:"ns1.a.example"`
	IPv4     []string `json:"ipv4"`
	IPv6     []string `json:"ipv6"`
}

func listServers(c *rest.Call, in domainPath) (answer[serverList], error) {
	d, err := ownDomain(c, in.Name)
	out := serverList{[]plainServer{}}
	for _, s := range serversOf(d) {
		out.Servers = append(out.Servers, plainServer{s.Hostname, s.IPv4, s.IPv6})
	}
	return success(out), err
}

// ownDomain returns a domain of the caller's registrar.
func ownDomain(c *rest.Call, text string) (registry.Domain, error) {
	n, err := resolveName(c, text)
	if err != nil {
		return registry.Domain{}, err
	}
	info, err := rest.Ask(c, object.DomainInfo{Name: n})
	return info.Domain, err
}

type serversAdded struct {
	domainPath
	Servers []givenHost `json:"nameservers"`
}

func (in *serversAdded) Check() error { return checkHosts(in.Servers) }

func addServers(c *rest.Call, in serversAdded) (answer[nameOnly], error) {
	var u object.UpdateDomain
	for _, h := range in.Servers {
		u.AddNS = append(u.AddNS, h.nameserver())
	}
	return applyUpdate(c, in.Name, u)
}

type serverRemoved struct {
	domainPath
	Host string `path:"host" example:"ns1.a.example"`
}

func removeServer(c *rest.Call, in serverRemoved) (answer[nameOnly], error) {
	return applyUpdate(c, in.Name, object.UpdateDomain{RemNS: []string{normalizeName(in.Host)}})
}
