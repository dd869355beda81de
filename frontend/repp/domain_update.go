package repp

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var updateDomainRoute = rest.HandleFunc("PUT /domains/{name}", "Change a domain", 200, updateDomain, rest.Doc{
	Tag: domains, ID: "updateDomain", MaxBody: docLimit,
	Description: "`contacts` replaces all contacts of the domain; `nameservers` and `dns_keys` are added or removed by their `action`. The current registrant " +
		"has to confirm a new one (code 1001), unless `verified` is true.",
})

type domainChange struct {
	domainPath
	Domain struct {
		Registrant *newHolder     `json:"registrant,omitempty"`
		Code       string         `json:"transfer_code,omitempty"`
		Contacts   *[]givenRole   `json:"contacts,omitempty"`
		Servers    []givenHost    `json:"nameservers,omitempty"`
		Keys       []givenKey     `json:"dns_keys,omitempty"`
		ReservedPW string         `json:"reserved_pw,omitempty"`
		Document   *legalDocument `json:"legal_document,omitempty"`
	} `json:"domain"`
}

type newHolder struct {
	Code     string `json:"code"`
	Verified bool   `json:"verified,omitempty" lax:"true" doc:"The current registrant has already agreed"`
}

func (in *domainChange) Check() error { return checkHosts(in.Domain.Servers) }

func updateDomain(c *rest.Call, in domainChange) (answer[nameOnly], error) {
	var u object.UpdateDomain
	if to := in.Domain.Registrant; to != nil {
		id := registry.ContactID(to.Code)
		u.Registrant, u.Verified = &id, to.Verified
	}
	if in.Domain.Code != "" {
		u.AuthInfo = &in.Domain.Code
	}
	if in.Domain.Contacts != nil {
		admin, tech, err := splitRoles(*in.Domain.Contacts)
		if err != nil {
			return answer[nameOnly]{}, err
		}
		u.Admin.Set, u.Tech.Set = &admin, &tech
	}
	for _, h := range in.Domain.Servers {
		if h.Action == "rem" {
			u.RemNS = append(u.RemNS, h.Hostname)
		} else {
			u.AddNS = append(u.AddNS, h.nameserver())
		}
	}
	for _, k := range in.Domain.Keys {
		if k.Action == "rem" {
			u.Keys.Rem = append(u.Keys.Rem, k.key())
		} else {
			u.Keys.Add = append(u.Keys.Add, k.key())
		}
	}
	return applyUpdate(c, in.Name, u)
}

var statusRoutes = []rest.Route{
	rest.HandleFunc("PUT /domains/{name}/statuses/{status}", "Set a status", 200, setStatus, statusDoc),
	rest.HandleFunc("DELETE /domains/{name}/statuses/{status}", "Remove a status", 200, liftStatus, statusDoc),
}

var statusDoc = rest.Doc{
	Tag: domains, Description: "Only clientHold can be set and removed.",
	Refusals: map[string]rest.Refusal{
		"status-client": refusal(400, 2306, "Parameter value policy error. Client-side object status management not supported: status {value}"),
		"there":         refusal(400, 2306, "Parameter value policy error: the status is set already: status {value}"),
		"not-there":     refusal(400, 2306, "Parameter value policy error: the status is not set: status {value}"),
	},
}

type statusChange struct {
	domainPath
	Status string `path:"status" enum:"clientHold" example:"clientHold"`
}

type statusSet struct {
	Domain string          `json:"domain" example:"a.ee"`
	Status registry.Status `json:"status" example:"clientHold"`
}

// settable lists the statuses that registrars can set through this dialect.
var settable = []registry.Status{registry.ClientHold}

func (in *statusChange) Check() error {
	if !slices.Contains(settable, registry.Status(in.Status)) {
		return registry.ErrStatusClient.On("status", registry.Truncate(in.Status))
	}
	return nil
}

func setStatus(c *rest.Call, in statusChange) (answer[statusSet], error) {
	return changeStatus(c, in, command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{{Status: registry.Status(in.Status)}}})
}

func liftStatus(c *rest.Call, in statusChange) (answer[statusSet], error) {
	return changeStatus(c, in, command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{{Status: registry.Status(in.Status)}}})
}

func changeStatus(c *rest.Call, in statusChange, edit command.Edit[registry.StatusEntry]) (answer[statusSet], error) {
	a, err := applyUpdate(c, in.Name, object.UpdateDomain{Statuses: edit})
	return success(statusSet{a.Data.Domain.Name, registry.Status(in.Status)}), err
}
