package repp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var listContactsRoute = rest.HandleFunc("GET /contacts", "List your contacts", 200, listContacts, rest.Doc{
	Tag: contacts, ID: "listContacts",
	Description: "Codes, or objects with `details=true`. Filters are in `q[…]`.",
})

type contactListParams struct {
	paging
	Details string `query:"details" doc:"\"true\" for objects instead of codes" example:"true"`
	Name    string `query:"q[name_matches]" doc:"\"%\" is any text"`
	Code    string `query:"q[code_eq]"`
	Ident   string `query:"q[ident_matches]" doc:"\"%\" is any text"`
	Type    string `query:"q[ident_type_eq]" enum:"org,priv,birthday"`
	Email   string `query:"q[email_matches]" doc:"\"%\" is any text"`
	Country string `query:"q[country_code_eq]"`
}

type contactList struct {
	Contacts []any    `json:"contacts"`
	Total    int      `json:"total_number_of_records"`
	Count    int      `json:"count"`
	Statuses []string `json:"statuses,omitempty" doc:"2026: all possible statuses"`
	Types    []string `json:"ident_types,omitempty" doc:"2026: all possible types"`
}

func listContacts(c *rest.Call, in contactListParams) (answer[contactList], error) {
	head := edition(c) == Edition2026
	find := contact.FindContacts{Offset: in.Offset, Limit: in.limit()}
	find.Name, find.Email, find.IdentCode = in.Name, in.Email, in.Ident
	find.ID, find.IdentType, find.IdentCountry = registry.ContactID(in.Code), registry.IdentType(in.Type), in.Country
	if head && in.Limit == nil {
		find.Limit = maxListSize
	}
	page, err := rest.Ask(c, find)
	if err != nil {
		return answer[contactList]{}, err
	}
	registrar, err := rest.Ask(c, callerRegistrar{})
	if err != nil {
		return answer[contactList]{}, err
	}
	data := contactList{Contacts: make([]any, 0, len(page.Contacts)), Total: page.Total, Count: page.Total}
	for _, card := range page.Contacts {
		switch {
		case in.Details != "true":
			data.Contacts = append(data.Contacts, card.Contact.ID)
		case head:
			data.Contacts = append(data.Contacts, encodeContactDetail(card, registrar))
		default:
			data.Contacts = append(data.Contacts, encodeContactRow(card))
		}
	}
	if head {
		data.Statuses = []string{"ok", "linked", "clientDeleteProhibited", "clientTransferProhibited", "clientUpdateProhibited",
			"serverDeleteProhibited", "serverTransferProhibited", "serverUpdateProhibited"}
		data.Types = []string{"org", "priv", "birthday"}
	}
	return success(data), nil
}

// callerRegistrar reads the caller's registrar.
type callerRegistrar struct{}

func (callerRegistrar) Answer(s *command.Snapshot) (registry.Registrar, error) {
	return s.FindRegistrar(s.By.Registrar)
}

var showContactRoute = rest.HandleFunc("GET /contacts/{code}", "Show one of your contacts", 200, showContact, rest.Doc{
	Tag: contacts, ID: "showContact",
	Description: "In edition 2026 with the domains that use it, `per_page` (default 15) at a time.",
})

type contactParams struct {
	contactPath
	Simple  string `query:"simple" doc:"2026: \"true\": without the domains that use it"`
	Page    int    `query:"page" minimum:"1"`
	PerPage int    `query:"per_page" minimum:"1" maximum:"200"`
}

func showContact(c *rest.Call, in contactParams) (answer[any], error) {
	card, err := rest.Ask(c, contact.ContactInfo{ID: registry.ContactID(in.Code)})
	if err != nil {
		return answer[any]{}, err
	}
	if edition(c) != Edition2026 {
		return success[any](encodeContactRow(card)), nil
	}
	registrar, err := rest.Ask(c, callerRegistrar{})
	if err != nil {
		return answer[any]{}, err
	}
	out := encodeContactDetail(card, registrar)
	if in.Simple != "true" {
		if out.Domains, out.Count, err = domainUses(c, card.Contact.ID, registrar, in); err != nil {
			return answer[any]{}, err
		}
	}
	return success[any](map[string]contactDetail{"contact": out}), nil
}

// domainUses returns a page of the domains that use a contact, and the total
// number of them.
func domainUses(c *rest.Call, id registry.ContactID, registrar registry.Registrar, in contactParams) (*[]domainUse, *int, error) {
	if in.PerPage < 1 || in.PerPage > 200 {
		in.PerPage = 15
	}
	in.Page = min(max(in.Page, 1), 1_000_000)
	page, err := rest.Ask(c, object.PageDomains{DomainsOnly: true, DomainFilter: object.DomainFilter{
		Contact: id, Offset: (in.Page - 1) * in.PerPage, Limit: in.PerPage,
	}})
	all := []domainUse{}
	for _, s := range page.Domains {
		d := s.Domain
		u := domainUse{d.UUID, d.Name.Unicode(), registrarName{registrar.Name, ee.Nullable(registrar.Website)}, ee.LocalTime(d.Expires), []string{}}
		for role, ids := range map[string][]registry.ContactID{"Registrant": {d.Registrant}} {
			u.Roles = appendRole(u.Roles, role, ids, id)
		}
		u.Roles = appendRole(u.Roles, "AdminDomainContact", d.Admin, id)
		u.Roles = appendRole(u.Roles, "TechDomainContact", d.Tech, id)
		all = append(all, u)
	}
	return &all, &page.Total, err
}

func appendRole(roles []string, role string, ids []registry.ContactID, id registry.ContactID) []string {
	for _, one := range ids {
		if one == id {
			return append(roles, role)
		}
	}
	return roles
}
