package lookup

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Registrar returns a registrar by its clID, IANA ID or name, case-insensitive,
// or ErrNoRegistrar.
func (l Reader) Registrar(ctx context.Context, handle string) (r registry.Registrar, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		if r, err = tx.Registrars().Get(registry.RegistrarID(handle)); !errors.Is(err, store.ErrNotFound) {
			return err
		}
		iana, _ := strconv.Atoi(handle)
		for one, err := range tx.Registrars().All() {
			if err != nil {
				return err
			}
			if r = one; iana > 0 && r.IANA == iana || strings.EqualFold(string(r.ID), handle) || strings.EqualFold(r.Name, handle) {
				return nil
			}
		}
		return registry.ErrNoRegistrar.On("registrar", handle)
	})
	return r, err
}

// maxContactDomains is the number of a contact's domains whose policies decide
// what is public.
const maxContactDomains = 50

// Contact returns the public data of a contact, by its handle or its ROID, or
// ErrNoContact. Public is what the policies of all its domains disclose. A
// contact that has no domains, or only shielded ones, is ErrNoContact.
func (l Reader) Contact(ctx context.Context, handle string) (c Contact, err error) {
	notFound := registry.ErrNoContact.On("contact", handle)
	err = l.Store.View(ctx, func(tx store.Tx) error {
		row, err := tx.Contacts().Get(registry.ContactID(handle))
		if number, ok := roidNumber(handle); ok && errors.Is(err, store.ErrNotFound) {
			if row, err = tx.Search().ContactByNumber(number); err == nil && row.ROID != strings.ToUpper(handle) {
				return notFound
			}
		}
		if err != nil {
			return store.NotFoundAs(err, registry.ErrNoContact, "contact", handle)
		}
		domains, err := tx.Domains().List(store.DomainQuery{Contact: row.ID, Limit: maxContactDomains})
		if err != nil {
			return err
		}
		var policies []registry.Policy
		for _, d := range domains {
			if p, ok := l.Policies[d.Name.Parent()]; ok && !d.Shield {
				policies = append(policies, p)
			}
		}
		if len(policies) == 0 {
			return notFound
		}
		c = l.commonContact(row, policies)
		return nil
	})
	return c, err
}

// commonContact returns what all of policies disclose of a contact.
func (l Reader) commonContact(row registry.Contact, policies []registry.Policy) (c Contact) {
	for i, p := range policies {
		if public := p.Disclose(row); i == 0 {
			c.PublicContact = public
		} else {
			c.PublicContact = c.PublicContact.Intersect(public)
		}
	}
	return c
}

// roidNumber returns the number in a ROID, such as 12 in "12-CAD".
func roidNumber(handle string) (int64, bool) {
	digits, _, ok := strings.Cut(handle, "-")
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, ok && err == nil && n > 0
}
