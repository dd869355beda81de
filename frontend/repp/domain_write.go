package repp

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// docLimit is the maximum size in bytes of a body with a legal document: 8 MB
// (docs/contracts/ee.md section 4) in base64, and the other members.
const docLimit = 12 << 20

var createDomainRoute = rest.Handle("POST /domains", "Register a domain", 200, createDomain,
	func(r object.Registration) answer[createdDomain] {
		var out createdDomain
		out.Domain.Name, out.Domain.Code, out.Domain.ID = r.Domain.Name.Unicode(), r.AuthInfo, r.Domain.UUID
		return success(out)
	}, rest.Doc{
		Tag: domains, ID: "createDomain", MaxBody: docLimit,
		Description: "For 3, 6 or 9 months, or 1 to 10 years. The domain expires at the end of a day.",
		Refusals: map[string]rest.Refusal{
			"authinfo":            refusal(400, 2202, "Invalid authorization information; invalid reserved>pw value"),
			"missing:reserved_pw": refusal(400, 2003, "Required parameter missing; reserved>pw element required for reserved domains"),
			"name-reserved":       refusal(400, 2003, "Required parameter missing; reserved>pw element required for reserved domains"),
			"name-blocked":        refusal(400, 2308, "Data management policy violation: Domain name is blocked [name_dirty]"),
		},
	})

type newDomain struct {
	Domain struct {
		Name       string       `json:"name" example:"a.ee"`
		Registrant string       `json:"registrant" doc:"Code of one of your contacts" example:"BEST-NAMES:1A2B3C4D"`
		Period     int          `json:"period,omitempty" lax:"true" doc:"Default 1" example:"1"`
		Unit       string       `json:"period_unit" enum:"y,m" example:"y"`
		Code       string       `json:"transfer_code,omitempty" doc:"Generated if absent"`
		ReservedPW string       `json:"reserved_pw,omitempty"`
		Servers    []givenHost  `json:"nameservers_attributes,omitempty"`
		Admin      []string     `json:"admin_contacts,omitempty" doc:"Codes"`
		Tech       []string     `json:"tech_contacts,omitempty" doc:"Codes"`
		Keys       []givenKey   `json:"dnskeys_attributes,omitempty"`
		Document   *legalPapers `json:"legal_document,omitempty"`
	} `json:"domain"`
}

// legalPapers is a legal document. It is accepted and discarded.
type legalPapers struct {
	Body string `json:"body,omitempty" doc:"In base64"`
	Type string `json:"type,omitempty" example:"pdf"`
}

type createdDomain struct {
	Domain struct {
		Name string `json:"name" example:"a.ee"`
		Code string `json:"transfer_code"`
		ID   string `json:"id" doc:"UUID"`
	} `json:"domain"`
}

func (in *newDomain) Check() error {
	_, err := parseTerm(in.Domain.Period, in.Domain.Unit)
	if err != nil {
		return err
	}
	return checkHosts(in.Domain.Servers)
}

func createDomain(in newDomain) command.Command[object.Registration] {
	term, _ := parseTerm(in.Domain.Period, in.Domain.Unit)
	create := object.CreateDomain{
		Name: normalizeName(in.Domain.Name), Term: term, Registrant: registry.ContactID(in.Domain.Registrant), AuthInfo: in.Domain.Code,
		Admin: contactIDs(in.Domain.Admin), Tech: contactIDs(in.Domain.Tech), CreateHosts: true, ReservedPassword: in.Domain.ReservedPW,
	}
	for _, h := range in.Domain.Servers {
		create.Nameservers = append(create.Nameservers, h.nameserver())
	}
	for _, k := range in.Domain.Keys {
		create.DNSSEC.Keys = append(create.DNSSEC.Keys, k.key())
	}
	return create
}

// parseTerm returns the term of n units, "y" or "m"; an n of 0 means 1. Months
// that make up whole years are years.
func parseTerm(n int, unit string) (registry.Term, error) {
	if n == 0 {
		n = 1
	}
	switch {
	case n < 0 || n > 120:
		return registry.Term{}, registry.ErrRange.On("period", "1 to 120")
	case unit == "y":
		return registry.Years(n), nil
	case unit == "m" && n%12 == 0:
		return registry.Years(n / 12), nil
	case unit == "m":
		return registry.Months(n), nil
	}
	return registry.Term{}, registry.ErrSyntax.On("period_unit", registry.Truncate(unit))
}

func contactIDs(texts []string) (ids []registry.ContactID) {
	for _, s := range texts {
		ids = append(ids, registry.ContactID(s))
	}
	return ids
}

var updateDomainRoute = rest.HandleFunc("PUT /domains/{name}", "Change a domain", 200, updateDomain, rest.Doc{
	Tag: domains, ID: "updateDomain", MaxBody: docLimit,
	Description: "`contacts` replaces all contacts of the domain; `nameservers` and `dns_keys` are added or removed by their `action`. The current registrant " +
		"has to confirm a new one (code 1001), unless `verified` is true.",
})

type domainChange struct {
	domainPath
	Domain struct {
		Registrant *newHolder   `json:"registrant,omitempty"`
		Code       string       `json:"transfer_code,omitempty"`
		Contacts   *[]givenRole `json:"contacts,omitempty"`
		Servers    []givenHost  `json:"nameservers,omitempty"`
		Keys       []givenKey   `json:"dns_keys,omitempty"`
		ReservedPW string       `json:"reserved_pw,omitempty"`
		Document   *legalPapers `json:"legal_document,omitempty"`
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

var deleteDomainRoute = rest.HandleFunc("DELETE /domains/{name}", "Delete a domain", 200, deleteDomain, rest.Doc{
	Tag: domains, ID: "deleteDomain", MaxBody: docLimit,
	Description: "The registrant has to confirm it (code 1001), unless `verified` is true. Another registrar's domain can be deleted by sending its transfer code " +
		"twice, in Auth-Code and in `transfer_code`.",
	Refusals: map[string]rest.Refusal{"authinfo": refusal(400, 2202, "Authorization error")},
})

type deletion struct {
	domainPath
	Auth   string `header:"Auth-Code"`
	Domain *struct {
		Delete *struct {
			Verified bool `json:"verified,omitempty" lax:"true" doc:"The registrant has already agreed"`
		} `json:"delete,omitempty"`
		Code     string       `json:"transfer_code,omitempty"`
		Document *legalPapers `json:"legal_document,omitempty"`
	} `json:"domain,omitempty"`
}

func deleteDomain(c *rest.Call, in deletion) (answer[nameOnly], error) {
	n, err := resolveName(c, in.Name)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	del := object.DeleteDomainByAuthInfo{Name: n}
	if in.Domain != nil {
		del.Verified = in.Domain.Delete != nil && in.Domain.Delete.Verified
		if in.Auth == in.Domain.Code {
			del.AuthInfo = in.Auth
		}
	}
	d, err := rest.Do(c, del)
	return encodeChange(d), err
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
