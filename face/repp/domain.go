package repp

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var domainRoutes = needs(registry.RoleEPP, slices.Concat(
	[]rest.Route{listDomainsRoute, showDomainRoute, createDomainRoute, updateDomainRoute, deleteDomainRoute},
	transferRoutes, renewRoutes, bulkRoutes, serverRoutes, keyRoutes, roleRoutes, statusRoutes,
)...)

// A named is a call about a domain: its name in either form and any case, or
// the number of its row.
type named struct {
	Name string `path:"name" doc:"Name, in Unicode or punycode, or the number of its row" example:"a.ee"`
}

// nameOf returns the name that a path means; ErrNoName for what is none.
func nameOf(c *rest.Call, text string) (string, error) {
	n, err := rest.Ask(c, command.NameOf{ID: folded(text)})
	return string(n), err
}

// folded returns a name as people write it in the form in which names are
// registered: lower case, accents composed.
func folded(text string) string { return norm.NFC.String(strings.ToLower(strings.TrimSpace(text))) }

// A nameOnly is the data of a change: which name it was.
type nameOnly struct {
	Domain struct {
		Name string `json:"name" example:"a.ee"`
	} `json:"domain"`
}

func tellName(n name.Name) nameOnly {
	var out nameOnly
	out.Domain.Name = n.Unicode()
	return out
}

// tellDomain answers a change: pending where it waits for the registrant.
func tellDomain(d registry.Domain) answer[nameOnly] {
	if d.Pending != nil {
		return coded(pending, tellName(d.Name))
	}
	return told(tellName(d.Name))
}

// change is a route's work that is one update of the name in its path.
func change(c *rest.Call, text string, update command.UpdateDomain) (answer[nameOnly], error) {
	n, err := nameOf(c, text)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	update.Name = n
	done, err := rest.Do(c, update)
	return tellDomain(done.Domain), err
}
