package registrant

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdatePersonalContact updates one of the contacts of ListPersonalContacts, and
// queues a message for its registrar. A nil field is not changed. ErrNoContact,
// ErrMissing for a required field that is empty, ErrUnsupported for a fax number
// and for Publish of a company's contact, and the faults of UpdateContact.
type UpdatePersonalContact struct {
	UUID                    string
	Name, Email, Voice, Fax *string
	Address                 *registry.Postal // its Name and Org are ignored
	Publish                 *[]string        // of "name", "email", "voice", "addr": as Disclosure.Publish
	Consent                 *bool            // as Disclosure.Consent
}

// disclosable are the fields that a person may publish.
var disclosable = []string{"name", "email", "voice", "addr"}

// contactPatch returns the changes to before.
func (c UpdatePersonalContact) contactPatch(before registry.Contact) (contact.ContactPatch, error) {
	for _, f := range []struct {
		name  string
		value *string
	}{{"name", c.Name}, {"email", c.Email}, {"voice", c.Voice}} {
		if f.value != nil && strings.TrimSpace(*f.value) == "" {
			return contact.ContactPatch{}, registry.ErrMissing.On(f.name, "")
		}
	}
	if c.Fax != nil && *c.Fax != "" {
		return contact.ContactPatch{}, registry.ErrUnsupported.On("fax", "")
	}
	postal, shown := before.Postal, before.Disclosure
	if c.Address != nil {
		postal = *c.Address
		postal.Name, postal.Org = before.Postal.Name, before.Postal.Org
	}
	contact.SetIfGiven(&postal.Name, c.Name)
	if c.Publish != nil {
		if before.Ident.Type == registry.IdentOrg {
			return contact.ContactPatch{}, registry.ErrUnsupported.On("disclosed_attributes", "")
		}
		for _, a := range *c.Publish {
			if !slices.Contains(disclosable, a) {
				return contact.ContactPatch{}, registry.ErrSyntax.On("disclosed_attributes", registry.Truncate(a))
			}
		}
		published := func(a string) bool { return slices.Contains(*c.Publish, a) }
		shown.Publish = slices.DeleteFunc(slices.Clone(disclosable), func(a string) bool { return !published(a) })
		shown.Withhold = slices.DeleteFunc(slices.Clone(shown.Withhold), published)
	}
	if c.Consent != nil {
		shown.Consent = c.Consent
	}
	return contact.ContactPatch{Postal: &postal, Email: c.Email, Voice: c.Voice, Disclosure: &shown}, nil
}

func (c UpdatePersonalContact) Run(t *command.Tx) (PersonalContact, error) {
	before, err := findPersonalContact(t.Snapshot, c.UUID)
	if err != nil {
		return PersonalContact{}, err
	}
	patch, err := c.contactPatch(before)
	if err != nil {
		return PersonalContact{}, err
	}
	if err := updateContactAsRegistrant(t, before, patch, registry.VerbUpdate); err != nil {
		return PersonalContact{}, err
	}
	after, err := t.Store.Contacts().Get(before.ID)
	if err != nil {
		return PersonalContact{}, err
	}
	return loadPersonalContact(t.Snapshot, after, false)
}
