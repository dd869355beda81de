package freenom

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	contacts "github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var putContactRoute = rest.HandleFunc("PUT /contact/register", "Register or change a contact", 200, putContact, rest.Doc{
	Tag:         contactsTag,
	Description: "Creates a contact of the account or, with `contact_id`, replaces the data of one.",
	Request: person{
		First: "Alice", Last: "Example", Address: "1 Example Street", City: "Exampleton", PostCode: "90001", State: rest.Some("US-CA"), Country: "US",
		Phone: "+1-310-123456", Mail: "alice@a.example",
	},
	Response: contactAnswer[handled]{seqOf(handled{"FN0000012", "REGISTERED"}), "CONTACT REGISTERED", ok},
	Refusals: map[string]rest.Refusal{"contact-data": newRefusal("Invalid contact_id")},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrSyntax.On("voice", ""), Description: "`contact_phone` is not a number like +1-310-123456."},
		{Fault: registry.ErrSyntax.On("email", ""), Description: "`contact_email` is not an e-mail address."},
		{Fault: registry.ErrNoContact.On("contact", ""), Description: "`contact_id` is not a contact of the account."},
	},
})

// A person is the data of a contact in requests. The parameter for the state is
// required but may be empty or "NA", which clients send for countries without
// states.
type person struct {
	Org      string           `json:"contact_organization,omitempty" example:"Example Ltd"`
	Title    string           `json:"contact_title,omitempty" example:"Ms"`
	First    string           `json:"contact_firstname" required:"true" example:"Alice"`
	Middle   string           `json:"contact_middlename,omitempty"`
	Last     string           `json:"contact_lastname" required:"true" example:"Example"`
	Address  string           `json:"contact_address" required:"true" example:"1 Example Street"`
	City     string           `json:"contact_city" required:"true" example:"Exampleton"`
	PostCode string           `json:"contact_zipcode" required:"true" example:"90001"`
	State    rest.Opt[string] `json:"contact_statecode" required:"true" doc:"ISO 3166-2; may be empty" example:"US-CA"`
	Country  string           `json:"contact_countrycode" required:"true" doc:"ISO 3166-1 alpha-2" example:"US"`
	Phone    string           `json:"contact_phone" required:"true" example:"+1-310-123456"`
	Fax      string           `json:"contact_fax,omitempty" example:"+1-310-123457"`
	Mail     string           `json:"contact_email" required:"true" example:"alice@a.example"`
	ID       string           `json:"contact_id,omitempty" doc:"Of the contact to change" example:"FN0000012"`
}

// Check returns the first fault in the order of the parameters: a missing value, or
// one that the registry does not accept.
func (in *person) Check() error {
	faults := invalidParams(in.contact())
	for _, p := range []struct {
		param   string
		missing bool
	}{
		{param: "contact_organization"},
		{param: "contact_title"},
		{param: "contact_firstname", missing: in.First == ""},
		{param: "contact_middlename"},
		{param: "contact_lastname", missing: in.Last == ""},
		{param: "contact_address", missing: in.Address == ""},
		{param: "contact_city", missing: in.City == ""},
		{param: "contact_zipcode", missing: in.PostCode == ""},
		{param: "contact_statecode", missing: !in.State.Set},
		{param: "contact_countrycode", missing: in.Country == ""},
		{param: "contact_phone", missing: parsePhone(in.Phone) == ""}, // or not a number
		{param: "contact_fax", missing: in.Fax != "" && parsePhone(in.Fax) == ""},
		{param: "contact_email", missing: in.Mail == ""},
	} {
		if p.missing {
			return registry.ErrMissing.On(p.param, "")
		}
		if faults[p.param] != nil {
			return faults[p.param]
		}
	}
	return nil
}

// contact returns the contact that in describes.
func (in *person) contact() registry.Contact {
	return registry.Contact{
		Title: in.Title, First: in.First, Middle: in.Middle, Last: in.Last, Email: in.Mail,
		Voice: parsePhone(in.Phone), Fax: parsePhone(in.Fax),
		Postal: registry.Postal{
			Name: strings.Join(strings.Fields(in.First+" "+in.Middle+" "+in.Last), " "), Org: in.Org,
			Street: []string{in.Address}, City: in.City, State: in.State.Value, PostalCode: in.PostCode, Country: in.Country,
		},
		Ext: registry.Extension{phoneAs: in.Phone, faxAs: in.Fax, "entitytype": entityTypeForeign, "nationality": in.Country},
	}
}

