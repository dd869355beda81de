package command

import (
	"fmt"
	"slices"

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
// that keeps it; ErrNoContact, and the faults of UpdateContact.
type UpdateOwnContact struct {
	UUID  string
	Patch ContactPatch
}

func (c UpdateOwnContact) Run(t *Tx) (PersonalCard, error) {
	before, err := t.ownContact(c.UUID)
	if err != nil {
		return PersonalCard{}, err
	}
	if err := t.amend(before, c.Patch, "update"); err != nil {
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
