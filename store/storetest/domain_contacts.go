package storetest

import (
	"errors"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

func namesOfContacts(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() },
		registry.Domain{Name: "c.ee", Registrant: "mari", Admin: []registry.ContactID{"juhan"}},
		registry.Domain{Name: "a.ee", Registrant: "mari-2", Tech: []registry.ContactID{"mari"}},
		registry.Domain{Name: "b.ee", Registrant: "juhan", Admin: []registry.ContactID{"mari", "mari-2"}},
		registry.Domain{Name: "d.ee", Registrant: "juhan", Nameservers: []registry.Nameserver{{Host: "mari"}}})
	view(t, s, func(tx store.Tx) error {
		both := []registry.ContactID{"mari", "mari-2"}
		held, err1 := tx.Domains().NamesByContact(both, "registrant", "admin")
		wantEqual(t, "held or administered", held, []name.Name{"a.ee", "b.ee", "c.ee"})
		tech, err2 := tx.Domains().NamesByContact(both, "tech")
		wantEqual(t, "as technical contact", tech, []name.Name{"a.ee"})
		none, err3 := tx.Domains().NamesByContact(both)
		wantEqual(t, "in no role", len(none), 0)
		unknown, err4 := tx.Domains().NamesByContact(both, "", "host")
		wantEqual(t, "in unknown roles", len(unknown), 0)
		noContact, err5 := tx.Domains().NamesByContact(nil, "registrant")
		wantEqual(t, "of no contact", len(noContact), 0)
		return errors.Join(err1, err2, err3, err4, err5)
	})
}
