package server

import (
	"net"
	"net/url"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// infrastructure returns the hosts that the configuration names, with the names above
// them: TLDs, their name servers and mail domain, the catalog zone, and the hosts of the
// frontends. The name servers of storefronts are in the store.
func (e EnvironmentConfig) infrastructure(policies map[name.Name]registry.Policy) (namelist.Infrastructure, error) {
	servers, err := e.DNS.Nameservers()
	if err != nil {
		return nil, err
	}
	var hosts []name.Name
	for _, s := range servers {
		hosts = append(hosts, s.Host)
	}
	for tld := range policies {
		hosts = append(hosts, tld)
		if len(servers) == 0 || e.DNS.Contact == "" { // the defaults of the dns section
			hosts = append(hosts, "nic."+tld)
		}
	}
	texts := append([]string{e.DNS.Contact, e.DNS.Catalog, e.RDAP.URL, e.RDAP.Port43, e.Billing.Email, e.Billing.Website, e.Forward.Certificates.Email}, e.EPP.Hosts...)
	texts = append(texts, e.RDAP.MoreURLs...)
	for _, s := range Sellers() {
		if section, ok := e.Dialects[s.Dialect.Name]; ok {
			texts = append(texts, section.OwnHost(), section.Configure(s.Dialect).Host)
		}
	}
	for _, l := range e.Listeners() {
		texts = append(texts, l.Addresses...)
	}
	for _, text := range texts {
		if n, err := name.ParseReference(hostIn(text)); err == nil {
			hosts = append(hosts, n)
		}
	}
	return namelist.NewInfrastructure(hosts...), nil
}

// hostIn returns the host of a URL, an e-mail address, or an address with a port; any
// other text unchanged.
func hostIn(text string) string {
	if u, err := url.Parse(text); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	if _, domain, ok := strings.Cut(text, "@"); ok {
		return domain
	}
	if host, _, err := net.SplitHostPort(text); err == nil {
		return host
	}
	return text
}
