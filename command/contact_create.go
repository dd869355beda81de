package command

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateContact makes a contact of the actor's own (RFC 5733 section 3.2.1).
type CreateContact struct {
	Contact  registry.Contact // its ROID, dates and sponsor are filled in here
	Prefix   string           // where Contact.ID is empty: the handle is Prefix and a number
	Digits   int              // that the number has at least; 0: 2
	Hex      bool             // eight random hex digits instead of the number
	For      name.Name        // the TLD that checks it as its own; "": none, until a name there uses it
	AuthInfo string           // "": made up
	Secure   bool             // AuthInfo "" is none, and a weak one is refused (RFC 9154)
}

// A NewContact is a contact and its authInfo in plain text.
type NewContact struct {
	Contact  registry.Contact
	AuthInfo string
}

func (c CreateContact) Run(t *Tx) (NewContact, error) {
	id, err := t.identify()
	if err != nil {
		return NewContact{}, err
	}
	n := c.Contact
	switch {
	case n.ID == "" && c.Hex:
		if n.ID, err = t.freeCode(c.Prefix); err != nil {
			return NewContact{}, err
		}
	case n.ID == "":
		n.ID = registry.ContactID(fmt.Sprintf("%s%0*d", c.Prefix, max(c.Digits, 2), id.Number)) // a handle has three characters
	}
	n.ROID, n.Number, n.UUID = id.ROID, id.Number, id.UUID
	n.Registrar, n.Account = t.By.Registrar, t.By.Account
	n.Created, n.CreatedBy = t.Now, t.actor()
	n = t.homeless(n, c.For)
	if err := n.Check(); err != nil {
		return NewContact{}, err
	}
	for _, s := range n.Statuses {
		if !t.maySet(s.Status) {
			return NewContact{}, registry.ErrStatusClient.On("status", string(s.Status))
		}
	}
	if err := t.checkFor(c.For, registry.Contact{}, n); err != nil {
		return NewContact{}, err
	}
	if _, err := t.st.Contacts().Get(n.ID); err == nil {
		return NewContact{}, registry.ErrContactTaken.On("id", string(n.ID))
	} else if _, err := found(err); err != nil {
		return NewContact{}, err
	}
	secret := c.AuthInfo
	if secret == "" && !c.Secure {
		secret = t.run.authInfo()
	}
	if secret != "" {
		if err := strong(c.Secure, secret); err != nil {
			return NewContact{}, err
		}
		n.AuthInfo = t.seal([]byte(secret), "authinfo", n.ROID)
	}
	return NewContact{n, secret}, t.saveContact("create", n)
}

// freeCode returns a handle that nobody has: prefix and eight random hex digits.
func (t *Tx) freeCode(prefix string) (registry.ContactID, error) {
	for {
		id := registry.ContactID(fmt.Sprintf("%s%08X", prefix, t.run.random(4)))
		_, err := t.st.Contacts().Get(id)
		if there, err := found(err); !there {
			return id, err
		}
	}
}

// homeless returns c without its postal address, but the name on it, where the
// TLD that it is made for keeps none.
func (t *Tx) homeless(c registry.Contact, tld name.Name) registry.Contact {
	if t.run.Policies[tld].NoPostal {
		c.Postal = registry.Postal{Name: c.Postal.Name, Org: c.Postal.Org}
		c.Other = registry.Postal{Name: c.Other.Name, Org: c.Other.Org}
	}
	return c
}

// checkFor holds a contact against the zone that it is made or changed for, as
// a contact that may become a registrant there.
func (t *Tx) checkFor(tld name.Name, before, after registry.Contact) error {
	p := t.run.Policies[tld]
	if p.CheckContactChange != nil && before.ID != "" {
		if err := p.CheckContactChange(before, after, ""); err != nil {
			return err
		}
	}
	if p.CheckContact != nil {
		return p.CheckContact(after, "")
	}
	return nil
}

func (t *Tx) saveContact(verb string, c registry.Contact) error {
	if err := t.st.Contacts().Put(c); err != nil {
		return err
	}
	if err := t.tellSponsor(c.Registrar, verb, registry.KindContact, string(c.ID), c); err != nil {
		return err
	}
	return t.append(verb, registry.KindContact, string(c.ID), c)
}
