package repp

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var domainRoutes = requireRole(registry.RoleEPP, slices.Concat(
	[]rest.Route{listDomainsRoute, showDomainRoute, createDomainRoute, updateDomainRoute, deleteDomainRoute},
	transferRoutes, renewRoutes, bulkRoutes, serverRoutes, keyRoutes, roleRoutes, statusRoutes,
)...)

// domainPath is the path parameter of a call about one domain: its name in
// A-labels or U-labels and any case, or its number.
type domainPath struct {
	Name string `path:"name" doc:"Name, in Unicode or punycode, or the domain's number" example:"a.ee"`
}

// resolveName returns the name of the domain that a path parameter identifies;
// ErrNoName if there is none.
func resolveName(c *rest.Call, text string) (string, error) {
	n, err := rest.Ask(c, object.ResolveDomainID{ID: normalizeName(text)})
	return string(n), err
}

// normalizeName returns a name from a request without surrounding space, in
// lower case and Unicode NFC.
func normalizeName(text string) string {
	return norm.NFC.String(strings.ToLower(strings.TrimSpace(text)))
}

// unicodeName returns the name of a request as responses have it: in Unicode and
// lower case. What is no name stays as it is, in lower case.
func unicodeName(text string) string {
	n, err := name.ParseLookup(text)
	if err != nil {
		return normalizeName(text)
	}
	return n.Unicode()
}

// nameOnly is the data of a response to a change: the name of the domain.
type nameOnly struct {
	Domain struct {
		Name string `json:"name" example:"a.ee"`
	} `json:"domain"`
}

func encodeName(n name.Name) nameOnly {
	var out nameOnly
	out.Domain.Name = n.Unicode()
	return out
}

// encodeChange responds to a change of d: 1001 if the change itself awaits the
// registrant's confirmation, else 1000 (contract D12).
func encodeChange(d registry.Domain, awaits bool) answer[nameOnly] {
	if awaits {
		return successWith(codePending, encodeName(d.Name))
	}
	return success(encodeName(d.Name))
}

// applyUpdate runs update on the domain that the path parameter text identifies.
func applyUpdate(c *rest.Call, text string, update object.UpdateDomain) (answer[nameOnly], error) {
	n, err := resolveName(c, text)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	update.Name = n
	updated, err := rest.Do(c, update)
	return encodeChange(updated.Domain, updated.Awaits()), err
}
