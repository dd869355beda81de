package altravia

import (
	"fmt"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	contacts "github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var createContactRoute = rest.Handle("POST /contact", "Create a contact", 200, createContact, encodeCreated, rest.Doc{
	Tag: contactsTag, ID: "createContact",
	Description: "Creates a contact, to be associated with names. A registrant needs `nationalitycode`, `entitytype` and `regcode`: " +
		"0 no registrant; 1 natural person; 2 company; 3 freelance; 4 non-profit organisation; 5 public body; 6 other subject; 7 foreign subject.",
	Request:  newContactExample,
	Response: recordedSuccess("POST /contact"),
	Errors:   recordedErrors("POST /contact"),
	Refusals: mergeRefusals(registryRefusals(238, "Create contact failed: ", ""), requiredRefusals),
})

// requiredRefusals are the responses to missing and malformed members of a
// contact.
var requiredRefusals = map[string]rest.Refusal{
	"missing:name":              newRefusal(422, 224, "name required!"),
	"missing:org":               newRefusal(422, 225, "org required!"),
	"missing:street":            newRefusal(422, 226, "street required!"),
	"missing:city":              newRefusal(422, 227, "city required!"),
	"missing:province":          newRefusal(422, 228, "province required!"),
	"missing:postalcode":        newRefusal(422, 229, "postalcode required!"),
	"missing:countrycode":       newRefusal(422, 230, "countrycode required!"),
	"missing:voice":             newRefusal(422, 231, "voice required!"),
	"syntax:voice":              newRefusal(406, 232, "voice must be in international format: '+39.3502285745'!"),
	"contact-data:voice":        newRefusal(406, 232, "voice must be in international format: '+39.3502285745'!"),
	"missing:email":             newRefusal(422, 233, "email required!"),
	"missing:nationality":       newRefusal(422, 235, "nationalitycode required!"),
	"missing:entitytype":        newRefusal(422, 236, "entitytype required!"),
	"missing:regcode":           newRefusal(422, 237, "regcode required!"),
	"type:entitytype":           newRefusal(406, 236, "entitytype must be a number from 0 to 7!"),
	"range:entitytype":          newRefusal(406, 236, "entitytype must be a number from 0 to 7!"),
	"type:consentforpublishing": newRefusal(406, 246, "consentforpublishing must be a boolean!"),
}

type newContact struct {
	Name        string `json:"name" doc:"Name of the contact"`
	Org         string `json:"org" doc:"Organisation; for a natural person, the name again"`
	Street      string `json:"street"`
	City        string `json:"city"`
	Province    string `json:"province" doc:"In Italy, the two letters of the province"`
	Postalcode  string `json:"postalcode"`
	Countrycode string `json:"countrycode" doc:"ISO 3166-1 alpha-2"`
	Voice       string `json:"voice" doc:"Telephone number, only in this form: +39.3502285745"`
	Email       string `json:"email"`
	Nationality string `json:"nationalitycode,omitempty" doc:"ISO 3166-1 alpha-2"`
	EntityType  int    `json:"entitytype,omitempty" enum:"0,1,2,3,4,5,6,7" lax:"true"`
	RegCode     string `json:"regcode,omitempty" doc:"Tax number or VAT number"`
}

var newContactExample = newContact{
	Name: "Alice Example", Org: "Alice Example", Street: "Via degli Esempi 2", City: "Terni", Province: "TR", Postalcode: "05100",
	Countrycode: "IT", Voice: "+39.3502285745", Email: "alice@a.example", Nationality: "IT", EntityType: 1, RegCode: "XMPLCA80A41L117X",
}

func (in *newContact) Check() error {
	for _, m := range []struct{ field, value string }{
		{"name", in.Name}, {"org", in.Org}, {"street", in.Street}, {"city", in.City}, {"province", in.Province},
		{"postalcode", in.Postalcode}, {"countrycode", in.Countrycode}, {"voice", in.Voice}, {"email", in.Email},
	} {
		if strings.TrimSpace(m.value) == "" {
			return registry.ErrMissing.On(m.field, "")
		}
	}
	return nil
}

func createContact(in newContact) command.Command[contacts.NewContact] {
	return contacts.CreateContact{Prefix: "AV-", Digits: 9, TLD: "it", Contact: registry.Contact{
		Postal: registry.Postal{
			Name: in.Name, Org: in.Org, Street: []string{in.Street}, City: in.City, State: strings.ToUpper(in.Province),
			PostalCode: in.Postalcode, Country: in.Countrycode,
		},
		Voice: in.Voice, Email: in.Email,
		Ext: registry.Extension{}.Merge(registry.Extension{
			nationality: in.Nationality, entityType: entityTypeText(in.EntityType), regCode: in.RegCode,
		}),
	}}
}

type created struct {
	Handle string `json:"handle" example:"AV-982654609"`
}

func encodeCreated(n contacts.NewContact) answer[created] {
	return sessionAnswer(created{string(n.Contact.ID)}, fmt.Sprintf("Create contact '%s' created.", n.Contact.ID))
}

var updateContactRoute = rest.Handle("PUT /contact/{handle}", "Change a contact", 200, changeContact,
	func(c registry.Contact) answer[none] {
		return sessionAnswer(none{}, fmt.Sprintf("Contact '%s' is now up to date.", c.ID))
	}, rest.Doc{
		Tag: contactsTag, ID: "updateContact",
		Description: "Changes the members given in the body. `nationalitycode`, `entitytype`, `regcode` and `org` of a registrant cannot be changed.",
		Request:     contactChange{Consent: new(bool)},
		Response:    recordedSuccess("PUT /contact/{handle}"),
		Errors:      recordedErrors("PUT /contact/{handle}"),
		Refusals: mergeRefusals(registryRefusals(247, "Error: unable to update contact: ", ""), requiredRefusals, noContactRefusals, map[string]rest.Refusal{
			"contact-fixed:org":         newRefusal(406, 242, "registrant contact, the org field is no longer editable!"),
			"contact-fixed:nationality": newRefusal(406, 243, "registrant contact, the nationalitycode field is no longer editable!"),
			"contact-fixed:entitytype":  newRefusal(406, 244, "registrant contact, the entitytype field is no longer editable!"),
			"contact-fixed:regcode":     newRefusal(406, 245, "registrant contact, the regcode field is no longer editable!"),
		}),
	})

