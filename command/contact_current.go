package command

import (
	"crypto/subtle"

	"github.com/cadastre-registry/cadastre/registry"
)

// anyContact returns a contact as it stands now, whoever sponsors it, or
// ErrNoContact.
func (s *Snapshot) anyContact(id registry.ContactID) (registry.Contact, error) {
	c, err := s.st.Contacts().Get(id)
	return c.At(s.Now), absent(err, registry.ErrNoContact, "contact", string(id))
}

// opensContact returns nil if secret is c's authInfo, ErrAuthInfo if not; it
// takes the same time for both.
func (s *Snapshot) opensContact(c registry.Contact, secret string) error {
	want, err := s.contactAuthInfo(c)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return registry.ErrAuthInfo.On("contact", string(c.ID))
	}
	return nil
}

// contactAuthInfo returns the authorization information of c in plain text; ""
// when it has none.
func (s *Snapshot) contactAuthInfo(c registry.Contact) (string, error) {
	if c.AuthInfo == nil {
		return "", nil
	}
	plain, err := s.unseal(c.AuthInfo, "authinfo", c.ROID)
	return string(plain), err
}

// currentContact is anyContact for a command that may change it: what time has
// made of it is written down first.
func (t *Tx) currentContact(id registry.ContactID) (registry.Contact, error) {
	was, err := t.st.Contacts().Get(id)
	if err != nil {
		return was, absent(err, registry.ErrNoContact, "contact", string(id))
	}
	c := was.At(t.Now)
	if !was.Pends() || c.Pends() {
		return c, nil
	}
	asked := t.By
	t.By = registry.Actor{Face: clockFace, Request: asked.Request}
	defer func() { t.By = asked }()
	return c, t.concludeContact(c)
}

// Contact returns one of the actor's own contacts to be changed; ErrNoContact
// or ErrNotYours otherwise.
func (t *Tx) Contact(id registry.ContactID) (registry.Contact, error) {
	c, err := t.currentContact(id)
	if err == nil && !t.By.Owns(c.Registrar, c.Account) {
		err = registry.ErrNotYours.On("contact", string(id))
	}
	return c, err
}
