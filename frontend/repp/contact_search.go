package repp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var checkContactRoute = rest.HandleFunc("GET /contacts/check/{code}", "Check whether a code is available", 200,
	func(c *rest.Call, in contactPath) (answer[checkedContact], error) {
		id := registry.ContactID(in.Code)
		free, err := rest.Ask(c, contact.CheckContacts{IDs: []registry.ContactID{id}})
		var out checkedContact
		out.Contact.Code, out.Contact.Available = in.Code, free[id]
		return success(out), err
	}, rest.Doc{Tag: contacts, ID: "checkContact", Description: "A code with or without the registrar's prefix."})

type checkedContact struct {
	Contact struct {
		Code      string `json:"code" example:"BEST-NAMES:1A2B3C4D"`
		Available bool   `json:"available"`
	} `json:"contact"`
}

var searchContactsRoute = rest.HandleFunc("GET /contacts/search", "Search your contacts", 200,
	func(c *rest.Call, in searchParams) (answer[[]choice], error) { return search(c, in.Query, "") }, searchDoc)

var searchContactRoute = rest.HandleFunc("GET /contacts/search/{code}", "Search your contacts and mark one as selected", 200,
	func(c *rest.Call, in chosenSearchParams) (answer[[]choice], error) {
		return search(c, in.Query, in.Code)
	}, searchDoc)

var searchDoc = rest.Doc{Tag: contacts, Description: "At most ten, in whose name, code or identity code the text stands."}

type searchParams struct {
	Query string `query:"query" doc:"Part of a name, a code or an identity code"`
}

type chosenSearchParams struct {
	contactPath
	searchParams
}

type choice struct {
	Value    registry.ContactID `json:"value"`
	Label    string             `json:"label" example:"BEST-NAMES:1A2B3C4D Mari Maasikas"`
	Selected bool               `json:"selected"`
}

func search(c *rest.Call, text, chosen string) (answer[[]choice], error) {
	if text == "" {
		text = chosen
	}
	page, err := rest.Ask(c, contact.FindContacts{Text: text, Limit: 10, SkipTotal: true})
	all := []choice{}
	for _, card := range page.Contacts {
		p := card.Contact
		all = append(all, choice{p.ID, string(p.ID) + " " + p.Postal.Name, string(p.ID) == chosen})
	}
	return success(all), err
}
