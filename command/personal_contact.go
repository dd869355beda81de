package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PersonalContact is a contact of a person, or of a company that they represent.
type PersonalContact struct {
	Contact  registry.Contact
	AuthInfo string // in plain text; "" for a company
	Linked   bool
	Links    []registry.Domain // the domains that use it, if requested: at most 1,000
}

// ListPersonalContacts lists the contacts of the actor and of the companies it
// represents, in order of handle.
type ListPersonalContacts struct{ Offset, Limit int }

func (q ListPersonalContacts) Answer(s *Snapshot) ([]PersonalContact, error) {
	_, all, err := s.collectPersonalContacts()
	if err != nil {
		return nil, err
	}
	var list []PersonalContact
	all = all[min(q.Offset, len(all)):]
	for _, c := range all[:min(q.Limit, len(all))] {
		detail, err := s.loadPersonalContact(c, false)
		if err != nil {
			return nil, err
		}
		list = append(list, detail)
	}
	return list, nil
}

// PersonalContactInfo returns one of the contacts of ListPersonalContacts;
// ErrNoContact.
type PersonalContactInfo struct {
	UUID  string
	Links bool
}

func (q PersonalContactInfo) Answer(s *Snapshot) (PersonalContact, error) {
	c, err := s.findPersonalContact(q.UUID)
	if err != nil {
		return PersonalContact{}, err
	}
	return s.loadPersonalContact(c, q.Links)
}

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
func (c UpdatePersonalContact) contactPatch(before registry.Contact) (ContactPatch, error) {
	for _, f := range []struct {
		name  string
		value *string
	}{{"name", c.Name}, {"email", c.Email}, {"voice", c.Voice}} {
		if f.value != nil && strings.TrimSpace(*f.value) == "" {
			return ContactPatch{}, registry.ErrMissing.On(f.name, "")
		}
	}
	if c.Fax != nil && *c.Fax != "" {
		return ContactPatch{}, registry.ErrUnsupported.On("fax", "")
	}
	postal, shown := before.Postal, before.Disclosure
	if c.Address != nil {
		postal = *c.Address
		postal.Name, postal.Org = before.Postal.Name, before.Postal.Org
	}
	setIfGiven(&postal.Name, c.Name)
	if c.Publish != nil {
		if before.Ident.Type == registry.IdentOrg {
			return ContactPatch{}, registry.ErrUnsupported.On("disclosed_attributes", "")
		}
		for _, a := range *c.Publish {
			if !slices.Contains(disclosable, a) {
				return ContactPatch{}, registry.ErrSyntax.On("disclosed_attributes", truncate(a))
			}
		}
		published := func(a string) bool { return slices.Contains(*c.Publish, a) }
		shown.Publish = slices.DeleteFunc(slices.Clone(disclosable), func(a string) bool { return !published(a) })
		shown.Withhold = slices.DeleteFunc(slices.Clone(shown.Withhold), published)
	}
	if c.Consent != nil {
		shown.Consent = c.Consent
	}
	return ContactPatch{Postal: &postal, Email: c.Email, Voice: c.Voice, Disclosure: &shown}, nil
}

func (c UpdatePersonalContact) Run(t *Tx) (PersonalContact, error) {
	before, err := t.findPersonalContact(c.UUID)
	if err != nil {
		return PersonalContact{}, err
	}
	patch, err := c.contactPatch(before)
	if err != nil {
		return PersonalContact{}, err
	}
	if err := t.updateContactAsRegistrant(before, patch, "update"); err != nil {
		return PersonalContact{}, err
	}
	after, err := t.st.Contacts().Get(before.ID)
	if err != nil {
		return PersonalContact{}, err
	}
	return t.loadPersonalContact(after, false)
}

// updateContactAsRegistrant applies patch for the person whose contact it is, and
// queues a message for its sponsor.
func (t *Tx) updateContactAsRegistrant(before registry.Contact, patch ContactPatch, verb string) error {
	before, err := t.st.Contacts().Get(before.ID) // read by key, for its current state
	if err != nil {
		return notFoundAs(err, registry.ErrNoContact, "contact", string(before.ID))
	}
	after, err := UpdateContact{ID: before.ID, Patch: patch}.applyTo(t, before)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Contact %s has been updated by registrant", after.ID)
	return t.queueMessage(after.Registrar, verb, registry.KindContact, string(after.ID), text, after)
}

// OutdatedContactNames lists the actor's own contacts whose name differs from the
// name in the eID.
type OutdatedContactNames struct{}

func (OutdatedContactNames) Answer(s *Snapshot) ([]registry.Contact, error) {
	p, err := s.loadPerson()
	if err != nil {
		return nil, err
	}
	return p.outdatedContacts(), nil
}

// UpdateContactNames sets the name of the actor's own contacts to the name in the
// eID, and queues messages for their registrars. It returns the contacts that had
// another name. Contacts of companies are not changed: that would need a trade
// register.
type UpdateContactNames struct{}

func (UpdateContactNames) Run(t *Tx) ([]registry.Contact, error) {
	p, err := t.loadPerson()
	if err != nil {
		return nil, err
	}
	changed := p.outdatedContacts()
	for _, c := range changed {
		postal := c.Postal
		postal.Name = p.user.Name
		if err := t.updateContactAsRegistrant(c, ContactPatch{Postal: &postal}, "bulk_update"); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func (p *person) outdatedContacts() []registry.Contact {
	return slices.DeleteFunc(slices.Clone(p.contacts), func(c registry.Contact) bool { return c.Postal.Name == p.user.Name })
}

// collectPersonalContacts returns the contacts of the actor and of the companies it
// represents, in order of handle.
func (s *Snapshot) collectPersonalContacts() (*person, []registry.Contact, error) {
	p, err := s.loadPerson()
	if err != nil {
		return nil, nil, err
	}
	companies, err := s.loadCompanies(p)
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(p.contacts, companies)
	slices.SortFunc(all, compareHandles)
	return p, all, nil
}

func (s *Snapshot) findPersonalContact(uuid string) (registry.Contact, error) {
	_, all, err := s.collectPersonalContacts()
	if err != nil {
		return registry.Contact{}, err
	}
	i := slices.IndexFunc(all, func(c registry.Contact) bool { return c.UUID == uuid && uuid != "" })
	if i < 0 {
		return registry.Contact{}, registry.ErrNoContact.On("id", truncate(uuid))
	}
	return all[i], nil
}

func (s *Snapshot) loadPersonalContact(c registry.Contact, links bool) (PersonalContact, error) {
	detail := PersonalContact{Contact: c}
	var err error
	if c.AuthInfo != nil && c.Ident.Type == registry.IdentPerson {
		secret, err := s.unseal(c.AuthInfo, "authinfo", c.ROID)
		if err != nil {
			return detail, err
		}
		detail.AuthInfo = string(secret)
	}
	if !links {
		detail.Linked, err = s.isContactLinked(c.ID)
		return detail, err
	}
	detail.Links, err = s.st.Domains().List(store.DomainQuery{Contact: c.ID, Limit: 1000})
	detail.Linked = len(detail.Links) > 0
	return detail, err
}
