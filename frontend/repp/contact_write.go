package repp

import (
	"errors"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// contactRefusals are the error messages of contact calls (docs/contracts/ee.md
// section 2.7).
var contactRefusals = map[string]rest.Refusal{
	"syntax:voice":  refusal(400, 2005, "Phone nr is invalid [phone]"),
	"syntax:email":  refusal(400, 2005, "Email is invalid [email]"),
	"syntax:ident":  refusal(400, 2005, "Ident code does not conform to national identification number format of Estonia"),
	"contact-taken": refusal(400, 2302, "Contact code already exists [code]"),
	"taken":         refusal(400, 2302, "Contact code already exists [code]"),
}

var createContactRoute = rest.HandleFunc("POST /contacts", "Create a contact", 200, createContact, rest.Doc{
	Tag: contacts, ID: "createContact", MaxBody: docLimit,
	Description: "Its code starts with the registrar's. 1100: the registry stores no addresses and has discarded this one.",
	Refusals:    contactRefusals,
})

type newContact struct {
	Contact struct {
		Code  string `json:"code,omitempty" doc:"Generated if absent"`
		Name  string `json:"name"`
		Email string `json:"email" example:"mari@a.example"`
		Phone string `json:"phone" example:"+372.5000000"`
		Ident struct {
			Code    string             `json:"ident" example:"37605030299"`
			Type    registry.IdentType `json:"ident_type" enum:"org,priv,birthday" example:"priv"`
			Country string             `json:"ident_country_code" example:"EE"`
		} `json:"ident"`
		Address  *givenAddress  `json:"addr,omitempty"`
		Document *legalDocument `json:"legal_document,omitempty"`
	} `json:"contact"`
}

type givenAddress struct {
	Country string `json:"country_code,omitempty" example:"EE"`
	City    string `json:"city,omitempty" example:"Tallinn"`
	Street  string `json:"street,omitempty"`
	Zip     string `json:"zip,omitempty" example:"10000"`
	State   string `json:"state,omitempty"`
}

// applyTo returns p with its address replaced by a; a nil a leaves it unchanged.
func (a *givenAddress) applyTo(p registry.Postal) registry.Postal {
	if a == nil {
		return p
	}
	p.City, p.PostalCode, p.State, p.Country, p.Street = a.City, a.Zip, a.State, a.Country, nil
	if a.Street != "" {
		p.Street = []string{a.Street}
	}
	return p
}

func (in *newContact) Check() error {
	c := in.Contact
	for _, m := range []struct{ field, value string }{
		{"contact[name]", c.Name}, {"contact[email]", c.Email}, {"contact[phone]", c.Phone},
		{"contact[ident][ident]", c.Ident.Code}, {"contact[ident][ident_type]", string(c.Ident.Type)}, {"contact[ident][ident_country_code]", c.Ident.Country},
	} {
		if strings.TrimSpace(m.value) == "" {
			return registry.ErrMissing.On(m.field, "")
		}
	}
	return nil
}

type contactCode struct {
	Contact struct {
		ID   string             `json:"id,omitempty" doc:"2020: the code"`
		Code registry.ContactID `json:"code" example:"BEST-NAMES:1A2B3C4D"`
	} `json:"contact"`
}

func createContact(c *rest.Call, in newContact) (answer[contactCode], error) {
	given := in.Contact
	draft := registry.Contact{
		Email: given.Email, Voice: given.Phone,
		Ident:  registry.Ident{Code: given.Ident.Code, Type: given.Ident.Type, Country: given.Ident.Country},
		Postal: given.Address.applyTo(registry.Postal{Name: given.Name}),
	}
	if draft.Ident.Type == registry.IdentOrg {
		draft.Postal.Org = given.Name
	}
	prefix := object.HandlePrefix(c.Actor.Registrar)
	if given.Code != "" {
		draft.ID = registry.ContactID(prefix + strings.TrimPrefix(strings.ToUpper(given.Code), prefix))
	}
	n, err := rest.Do(c, contact.CreateContact{Contact: draft, Prefix: prefix, Hex: true, TLD: contactTLD})
	return encodeContactCode(c, n.Contact, given.Address), err
}

// encodeContactCode responds with a contact's code: 1100 instead of 1000 if the
// address in the request was discarded.
func encodeContactCode(c *rest.Call, p registry.Contact, address *givenAddress) answer[contactCode] {
	var out contactCode
	if out.Contact.Code = p.ID; edition(c) != Edition2026 {
		out.Contact.ID = string(p.ID)
	}
	if address != nil && *address != (givenAddress{}) && address.applyTo(registry.Postal{}).City != p.Postal.City {
		return successWith(codeAddressDiscarded, out)
	}
	return success(out)
}

var updateContactRoute = rest.HandleFunc("PUT /contacts/{code}", "Change a contact", 200, updateContact, rest.Doc{
	Tag: contacts, ID: "updateContact", MaxBody: docLimit,
	Description: "Absent members stay unchanged. The ident cannot be changed.",
	Refusals:    contactRefusals,
})

type contactChange struct {
	contactPath
	Contact struct {
		Name  *string `json:"name,omitempty"`
		Email *string `json:"email,omitempty"`
		Phone *string `json:"phone,omitempty"`
		Ident *struct {
			Code    *string             `json:"ident,omitempty"`
			Type    *registry.IdentType `json:"ident_type,omitempty"`
			Country *string             `json:"ident_country_code,omitempty"`
		} `json:"ident,omitempty"`
		Address  *givenAddress  `json:"addr,omitempty"`
		Document *legalDocument `json:"legal_document,omitempty"`
	} `json:"contact"`
}

func updateContact(c *rest.Call, in contactChange) (answer[contactCode], error) {
	id := registry.ContactID(in.Code)
	given := in.Contact
	p, err := rest.Do(c, patching{id, func(p registry.Contact) contact.ContactPatch {
		patch := contact.ContactPatch{Email: given.Email, Voice: given.Phone}
		to := given.Address.applyTo(p.Postal)
		if given.Name != nil {
			if to.Name = *given.Name; p.Postal.Org == p.Postal.Name {
				to.Org = to.Name
			}
		}
		patch.Postal = &to
		if i := given.Ident; i != nil {
			ident := p.Ident
			set(&ident.Code, i.Code)
			set(&ident.Type, i.Type)
			set(&ident.Country, i.Country)
			patch.Ident = &ident
		}
		return patch
	}})
	return encodeContactCode(c, p, given.Address), err
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// patching runs contact.UpdateContact with a patch that depends on the stored
// contact.
type patching struct {
	id    registry.ContactID
	patch func(registry.Contact) contact.ContactPatch
}

func (u patching) Run(t *command.Tx) (registry.Contact, error) {
	p, err := contact.LoadOwnContact(t, u.id)
	if err != nil {
		return p, err
	}
	return contact.UpdateContact{ID: u.id, Patch: u.patch(p), TLD: contactTLD}.Run(t)
}

// Wrapped returns the command that the log names instead of u.
func (u patching) Wrapped() any { return contact.UpdateContact{} }

var deleteContactRoute = rest.HandleFunc("DELETE /contacts/{code}", "Delete a contact that no domain uses", 200,
	func(c *rest.Call, in contactPath) (answer[nothing], error) {
		_, err := rest.Do(c, contact.DeleteContact{ID: registry.ContactID(in.Code)})
		var f *registry.Fault
		if errors.As(err, &f) && f.Reason == registry.ErrLinked.Reason {
			err = registry.ErrLinked.On("domains", "")
		}
		return success(nothing{}), err
	}, rest.Doc{Tag: contacts, ID: "deleteContact", Description: "A contact of a domain cannot be deleted."})
