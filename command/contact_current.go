package command

import (
	"crypto/subtle"

	"github.com/cadastre-registry/cadastre/registry"
)

// findContact returns a contact, of any sponsor, as projected to now, or
// ErrNoContact.
func (s *Snapshot) findContact(id registry.ContactID) (registry.Contact, error) {
	c, err := s.st.Contacts().Get(id)
	return c.At(s.Now), notFoundAs(err, registry.ErrNoContact, "contact", string(id))
}

// verifyContactAuthInfo returns ErrAuthInfo if secret is not c's newAuthInfo. It
// compares in constant time.
func (s *Snapshot) verifyContactAuthInfo(c registry.Contact, secret string) error {
	want, err := s.unsealContactAuthInfo(c)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return registry.ErrAuthInfo.On("contact", string(c.ID))
	}
	return nil
}

// unsealContactAuthInfo returns c's newAuthInfo in plain text; "" when it has none.
func (s *Snapshot) unsealContactAuthInfo(c registry.Contact) (string, error) {
	if c.AuthInfo == nil {
		return "", nil
	}
	plain, err := s.unseal(c.AuthInfo, "authinfo", c.ROID)
	return string(plain), err
}

// refreshContact returns a contact of any sponsor after storing a transfer that
// has become due, or ErrNoContact. Commands that change a contact start here.
func (t *Tx) refreshContact(id registry.ContactID) (registry.Contact, error) {
	stored, err := t.st.Contacts().Get(id)
	if err != nil {
		return stored, notFoundAs(err, registry.ErrNoContact, "contact", string(id))
	}
	c := stored.At(t.Now)
	if !stored.HasPendingTransfer() || c.HasPendingTransfer() {
		return c, nil
	}
	caller := t.By
	t.By = registry.Actor{Frontend: schedulerFrontend, Request: caller.Request}
	defer func() { t.By = caller }()
	return c, t.endContactTransfer(c)
}

// LoadOwnContact is refreshContact for a contact that the actor owns;
// ErrNoContact or ErrNotYours otherwise.
func (t *Tx) LoadOwnContact(id registry.ContactID) (registry.Contact, error) {
	c, err := t.refreshContact(id)
	if err == nil && !t.By.Owns(c.Registrar, c.Account) {
		err = registry.ErrNotYours.On("contact", string(id))
	}
	return c, err
}
