package repp

import (
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
			"name-letters":        refusal(400, 2005, "Domain name is invalid [name_dirty]"), // contract D18
			"tld-unknown":         refusal(400, 2005, "Domain name is invalid [name_dirty]"),
			"name-blocked":        refusal(400, 2308, "Data management policy violation: Domain name is blocked [name_dirty]"),
		},
	})

type newDomain struct {
	Domain struct {
		Name       string         `json:"name" example:"a.ee"`
		Registrant string         `json:"registrant" doc:"Code of one of your contacts" example:"BEST-NAMES:1A2B3C4D"`
		Period     int            `json:"period,omitempty" lax:"true" doc:"Default 1" example:"1"`
		Unit       string         `json:"period_unit" enum:"y,m" example:"y"`
		Code       string         `json:"transfer_code,omitempty" doc:"Generated if absent"`
		ReservedPW string         `json:"reserved_pw,omitempty"`
		Servers    []givenHost    `json:"nameservers_attributes,omitempty"`
		Admin      []string       `json:"admin_contacts,omitempty" doc:"Codes"`
		Tech       []string       `json:"tech_contacts,omitempty" doc:"Codes"`
		Keys       []givenKey     `json:"dnskeys_attributes,omitempty"`
		Document   *legalDocument `json:"legal_document,omitempty"`
	} `json:"domain"`
}

// legalDocument is a legal document. It is accepted and discarded.
type legalDocument struct {
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