// entityTypeForeign is the .it entity type of foreign registrants. It is set because
// .it requires an entity type and this API has no parameter for it.
const entityTypeForeign = "7"

// Fields that the policy of .tk and its sisters adds to contacts: the numbers as
// they were entered, valid while they have the digits of Voice and Fax.
const (
	phoneAs registry.ExtensionField = "voice_as"
	faxAs   registry.ExtensionField = "fax_as"
)

// invalidParams returns the faults of c by parameter. Contact.Check returns one fault
// only, so each part is checked in a contact of its own.
func invalidParams(c registry.Contact) map[string]error {
	faults := map[string]error{}
	postal := c.Postal
	for param, part := range map[string]registry.Contact{
		"contact_organization": {Postal: registry.Postal{Org: postal.Org}},
		"contact_title":        {Title: c.Title},
		"contact_firstname":    {First: c.First},
		"contact_middlename":   {Middle: c.Middle},
		"contact_lastname":     {Last: c.Last, Postal: registry.Postal{Name: postal.Name}},
		"contact_address":      {Postal: registry.Postal{Street: postal.Street}},
		"contact_city":         {Postal: registry.Postal{City: postal.City}},
		"contact_zipcode":      {Postal: registry.Postal{PostalCode: postal.PostalCode}},
		"contact_statecode":    {Postal: registry.Postal{State: postal.State}},
		"contact_countrycode":  {Postal: registry.Postal{Country: postal.Country}},
		"contact_phone":        {Voice: c.Voice, Ext: registry.Extension{phoneAs: c.Ext[phoneAs]}},
		"contact_fax":          {Fax: c.Fax, Ext: registry.Extension{faxAs: c.Ext[faxAs]}},
		"contact_email":        {Email: c.Email},
	} {
		part.ID = "FN0"
		if err := part.Normalize().Check(); err != nil {
			faults[param] = invalid(param, "")
		}
	}
	return faults
}

// A handled is a created, updated or deleted contact.
type handled struct {
	ID     string `json:"contact_id"`
	Status string `json:"status"`
}

func putContact(c *rest.Call, in person) (contactAnswer[handled], error) {
	if in.ID != "" {
		updated, err := rest.Do(c, command.Command[registry.Contact](contactUpdate(in)))
		return encodeHandled(updated.ID, "UPDATED"), err
	}
	created, err := rest.Do(c, command.Command[contacts.NewContact](contacts.CreateContact{Contact: in.newContact(), Prefix: "FN", Digits: 7}))
	return encodeHandled(created.Contact.ID, "REGISTERED"), err
}

// newContact is contact without fields that have no value.
func (in *person) newContact() registry.Contact {
	c := in.contact()
	c.Ext = registry.Extension{}.Merge(c.Ext)
	return c
}

// contactUpdate returns the command that replaces a contact's data.
func contactUpdate(in person) contacts.UpdateContact {
	c := in.contact()
	return contacts.UpdateContact{ID: registry.ContactID(in.ID), Patch: contacts.ContactPatch{
		Postal: &c.Postal, Title: &c.Title, First: &c.First, Middle: &c.Middle, Last: &c.Last, Email: &c.Email,
		Voice: &c.Voice, Fax: &c.Fax, Ext: c.Ext,
	}}
}

func encodeHandled(id registry.ContactID, status string) contactAnswer[handled] {
	return contactAnswer[handled]{seqOf(handled{string(id), status}), "CONTACT " + status, ok}
}

var deleteContactRoute = rest.Handle("DELETE /contact/delete", "Delete a contact", 200, deleteContact, encodeDeleted, rest.Doc{
	Tag:         contactsTag,
	Description: "Deletes a contact of the account that no name uses.",
	Request:     picked{ID: "FN0000012"},
	Response:    contactAnswer[handled]{seqOf(handled{"FN0000012", "DELETED"}), "CONTACT DELETED", ok},
	Errors: []rest.ErrorDoc{
		{Fault: registry.ErrNoContact.On("contact", ""), Description: "`contact_id` is missing, or not a contact of the account."},
		{Fault: registry.ErrLinked.On("registrant", ""), Description: "A name uses the contact."},
	},
})

type picked struct {
	ID string `json:"contact_id" required:"true" doc:"Contact ID" example:"FN0000012"`
}

func (in *picked) Check() error { return checkPresent("contact_id", in.ID) }

func deleteContact(in picked) command.Command[registry.Contact] {
	return contacts.DeleteContact{ID: registry.ContactID(in.ID)}
}

func encodeDeleted(c registry.Contact) contactAnswer[handled] { return encodeHandled(c.ID, "DELETED") }
