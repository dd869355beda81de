package freenom

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var putContactRoute = rest.Serve("PUT /contact/register", "Register or change a contact", 200, putContact, rest.Doc{
	Tag:         contacts,
	Description: "Makes a contact of the account, or, with `contact_id`, changes one: then it is as it is given.",
	Request: person{
		First: "Alice", Last: "Example", Address: "1 Example Street", City: "Exampleton", PostCode: "90001", State: rest.Some("US-CA"), Country: "US",
		Phone: "+1-310-123456", Mail: "alice@a.example",
	},
	Response: contactAnswer[handled]{one(handled{"FN0000012", "REGISTERED"}), "CONTACT REGISTERED", ok},
	Refusals: map[string]rest.Refusal{"contact-data": say("Invalid contact_id")},
	Errors: []rest.Refused{
		{Fault: registry.ErrSyntax.On("voice", ""), When: "`contact_phone` is no number like +1-310-123456."},
		{Fault: registry.ErrSyntax.On("email", ""), When: "`contact_email` is no e-mail address."},
		{Fault: registry.ErrNoContact.On("contact", ""), When: "`contact_id` is no contact of the account."},
	},
})

// A person is a contact as it shall be. Clients send an empty state, or "NA",
// where a country has none: it has to be there, and that is all.
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
	ID       string           `json:"contact_id,omitempty" doc:"Of the contact that is to be changed" example:"FN0000012"`
}

// Check looks at the parameters in their order: whether they are there, and
// whether they are what the registry takes.
func (in *person) Check() error {
	bad := wrong(in.contact())
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
		{param: "contact_phone", missing: numberOf(in.Phone) == ""}, // or no number
		{param: "contact_fax", missing: in.Fax != "" && numberOf(in.Fax) == ""},
		{param: "contact_email", missing: in.Mail == ""},
	} {
		if p.missing {
			return registry.ErrMissing.On(p.param, "")
		}
		if bad[p.param] != nil {
			return bad[p.param]
		}
	}
	return nil
}

// contact returns the contact that in describes.
func (in *person) contact() registry.Contact {
	return registry.Contact{
		Title: in.Title, First: in.First, Middle: in.Middle, Last: in.Last, Email: in.Mail,
		Voice: numberOf(in.Phone), VoiceAs: in.Phone, Fax: numberOf(in.Fax), FaxAs: in.Fax,
		Postal: registry.Postal{
			Name: strings.Join(strings.Fields(in.First+" "+in.Middle+" "+in.Last), " "), Org: in.Org,
			Street: []string{in.Address}, City: in.City, State: in.State.Value, PostalCode: in.PostCode, Country: strings.ToUpper(in.Country),
		},
		EntityType: foreigner, Nationality: strings.ToUpper(in.Country),
	}
}

// foreigner is .it's entity type of whoever is of no special kind: its
// registrants have to have one.
const foreigner = 7

// wrong returns what the registry finds wrong with c, by parameter: it tells one
// thing at a time, so each is asked about alone.
func wrong(c registry.Contact) map[string]error {
	found := map[string]error{}
	postal := c.Postal
	for param, alone := range map[string]registry.Contact{
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
		"contact_phone":        {Voice: c.Voice, VoiceAs: c.VoiceAs},
		"contact_fax":          {Fax: c.Fax, FaxAs: c.FaxAs},
		"contact_email":        {Email: c.Email},
	} {
		alone.ID = "FN0"
		if err := alone.Check(); err != nil {
			found[param] = invalid(param, "")
		}
	}
	return found
}

// A handled is a contact that something was done to.
type handled struct {
	ID     string `json:"contact_id"`
	Status string `json:"status"`
}

func putContact(c *rest.Call, in person) (contactAnswer[handled], error) {
	if in.ID != "" {
		changed, err := rest.Do(c, command.Command[registry.Contact](changing(in)))
		return tellHandled(changed.ID, "UPDATED"), err
	}
	made, err := rest.Do(c, command.Command[command.NewContact](command.CreateContact{Contact: in.contact(), Prefix: "FN", Digits: 7}))
	return tellHandled(made.Contact.ID, "REGISTERED"), err
}

// changing is a person in place of what a contact was.
func changing(in person) command.UpdateContact {
	c := in.contact()
	return command.UpdateContact{ID: registry.ContactID(in.ID), Patch: command.ContactPatch{
		Postal: &c.Postal, Title: &c.Title, First: &c.First, Middle: &c.Middle, Last: &c.Last, Email: &c.Email,
		Voice: &c.Voice, VoiceAs: &c.VoiceAs, Fax: &c.Fax, FaxAs: &c.FaxAs, EntityType: &c.EntityType, Nationality: &c.Nationality,
	}}
}

func tellHandled(id registry.ContactID, status string) contactAnswer[handled] {
	return contactAnswer[handled]{one(handled{string(id), status}), "CONTACT " + status, ok}
}

var deleteContactRoute = rest.Handle("DELETE /contact/delete", "Delete a contact", 200, deleteContact, tellDeleted, rest.Doc{
	Tag:         contacts,
	Description: "Deletes a contact of the account that no name has.",
	Request:     picked{ID: "FN0000012"},
	Response:    contactAnswer[handled]{one(handled{"FN0000012", "DELETED"}), "CONTACT DELETED", ok},
	Errors: []rest.Refused{
		{Fault: registry.ErrNoContact.On("contact", ""), When: "`contact_id` is missing, or no contact of the account."},
		{Fault: registry.ErrLinked.On("registrant", ""), When: "A name has the contact."},
	},
})

type picked struct {
	ID string `json:"contact_id" required:"true" doc:"Contact ID" example:"FN0000012"`
}

func (in *picked) Check() error { return need("contact_id", in.ID) }

func deleteContact(in picked) command.Command[registry.Contact] {
	return command.DeleteContact{ID: registry.ContactID(in.ID)}
}

func tellDeleted(c registry.Contact) contactAnswer[handled] { return tellHandled(c.ID, "DELETED") }
