package registrant

import (
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var contactRoutes = []rest.Route{
	rest.HandleQuery("GET /contacts", "List the contacts", 200,
		func(in page) command.Query[[]registrant.PersonalContact] {
			return registrant.ListPersonalContacts{Offset: in.Offset(), Limit: in.Limit()}
		}, encodeContacts, rest.Doc{Tag: contacts, Description: "Those with the person's identity code, at all registrars.",
			Response: encodeContacts([]registrant.PersonalContact{sampleContact}), Errors: domainRoutes[0].Errors}),
	rest.HandleFunc("GET /contacts/{id}", "Show a contact", 200,
		func(c *rest.Call, in contactParams) (contact, error) {
			card, err := rest.Ask(c, registrant.PersonalContactInfo{UUID: uuid(in.ID), Links: in.Links == "true"})
			return encodeContact(card, in.Links == "true"), err
		}, rest.Doc{Tag: contacts, Description: "With `links=true` also the domains and the roles in which they use it.",
			Response: encodeContact(sampleContact, false), Errors: []rest.ErrorDoc{noContact}}),
	rest.Handle("PATCH /contacts/{id}", "Change a contact", 200, decodeUpdate,
		func(card registrant.PersonalContact) contact { return encodeContact(card, false) }, rest.Doc{
			Tag:         contacts,
			Description: "Absent members stay unchanged; `address` is replaced as a whole. The sponsoring registrar gets a notification. The ident cannot be changed.",
			Response:    encodeContact(sampleContact, false),
			Refusals:    map[string]rest.Refusal{"contact-absent": {Status: 404, Text: "Not found"}},
			Errors:      []rest.ErrorDoc{noContact, {Fault: registry.ErrSyntax.On("voice", ""), Description: "A value is invalid."}},
		}),
	rest.HandleQuery("GET /contacts/{id}/do_need_update_contacts", "Check whether contacts have an outdated name", 200,
		func(contactPath) command.Query[[]registry.Contact] { return registrant.OutdatedContactNames{} },
		func(list []registry.Contact) outdated { return outdated{len(list) > 0, len(list)} }, rest.Doc{
			Tag: contacts, Response: outdated{true, 1}, Description: "That is, another name than the electronic identity with which the person logged in.",
		}),
	rest.Handle("POST /contacts/{id}/update_contacts", "Update the names of the contacts", 200,
		func(contactPath) command.Command[[]registry.Contact] { return registrant.UpdateContactNames{} }, encodeRenamed, rest.Doc{
			Tag: contacts, Response: encodeRenamed([]registry.Contact{sampleContact.Contact}), Description: "To the name of the electronic identity with which the person logged in.",
		}),
	rest.HandleQuery("GET /companies", "List the companies", 200,
		func(in page) command.Query[[]registry.Contact] {
			return registrant.RepresentedCompanies{Offset: in.Offset(), Limit: in.Limit()}
		},
		encodeCompanies, rest.Doc{Tag: contacts, Description: "The companies that the person represents.",
			Response: companies{[]company{{"Example OÜ", "10000001", "EST"}}}, Errors: domainRoutes[0].Errors}),
}

var noContact = rest.ErrorDoc{Fault: registry.ErrNoContact, Description: "The contact does not exist or belongs to another person."}

type contactPath struct {
	ID string `path:"id" doc:"The contact's UUID" example:"98d1083a-8863-4153-93e4-caee4a013535"`
}

type contactParams struct {
	contactPath
	Links string `query:"links" doc:"true: include the domains that use it"`
}

type contact struct {
	ID              string             `json:"id"`
	Name            string             `json:"name"`
	Code            string             `json:"code" doc:"The contact's handle"`
	Ident           ident              `json:"ident"`
	Email           string             `json:"email"`
	Phone           string             `json:"phone"`
	Fax             *string            `json:"fax"`
	Address         address            `json:"address"`
	AuthInfo        string             `json:"auth_info" doc:"Empty for a company's contact"`
	Statuses        []registry.Status  `json:"statuses"`
	Disclosed       []string           `json:"disclosed_attributes"`
	SystemDisclosed []string           `json:"system_disclosed_attributes" doc:"Always empty"`
	Publishable     bool               `json:"registrant_publishable"`
	Links           rest.Opt[[]linked] `json:"links,omitzero"`
}

type ident struct {
	Code    *string `json:"code"`
	Type    *string `json:"type" enum:"priv,org,birthday"`
	Country *string `json:"country_code"`
}

type address struct {
	Street  *string `json:"street"`
	Zip     *string `json:"zip"`
	City    *string `json:"city"`
	State   *string `json:"state"`
	Country *string `json:"country_code"`
}

type linked struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

func encodeContacts(cards []registrant.PersonalContact) []contact {
	out := []contact{}
	for _, c := range cards {
		out = append(out, encodeContact(c, false))
	}
	return out
}

func encodeContact(card registrant.PersonalContact, links bool) contact {
	c := card.Contact
	out := contact{
		ID: c.UUID, Name: c.Postal.Name, Code: string(c.ID), Email: c.Email, Phone: c.Voice, Fax: nullable(c.Fax), AuthInfo: card.AuthInfo,
		Ident: ident{nullable(c.Ident.Code), nullable(string(c.Ident.Type)), nullable(c.Ident.Country)},
		Address: address{
			nullable(joinStreet(c.Postal.Street)), nullable(c.Postal.PostalCode), nullable(c.Postal.City), nullable(c.Postal.State), nullable(c.Postal.Country),
		},
		Statuses: ee.ContactStatuses(c, card.Linked), Disclosed: disclosed(c.Disclosure.Publish), SystemDisclosed: []string{},
		Publishable: c.Disclosure.Consent != nil && *c.Disclosure.Consent,
	}
	if links {
		list := []linked{}
		for _, d := range card.Links {
			list = append(list, linked{d.Name.Unicode(), d.UUID})
		}
		out.Links = rest.Some(list)
	}
	return out
}

// attributes maps the attributes that can be disclosed to the names that
// registry.Disclosure uses.
var attributes = map[string]string{"name": "name", "email": "email", "phone": "voice", "address": "addr"}

func disclosed(published []string) []string {
	list := []string{}
	for _, a := range []string{"name", "email", "phone", "address"} {
		if slices.Contains(published, attributes[a]) {
			list = append(list, a)
		}
	}
	return list
}

type outdated struct {
	Needed bool `json:"update_contacts"`
	Count  int  `json:"counter"`
}

type renamed struct {
	Message  string   `json:"message"`
	Contacts []string `json:"contacts" doc:"Handles of the changed contacts"`
}

func encodeRenamed(list []registry.Contact) renamed {
	out := renamed{"Contacts have the right name", []string{}}
	for _, c := range list {
		out.Contacts = append(out.Contacts, string(c.ID))
	}
	return out
}
