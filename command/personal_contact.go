package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PersonalContact is a contact of a person, or of a company that they represent.
type PersonalCard struct {
	Contact  registry.Contact
	AuthInfo string // in plain text; "" for a company
	Linked   bool
	Links    []registry.Domain // the domains that use it, if requested: at most 1,000
}

// ListPersonalContacts lists the contacts of the actor and of the companies it
// represents, in order of handle.
type ListOwnCards struct{ Offset, Limit int }

func (q ListOwnCards) Answer(s *Snapshot) ([]PersonalCard, error) {
	_, all, err := s.ownContacts()
	if err != nil {
		return nil, err
	}
	var list []PersonalCard
	all = all[min(q.Offset, len(all)):]
	for _, c := range all[:min(q.Limit, len(all))] {
		detail, err := s.personalCard(c, false)
		if err != nil {
			return nil, err
		}
		list = append(list, detail)
	}
	return list, nil
}

// PersonalContactInfo returns one of the contacts of ListPersonalContacts;
// ErrNoContact.
type OwnCard struct {
	UUID  string
	Links bool
}

func (q OwnCard) Answer(s *Snapshot) (PersonalCard, error) {
	c, err := s.ownContact(q.UUID)
	if err != nil {
		return PersonalCard{}, err
	}
	return s.personalCard(c, q.Links)
}

// UpdatePersonalContact updates one of the contacts of ListPersonalContacts, and
// queues a message for its registrar. A nil field is not changed. ErrNoContact,
// ErrMissing for a required field that is empty, ErrUnsupported for a fax number
// and for Publish of a company's contact, and the faults of UpdateContact.
type UpdateOwnContact struct {
	UUID                    string
	Name, Email, Voice, Fax *string
	Address                 *registry.Postal // its Name and Org are ignored
	Publish                 *[]string        // of "name", "email", "voice", "addr": as Disclosure.Publish
	Consent                 *bool            // as Disclosure.Consent
}

// disclosable are the fields that a person may publish.
var disclosable = []string{"name", "email", "voice", "addr"}

// contactPatch returns the changes to before.
func (c UpdateOwnContact) patch(before registry.Contact) (ContactPatch, error) {
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
	set(&postal.Name, c.Name)
	if c.Publish != nil {
		if before.Ident.Type == registry.IdentOrg {
			return ContactPatch{}, registry.ErrUnsupported.On("disclosed_attributes", "")
		}
		for _, a := range *c.Publish {
			if !slices.Contains(disclosable, a) {
				return ContactPatch{}, registry.ErrSyntax.On("disclosed_attributes", clip(a))
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

func (c UpdateOwnContact) Run(t *Tx) (PersonalCard, error) {
	before, err := t.ownContact(c.UUID)
	if err != nil {
		return PersonalCard{}, err
	}
	patch, err := c.patch(before)
	if err != nil {
		return PersonalCard{}, err
	}
	if err := t.amend(before, patch, "update"); err != nil {
		return PersonalCard{}, err
	}
	after, err := t.st.Contacts().Get(before.ID)
	if err != nil {
		return PersonalCard{}, err
	}
	return t.personalCard(after, false)
}

// updateContactAsRegistrant applies patch for the person whose contact it is, and
// queues a message for its sponsor.
func (t *Tx) amend(before registry.Contact, patch ContactPatch, verb string) error {
	before, err := t.st.Contacts().Get(before.ID) // read by key, for its current state
	if err != nil {
		return absent(err, registry.ErrNoContact, "contact", string(before.ID))
	}
	after, err := UpdateContact{ID: before.ID, Patch: patch}.change(t, before)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Contact %s has been updated by registrant", after.ID)
	return t.tell(after.Registrar, verb, registry.KindContact, string(after.ID), text, after)
}

// OutdatedContactNames lists the actor's own contacts whose name differs from the
// name in the eID.
type OutdatedNames struct{}

func (OutdatedNames) Answer(s *Snapshot) ([]registry.Contact, error) {
	p, err := s.person()
	if err != nil {
		return nil, err
	}
	return p.outdated(), nil
}

// UpdateContactNames sets the name of the actor's own contacts to the name in the
// eID, and queues messages for their registrars. It returns the contacts that had
// another name. Contacts of companies are not changed: that would need a trade
// register.
type UpdateOwnNames struct{}

func (UpdateOwnNames) Run(t *Tx) ([]registry.Contact, error) {
	p, err := t.person()
	if err != nil {
		return nil, err
	}
	changed := p.outdated()
	for _, c := range changed {
		postal := c.Postal
		postal.Name = p.user.Name
		if err := t.amend(c, ContactPatch{Postal: &postal}, "bulk_update"); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func (p *person) outdated() []registry.Contact {
	return slices.DeleteFunc(slices.Clone(p.own), func(c registry.Contact) bool { return c.Postal.Name == p.user.Name })
}

// collectPersonalContacts returns the contacts of the actor and of the companies it
// represents, in order of handle.
func (s *Snapshot) ownContacts() (*person, []registry.Contact, error) {
	p, err := s.person()
	if err != nil {
		return nil, nil, err
	}
	companies, err := s.firms(p)
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(p.own, companies)
	slices.SortFunc(all, byHandle)
	return p, all, nil
}

func (s *Snapshot) ownContact(uuid string) (registry.Contact, error) {
	_, all, err := s.ownContacts()
	if err != nil {
		return registry.Contact{}, err
	}
	i := slices.IndexFunc(all, func(c registry.Contact) bool { return c.UUID == uuid && uuid != "" })
	if i < 0 {
		return registry.Contact{}, registry.ErrNoContact.On("id", clip(uuid))
	}
	return all[i], nil
}

func (s *Snapshot) personalCard(c registry.Contact, links bool) (PersonalCard, error) {
	detail := PersonalCard{Contact: c}
	var err error
	if c.AuthInfo != nil && c.Ident.Type == registry.IdentPerson {
		secret, err := s.unseal(c.AuthInfo, "authinfo", c.ROID)
		if err != nil {
			return detail, err
		}
		detail.AuthInfo = string(secret)
	}
	if !links {
		detail.Linked, err = s.linked(c.ID)
		return detail, err
	}
	detail.Links, err = s.st.Domains().List(store.DomainQuery{Contact: c.ID, Limit: 1000})
	detail.Linked = len(detail.Links) > 0
	return detail, err
}
