package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

var tableTests = map[string]func(*testing.T, Database){
	"a registrar keeps every field": roundTrip(func(tx store.Tx) store.Table[registry.RegistrarID, registry.Registrar] { return tx.Registrars() },
		func(v registry.Registrar) registry.RegistrarID { return v.ID }),
	"an account keeps every field": roundTrip(func(tx store.Tx) store.Table[registry.AccountID, registry.Account] { return tx.Accounts() },
		func(v registry.Account) registry.AccountID { return v.ID }),
	"a user keeps every field and its secret": roundTrip(func(tx store.Tx) store.Table[registry.UserID, registry.User] { return tx.Users() },
		func(v registry.User) registry.UserID { return v.ID }),
	"a token keeps every field": roundTrip(func(tx store.Tx) store.Table[string, registry.Token] { return tx.Tokens() },
		func(v registry.Token) string { return v.Hash }),
	"a domain keeps every field and its secret": roundTrip(func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() },
		func(v registry.Domain) name.Name { return v.Name }),
	"a contact keeps every field and its secret": roundTrip(func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() },
		func(v registry.Contact) registry.ContactID { return v.ID }),
	"a host keeps every field": roundTrip(func(tx store.Tx) store.Table[name.Name, registry.Host] { return tx.Hosts() },
		func(v registry.Host) name.Name { return v.Name }),
	"a listing keeps every field": roundTrip(func(tx store.Tx) store.Table[name.Name, namelist.Listing] { return tx.Listings() },
		func(v namelist.Listing) name.Name { return v.Name }),
	"a record keeps every field": roundTrip(func(tx store.Tx) store.Table[int64, registry.Record] { return tx.Records() },
		func(v registry.Record) int64 { return v.ID }),
	"a preorder keeps every field": roundTrip(func(tx store.Tx) store.Table[int64, registry.Preorder] { return tx.Preorders() },
		func(v registry.Preorder) int64 { return v.ID }),
	"a transfer keeps every field": roundTrip(func(tx store.Tx) store.Table[int64, registry.Transfer] { return tx.Transfers() },
		func(v registry.Transfer) int64 { return v.ID }),
	"a message keeps every field": roundTrip(func(tx store.Tx) store.Table[int64, registry.Message] { return tx.Messages() },
		func(v registry.Message) int64 { return v.ID }),
	"an invoice keeps every field": roundTrip(func(tx store.Tx) store.Table[int64, registry.Invoice] { return tx.Invoices() },
		func(v registry.Invoice) int64 { return v.ID }),
	"a certificate keeps every field and its secret": roundTrip(func(tx store.Tx) store.Table[int64, registry.Certificate] { return tx.Certificates() },
		func(v registry.Certificate) int64 { return v.ID }),
	"a setting keeps every field": roundTrip(func(tx store.Tx) store.Table[string, store.Setting] { return tx.Settings() },
		func(v store.Setting) string { return v.Key }),
	"a zone key keeps every field and its secret": roundTrip(func(tx store.Tx) store.Table[string, registry.ZoneKey] { return tx.ZoneKeys() },
		func(v registry.ZoneKey) string { return v.Name }),
	"a reply keeps every field":                storedResponseRoundTrip,
	"a change keeps every field":               changeRoundTrip,
	"unique columns find one and only one row": uniqueColumns,
}

// roundTrip returns the test of one table: values are read as they were put, by
// key and in order, in the same transaction, in another one and after opening
// the store again.
func roundTrip[K interface{ ~string | ~int64 }, V any](table func(store.Tx) store.Table[K, V], key func(V) K) func(*testing.T, Database) {
	return func(t *testing.T, db Database) {
		var first, second, third V
		fill(&first, 1)
		fill(&second, 2)
		fill(&third, 3)
		s := open(t, db)
		update(t, s, func(tx store.Tx) error {
			if _, err := table(tx).Get(key(second)); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("before it was put: got %v, want not found", err)
			}
			err := errors.Join(table(tx).Put(second), table(tx).Put(third), table(tx).Put(first))
			got, lost := table(tx).Get(key(first))
			wantEqual(t, "in its own transaction", got, first)
			return errors.Join(err, lost)
		})
		changed := second
		fill(&changed, 4)
		update(t, s, func(tx store.Tx) error {
			if err := table(tx).Delete(key(third)); err != nil {
				return err
			}
			if err := table(tx).Put(changed); err != nil {
				return err
			}
			return errors.Join(table(tx).Delete(key(changed)), table(tx).Put(changed), table(tx).Delete(key(changed)))
		})
		s.Close()
		s = open(t, db)
		view(t, s, func(tx store.Tx) error {
			got, err := table(tx).Get(key(second))
			wantEqual(t, "opened again", got, second)
			_, gone := table(tx).Get(key(third))
			wantNotFound(t, "deleted", gone)
			var all []V
			for v, err := range table(tx).All() {
				if err != nil {
					return err
				}
				all = append(all, v)
			}
			wantEqual(t, "all", all, []V{first, second})
			return err
		})
		update(t, s, func(tx store.Tx) error { return table(tx).Put(second) })
	}
}

