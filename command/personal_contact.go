package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A PersonalCard is a contact that is a person's, or of a company that they
// represent.
type PersonalCard struct {
	Contact  registry.Contact
	AuthInfo string // in plain text; "" for a company's
	Linked   bool
	Links    []registry.Domain // the names that use it, if asked for: at most 1,000
}

// ListOwnCards lists the actor's contacts in handle order, their companies'
// among them.
type ListOwnCards struct{ Offset, Limit int }

func (q ListOwnCards) Answer(s *Snapshot) ([]PersonalCard, error) {
	_, all, err := s.ownContacts()
	if err != nil {
		return nil, err
	}
	var cards []PersonalCard
	all = all[min(q.Offset, len(all)):]
	for _, c := range all[:min(q.Limit, len(all))] {
		card, err := s.personalCard(c, false)
		if err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	return cards, nil
}

// OwnCard tells about one of the actor's contacts; ErrNoContact.
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

// UpdateOwnContact changes one of the actor's contacts, and tells the registrar
// that keeps it. Nil leaves things as they are. Its faults are ErrNoContact,
// ErrMissing for what may not be empty, ErrUnsupported for a fax number and for
// a company that would choose what to disclose, and those of UpdateContact.
type UpdateOwnContact struct {
	UUID                    string
	Name, Email, Voice, Fax *string
	Address                 *registry.Postal // but for Name and Org
	Publish                 *[]string        // of "name", "email", "voice", "addr": as Disclosure.Publish
	Consent                 *bool            // as Disclosure.Consent
}

// disclosable is what a person may have shown that is hidden otherwise.
var disclosable = []string{"name", "email", "voice", "addr"}

// patch returns what changes of before.
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

// amend changes a contact in the name of the person whose it is.
func (t *Tx) amend(before registry.Contact, patch ContactPatch, verb string) error {
	before, err := t.st.Contacts().Get(before.ID) // by its key: as it is now
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

// OutdatedNames tells which of the actor's own contacts bear another name than
// the eID does.
type OutdatedNames struct{}

func (OutdatedNames) Answer(s *Snapshot) ([]registry.Contact, error) {
	p, err := s.person()
	if err != nil {
		return nil, err
	}
	return p.outdated(), nil
}

// UpdateOwnNames gives the actor's own contacts the name that the eID bears,
// and tells their registrars. It returns those that had another. A company's
// name is its trade register's to know, which is not asked.
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

// ownContacts returns the actor's own contacts and the companies', by handle.
func (s *Snapshot) ownContacts() (*person, []registry.Contact, error) {
	p, err := s.person()
	if err != nil {
		return nil, nil, err
	}
	firms, err := s.firms(p)
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(p.own, firms)
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
	card := PersonalCard{Contact: c}
	var err error
	if c.AuthInfo != nil && c.Ident.Type == registry.IdentPerson {
		secret, err := s.unseal(c.AuthInfo, "authinfo", c.ROID)
		if err != nil {
			return card, err
		}
		card.AuthInfo = string(secret)
	}
	if !links {
		card.Linked, err = s.linked(c.ID)
		return card, err
	}
	card.Links, err = s.st.Domains().List(store.DomainQuery{Contact: c.ID, Limit: 1000})
	card.Linked = len(card.Links) > 0
	return card, err
}