type contactChange struct {
	handled
	Name        *string `json:"name,omitempty"`
	Org         *string `json:"org,omitempty"`
	Street      *string `json:"street,omitempty"`
	City        *string `json:"city,omitempty"`
	Province    *string `json:"province,omitempty"`
	Postalcode  *string `json:"postalcode,omitempty"`
	Countrycode *string `json:"countrycode,omitempty"`
	Voice       *string `json:"voice,omitempty" doc:"Telephone number, only in this form: +39.3502285745"`
	Email       *string `json:"email,omitempty"`
	Consent     *bool   `json:"consentforpublishing,omitempty" lax:"true" doc:"Whether the public may see the contact"`
	Nationality *string `json:"nationalitycode,omitempty"`
	EntityType  *int    `json:"entitytype,omitempty" enum:"0,1,2,3,4,5,6,7" lax:"true"`
	RegCode     *string `json:"regcode,omitempty"`
}

func (in *contactChange) Check() error {
	given := in.Consent != nil || in.Nationality != nil || in.EntityType != nil || in.RegCode != nil
	for _, m := range []struct {
		field string
		value *string
	}{
		{"name", in.Name}, {"org", in.Org}, {"street", in.Street}, {"city", in.City}, {"province", in.Province},
		{"postalcode", in.Postalcode}, {"countrycode", in.Countrycode}, {"voice", in.Voice}, {"email", in.Email},
	} {
		if m.value == nil {
			continue
		}
		if given = true; strings.TrimSpace(*m.value) == "" {
			return registry.ErrMissing.On(m.field, "")
		}
	}
	if !given {
		return registry.ErrMissing.On("body", "nothing to change")
	}
	return nil
}

// extension returns the changed fields of .it.
func (in contactChange) extension() registry.Extension {
	changed := registry.Extension{}
	if in.Nationality != nil {
		changed[nationality] = *in.Nationality
	}
	if in.EntityType != nil {
		changed[entityType] = entityTypeText(*in.EntityType)
	}
	if in.RegCode != nil {
		changed[regCode] = *in.RegCode
	}
	return changed
}

func changeContact(in contactChange) command.Command[registry.Contact] { return in }

func (in contactChange) Run(t *command.Tx) (registry.Contact, error) {
	c, err := accountContact(t.Snapshot, in.Handle)
	if err != nil {
		return c, err
	}
	p := contacts.ContactPatch{
		Postal: &c.Postal, Voice: in.Voice, Email: in.Email, Ext: in.extension(),
	}
	for _, m := range []struct{ to, from *string }{
		{&c.Postal.Name, in.Name}, {&c.Postal.Org, in.Org}, {&c.Postal.City, in.City}, {&c.Postal.State, upper(in.Province)},
		{&c.Postal.PostalCode, in.Postalcode}, {&c.Postal.Country, in.Countrycode},
	} {
		if m.from != nil {
			*m.to = *m.from
		}
	}
	if in.Street != nil {
		c.Postal.Street = append([]string{*in.Street}, c.Postal.Street[min(1, len(c.Postal.Street)):]...)
	}
	if in.Consent != nil {
		c.Disclosure.Consent = in.Consent
		p.Disclosure = &c.Disclosure
	}
	return contacts.UpdateContact{ID: c.ID, Patch: p, TLD: "it"}.Run(t)
}

func (contactChange) Wrapped() any { return contacts.UpdateContact{} }

func upper(s *string) *string {
	if s == nil {
		return nil
	}
	u := strings.ToUpper(*s)
	return &u
}

var deleteContactRoute = rest.Handle("DELETE /contact/{handle}", "Delete a contact", 200,
	func(in handled) command.Command[registry.Contact] { return deleteContact{in.Handle} },
	func(c registry.Contact) answer[none] {
		return sessionAnswer(none{}, fmt.Sprintf("Contatc '%s' not available, trying to delete...  OK.", c.ID)) // the original's spelling
	}, rest.Doc{
		Tag: contactsTag, ID: "deleteContact",
		Description: "Deletes a contact that no name uses.",
		Response:    recordedSuccess("DELETE /contact/{handle}"),
		Errors:      recordedErrors("DELETE /contact/{handle}"),
		Refusals: mergeRefusals(registryRefusals(264, "Delete FAILED: ", ""), noContactRefusals, map[string]rest.Refusal{
			"linked:registrant": newRefusal(403, 260, "contact {name} is registrant for a domain, cancellation is not allowed!"),
			"linked:admin":      newRefusal(403, 261, "contact {name} is admin for a domain, cancellation is not allowed!"),
			"linked:tech":       newRefusal(403, 262, "contact {name} is tech for a domain, cancellation is not allowed!"),
		}),
	})

type deleteContact struct{ handle string }

func (c deleteContact) Run(t *command.Tx) (registry.Contact, error) {
	found, err := accountContact(t.Snapshot, c.handle)
	if err != nil {
		return found, err
	}
	return contacts.DeleteContact{ID: found.ID}.Run(t)
}

func (deleteContact) Wrapped() any { return contacts.DeleteContact{} }
