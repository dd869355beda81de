package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var documentTests = map[string]func(*testing.T, Database){
	"the change log has the row's document":           loggedDocument,
	"a document of a newer program is refused by row": newerDocuments,
}

// loggedDocument puts an object with its change.
func loggedDocument(t *testing.T, db Database) {
	s := open(t, db)
	var c registry.Contact
	fill(&c, 1)
	c.AuthInfo = []byte("sealed authInfo")
	d := registry.Domain{Name: "a.example", Registrant: "c-1"}
	update(t, s, func(tx store.Tx) error {
		return errors.Join(
			tx.Contacts().PutLogged(c, registry.Change{At: noon, Verb: "create", Kind: registry.KindContact, Key: string(c.ID)}),
			tx.Domains().PutLogged(d, registry.Change{At: noon, Verb: "create", Kind: registry.KindDomain, Key: "a.example"}))
	})
	logged := changes(t, s, 0)
	if len(logged) != 2 {
		t.Fatalf("%d changes, want 2", len(logged))
	}
	for _, change := range logged {
		if n := registry.VersionOfDocument(change.After); n != registry.DocumentVersion {
			t.Errorf("%s: the document has version %d: %s", change.Key, n, change.After)
		}
		if strings.Contains(string(change.After), string(c.AuthInfo)) {
			t.Errorf("%s: the secret is logged: %s", change.Key, change.After)
		}
	}
	var after registry.Contact
	if err := registry.DecodeDocument(logged[0].After, &after); err != nil {
		t.Fatal(err)
	}
	after.AuthInfo = c.AuthInfo
	wantEqual(t, "contact in the change log", after, c)
	view(t, s, func(tx store.Tx) error {
		got, err := tx.Contacts().Get(c.ID)
		wantEqual(t, "contact", got, c)
		n, err2 := tx.Domains().Count(store.DomainQuery{Contact: "c-1"})
		if n != 1 {
			t.Errorf("%d domains are linked to the registrant, want 1", n)
		}
		return errors.Join(err, err2)
	})
}

// newerDocuments writes a later version into a row. A read fails, with the row and
// the version in the error; other rows are still read.
func newerDocuments(t *testing.T, db Database) {
	s := open(t, db)
	update(t, s, func(tx store.Tx) error {
		return errors.Join(tx.Contacts().Put(registry.Contact{ID: "c-1"}), tx.Contacts().Put(registry.Contact{ID: "c-2"}))
	})
	if err := db.ExecSQL(`UPDATE contacts SET doc = '{"v":99,"id":"c-2"}' WHERE id = 'c-2'`); err != nil {
		t.Fatal(err)
	}
	err := s.View(t.Context(), func(tx store.Tx) error { _, err := tx.Contacts().Get("c-2"); return err })
	var newer *registry.DocumentVersionError
	if !errors.As(err, &newer) || newer.Version != 99 || !strings.Contains(err.Error(), "contacts, row c-2") {
		t.Errorf("got %v, want the table, the row and the version", err)
	}
	view(t, s, func(tx store.Tx) error { _, err := tx.Contacts().Get("c-1"); return err })
}
