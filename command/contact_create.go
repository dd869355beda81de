package command

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreateContact creates a contact of the actor (RFC 5733 section 3.2.1).
type CreateContact struct {
	Contact        registry.Contact // ROID, dates and sponsor are set by Run
	Prefix         string           // for an empty Contact.ID: the handle is Prefix and a number
	Digits         int              // minimum digits of the number; 0: 2
	Hex            bool             // use eight random hex digits instead of the number
	TLD            name.Name        // TLD whose contact rules apply now; "": none, they apply when a domain uses it
	AuthInfo       string           // "": generated, unless SecureAuthInfo
	SecureAuthInfo bool             // RevealAuthInfo "" means none, and a weak one is refused (RFC 9154)
}

// NewContact is a created contact with its newAuthInfo in plain text.
type NewContact struct {
	Contact  registry.Contact
	AuthInfo string
}

func (c CreateContact) Run(t *Tx) (NewContact, error) {
	id, err := t.newObjectIDs()
	if err != nil {
		return NewContact{}, err
	}
	n := c.Contact
	switch {
	case n.ID == "" && c.Hex:
		if n.ID, err = t.pickContactID(c.Prefix); err != nil {
			return NewContact{}, err
		}
	case n.ID == "":
		n.ID = registry.ContactID(fmt.Sprintf("%s%0*d", c.Prefix, max(c.Digits, 2), id.Number)) // RFC 5733: a handle has at least three characters
	}
	n.ROID, n.Number, n.UUID = id.ROID, id.Number, id.UUID
	n.Registrar, n.Account = t.By.Registrar, t.By.Account
	n.Created, n.CreatedBy = t.Now, t.authorID()
	n = t.stripPostal(n, c.TLD)
	if err := n.Check(); err != nil {
		return NewContact{}, err
	}
	for _, s := range n.Statuses {
		if !t.canSetStatus(s.Status) {
			return NewContact{}, registry.ErrStatusClient.On("status", string(s.Status))
		}
	}
	if err := t.checkContactFor(c.TLD, registry.Contact{}, n); err != nil {
		return NewContact{}, err
	}
	if _, err := t.st.Contacts().Get(n.ID); err == nil {
		return NewContact{}, registry.ErrContactTaken.On("id", string(n.ID))
	} else if _, err := isFound(err); err != nil {
		return NewContact{}, err
	}
	secret := c.AuthInfo
	if secret == "" && !c.SecureAuthInfo {
		secret = t.run.newAuthInfo()
	}
	if secret != "" {
		if err := checkAuthInfoStrength(c.SecureAuthInfo, secret); err != nil {
			return NewContact{}, err
		}
		n.AuthInfo = t.seal([]byte(secret), "authinfo", n.ROID)
	}
	return NewContact{n, secret}, t.saveContact("create", n)
}

// pickContactID returns an unused handle: prefix and eight random hex digits.
func (t *Tx) pickContactID(prefix string) (registry.ContactID, error) {
	for {
		id := registry.ContactID(fmt.Sprintf("%s%08X", prefix, t.run.randomBytes(4)))
		_, err := t.st.Contacts().Get(id)
		if exists, err := isFound(err); !exists {
			return id, err
		}
	}
}

// stripPostal returns c with only the names of its postal addresses if tld's
// policy keeps no postal addresses, else c.
func (t *Tx) stripPostal(c registry.Contact, tld name.Name) registry.Contact {
	if t.run.Policies[tld].NoPostal {
		c.Postal = registry.Postal{Name: c.Postal.Name, Org: c.Postal.Org}
		c.OtherPostal = registry.Postal{Name: c.OtherPostal.Name, Org: c.OtherPostal.Org}
	}
	return c
}

// checkContactFor checks a created or changed contact against the contact rules
// of tld, without a role. before is the zero Contact for a new one.
func (t *Tx) checkContactFor(tld name.Name, before, after registry.Contact) error {
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
	if err := t.queueSponsorMessage(c.Registrar, verb, registry.KindContact, string(c.ID), c); err != nil {
		return err
	}
	return t.appendChange(verb, registry.KindContact, string(c.ID), c)
}
