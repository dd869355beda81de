package contact

import (
	"crypto/subtle"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// findContact returns a contact, of any sponsor, as projected to now, or
// ErrNoContact.
func findContact(s *command.Snapshot, id registry.ContactID) (registry.Contact, error) {
	c, err := s.Store.Contacts().Get(id)
	return c.At(s.Now), command.NotFoundAs(err, registry.ErrNoContact, "contact", string(id))
}

// verifyContactAuthInfo returns ErrAuthInfo if secret is not c's authInfo. It
// compares in constant time.
func verifyContactAuthInfo(s *command.Snapshot, c registry.Contact, secret string) error {
	want, err := unsealContactAuthInfo(s, c)
	if err != nil {
		return err
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return registry.ErrAuthInfo.On("contact", string(c.ID))
	}
	return nil
}

// unsealContactAuthInfo returns c's authInfo in plain text; "" when it has none.
func unsealContactAuthInfo(s *command.Snapshot, c registry.Contact) (string, error) {
	if c.AuthInfo == nil {
		return "", nil
	}
	plain, err := s.Unseal(c.AuthInfo, "authinfo", c.ROID)
	return string(plain), err
}

// refreshContact returns a contact of any sponsor after storing a transfer that
// has become due, or ErrNoContact. Commands that change a contact start here.
func refreshContact(t *command.Tx, id registry.ContactID) (registry.Contact, error) {
	stored, err := t.Store.Contacts().Get(id)
	if err != nil {
		return stored, command.NotFoundAs(err, registry.ErrNoContact, "contact", string(id))
	}
	c := stored.At(t.Now)
	if !stored.HasPendingTransfer() || c.HasPendingTransfer() {
		return c, nil
	}
	return c, endContactTransfer(t.As(registry.Actor{Scheduled: true, Request: t.By.Request}), c)
}

// LoadOwnContact is refreshContact for a contact that the actor owns;
// ErrNoContact or ErrNotYours otherwise.
func LoadOwnContact(t *command.Tx, id registry.ContactID) (registry.Contact, error) {
	c, err := refreshContact(t, id)
	if err == nil && !t.By.Owns(c.Registrar, c.Account) {
		err = registry.ErrNotYours.On("contact", string(id))
	}
	return c, err
}

// FindOwnContact returns one of the actor's own contacts; ErrNoContact or
// ErrNotYours otherwise.
func FindOwnContact(s *command.Snapshot, id registry.ContactID) (registry.Contact, error) {
	c, err := findContact(s, id)
	if err != nil {
		return c, err
	}
	if !s.By.Owns(c.Registrar, c.Account) {
		return c, registry.ErrNotYours.On("contact", string(id))
	}
	return c, nil
}