func storedResponseRoundTrip(t *testing.T, db Database) {
	var first, second store.StoredResponse
	fill(&first, 1)
	fill(&second, 2)
	second.Key = first.Key
	s := open(t, db)
	update(t, s, func(tx store.Tx) error { return tx.Responses().Put(first) })
	update(t, s, func(tx store.Tx) error { return tx.Responses().Put(second) })
	view(t, s, func(tx store.Tx) error {
		got, err := tx.Responses().Get(first.Key)
		wantEqual(t, "reply", got, second)
		return err
	})
}

func changeRoundTrip(t *testing.T, db Database) {
	var line, last registry.Change
	fill(&line, 1)
	fill(&last, 2)
	last.After = nil
	s := open(t, db)
	update(t, s, func(tx store.Tx) error { return errors.Join(tx.Append(line), tx.Append(last)) })
	line.Seq, last.Seq = 1, 2
	wantEqual(t, "changes", changes(t, s, 0), []registry.Change{line, last})
}

// uniqueColumns finds objects by unique columns other than the key, and expects
// a conflict for duplicates.
func uniqueColumns(t *testing.T, db Database) {
	s := open(t, db)
	var d registry.Domain
	var c registry.Contact
	var a registry.Account
	var u registry.User
	fill(&d, 1)
	fill(&c, 1)
	fill(&a, 1)
	fill(&u, 1)
	a.Email = "Alice@A.example"
	update(t, s, func(tx store.Tx) error {
		return errors.Join(tx.Domains().Put(d), tx.Contacts().Put(c), tx.Accounts().Put(a), tx.Users().Put(u))
	})
	view(t, s, func(tx store.Tx) error {
		byNumber, err1 := tx.Domains().ByNumber(d.Number)
		byUUID, err2 := tx.Domains().ByUUID(d.UUID)
		contact, err3 := tx.Contacts().ByUUID(c.UUID)
		account, err4 := tx.Accounts().ByEmail(a.Registrar, "alice@a.EXAMPLE")
		user, err5 := tx.Users().ByLogin(u.Realm, u.Login)
		wantEqual(t, "domain by number", byNumber, d)
		wantEqual(t, "domain by UUID", byUUID, d)
		wantEqual(t, "contact by UUID", contact, c)
		wantEqual(t, "account by e-mail address", account, a)
		wantEqual(t, "user by login", user, u)
		_, err := tx.Accounts().ByEmail("another", a.Email)
		wantNotFound(t, "account of another registrar", err)
		_, err = tx.Domains().ByUUID("")
		wantNotFound(t, "domain without UUID", err)
		return errors.Join(err1, err2, err3, err4, err5)
	})
	conflicts := map[string]func(store.Tx) error{
		"number":         func(tx store.Tx) error { return tx.Domains().Put(registry.Domain{Name: "b.example", Number: d.Number}) },
		"ROID":           func(tx store.Tx) error { return tx.Domains().Put(registry.Domain{Name: "b.example", ROID: d.ROID}) },
		"UUID":           func(tx store.Tx) error { return tx.Domains().Put(registry.Domain{Name: "b.example", UUID: d.UUID}) },
		"contact number": func(tx store.Tx) error { return tx.Contacts().Put(registry.Contact{ID: "b", Number: c.Number}) },
		"contact UUID":   func(tx store.Tx) error { return tx.Contacts().Put(registry.Contact{ID: "b", UUID: c.UUID}) },
		"e-mail address": func(tx store.Tx) error {
			return tx.Accounts().Put(registry.Account{ID: "b", Registrar: a.Registrar, Email: "alice@a.example"})
		},
		"login": func(tx store.Tx) error { return tx.Users().Put(registry.User{ID: "b", Realm: u.Realm, Login: u.Login}) },
	}
	for what, fn := range conflicts {
		if err := s.Update(t.Context(), fn); !errors.Is(err, store.ErrConflict) {
			t.Errorf("second %s: got %v, want a conflict", what, err)
		}
	}
	update(t, s, func(tx store.Tx) error { // empty values need not be unique
		return errors.Join(tx.Domains().Put(registry.Domain{Name: "b.example"}), tx.Domains().Put(registry.Domain{Name: "c.example"}),
			tx.Contacts().Put(registry.Contact{ID: "b"}), tx.Contacts().Put(registry.Contact{ID: "c"}))
	})
}

// changes returns the committed changes above after.
func changes(t testing.TB, s store.Store, after uint64) []registry.Change {
	t.Helper()
	var all []registry.Change
	for c, err := range s.Changes(t.Context(), after) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return slices.Clip(all)
}
