package storetest

import (
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

var queryTests = map[string]func(*testing.T, Database){
	"users are found by registrar and account":        usersOf,
	"tokens are found by user and purged":             tokensOf,
	"responses are purged when they have expired":     repliesPurged,
	"contacts are listed, counted and found by ident": contactsListed,
	"names are found by many contacts":                namesOfContacts,
	"listings are listed by zone":                     listingsListed,
	"hosts are listed and found below a domain":       hostsListed,
	"records belong to a zone":                        recordsOf,
}

// collect returns all values of seq.
func collect[V any](t *testing.T, seq iter.Seq2[V, error]) []V {
	t.Helper()
	var all []V
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// putAll puts values into a table of s.
func putAll[K comparable, V any](t *testing.T, s store.Store, table func(store.Tx) store.Table[K, V], vs ...V) {
	t.Helper()
	update(t, s, func(tx store.Tx) error {
		for _, v := range vs {
			if err := table(tx).Put(v); err != nil {
				return err
			}
		}
		return nil
	})
}

func userID(u registry.User) registry.UserID          { return u.ID }
func contactID(c registry.Contact) registry.ContactID { return c.ID }
func hostName(h registry.Host) name.Name              { return h.Name }
func domainName(d registry.Domain) name.Name          { return d.Name }

func usersOf(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[registry.UserID, registry.User] { return tx.Users() },
		registry.User{ID: "u1", Realm: "registrar", Login: "alice", Registrar: "alice"},
		registry.User{ID: "u2", Realm: "kifdom", Login: "alice", Registrar: "alice", Account: "a-1"},
		registry.User{ID: "u3", Realm: "kifdom", Login: "bob", Registrar: "alice", Account: "a-1"},
		registry.User{ID: "u4", Realm: "registrar", Login: "bob", Registrar: "bob"})
	view(t, s, func(tx store.Tx) error {
		wantEqual(t, "of the registrar", keysOf(collect(t, tx.Users().ByAccount("alice", "")), userID), []registry.UserID{"u1"})
		wantEqual(t, "of the account", keysOf(collect(t, tx.Users().ByAccount("alice", "a-1")), userID), []registry.UserID{"u2", "u3"})
		wantEqual(t, "of another's account", collect(t, tx.Users().ByAccount("bob", "a-1")), []registry.User(nil))
		return nil
	})
}

func tokensOf(t *testing.T, db Database) {
	s := open(t, db)
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	putAll(t, s, func(tx store.Tx) store.Table[string, registry.Token] { return tx.Tokens() },
		registry.Token{Hash: "1", User: "u1", Expires: at(1)},
		registry.Token{Hash: "2", User: "u1", Expires: at(1), RefreshUntil: at(5)},
		registry.Token{Hash: "3", User: "u1", Expires: at(2)},
		registry.Token{Hash: "4", User: "u1"},
		registry.Token{Hash: "5", User: "u2", Expires: at(9)})
	left := func() []string {
		var hashes []string
		view(t, s, func(tx store.Tx) error {
			hashes = keysOf(collect(t, tx.Tokens().ByUser("u1")), func(k registry.Token) string { return k.Hash })
			return nil
		})
		return hashes
	}
	wantEqual(t, "of the user", left(), []string{"1", "2", "3", "4"})
	purge := func(before time.Time, limit, want int) {
		t.Helper()
		update(t, s, func(tx store.Tx) error {
			n, err := tx.Tokens().PurgeExpired(before, limit)
			if n != want {
				t.Errorf("purged %d, want %d", n, want)
			}
			return err
		})
	}
	purge(at(1), 10, 0)
	purge(at(3), 1, 1)
	wantEqual(t, "without the one that expired first", left(), []string{"2", "3", "4"})
	purge(at(3), 10, 1)
	wantEqual(t, "with the one that may be exchanged", left(), []string{"2", "4"})
	purge(at(100), 10, 2)
	wantEqual(t, "with the one that never expires", left(), []string{"4"})
}

func repliesPurged(t *testing.T, db Database) {
	s := open(t, db)
	update(t, s, func(tx store.Tx) error {
		return errors.Join(tx.Responses().Put(store.StoredResponse{Key: "1", Expires: noon}), tx.Responses().Put(store.StoredResponse{Key: "2", Expires: noon.Add(time.Hour)}))
	})
	update(t, s, func(tx store.Tx) error {
		n, err := tx.Responses().PurgeExpired(noon.Add(time.Minute), 10)
		if n != 1 {
			t.Errorf("purged %d, want 1", n)
		}
		_, gone := tx.Responses().Get("1")
		wantNotFound(t, "purged", gone)
		_, there := tx.Responses().Get("2")
		return errors.Join(err, there)
	})
}

func contactsListed(t *testing.T, db Database) {
	s := open(t, db)
	ident := registry.Ident{Code: "38001085718", Type: registry.IdentPerson, Country: "EE"}
	putAll(t, s, func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() },
		registry.Contact{ID: "c1", Registrar: "alice", Ident: ident},
		registry.Contact{ID: "C2", Registrar: "alice", Account: "a-1", Ident: ident},
		registry.Contact{ID: "c3", Registrar: "alice", Account: "a-1"},
		registry.Contact{ID: "c4", Registrar: "bob"})
	view(t, s, func(tx store.Tx) error {
		list := func(what string, r registry.RegistrarID, a registry.AccountID, after registry.ContactID, limit int, want ...registry.ContactID) {
			t.Helper()
			got, err := tx.Contacts().List(r, a, after, limit)
			if err != nil {
				t.Error(err)
			}
			wantEqual(t, what, keysOf(got, contactID), want)
		}
		list("all", "", "", "", 10, "C2", "c1", "c3", "c4")
		list("of the registrar", "alice", "", "", 10, "C2", "c1", "c3")
		list("of the account", "alice", "a-1", "", 10, "C2", "c3")
		list("of another's account", "bob", "a-1", "", 10, []registry.ContactID{}...)
		list("a page", "alice", "", "C2", 1, "c1")
		page, err := tx.Contacts().Page(store.ContactQuery{Registrar: "alice", Offset: 1, Limit: 2})
		wantEqual(t, "from the second", keysOf(page, contactID), []registry.ContactID{"c1", "c3"})
		if page, err := tx.Contacts().Page(store.ContactQuery{Registrar: "alice", Account: "a-1", Offset: 2, Limit: 2}); err != nil || len(page) > 0 {
			t.Errorf("beyond the end: %v, %v", keysOf(page, contactID), err)
		}
		n, err1 := tx.Contacts().Count(store.ContactQuery{Registrar: "alice"})
		m, err2 := tx.Contacts().Count(store.ContactQuery{Registrar: "alice", Account: "a-1"})
		wantEqual(t, "counts", []int{n, m}, []int{3, 2})
		found, err3 := tx.Contacts().ByIdent("EE", ident.Code, 10)
		wantEqual(t, "by ident", keysOf(found, contactID), []registry.ContactID{"C2", "c1"})
		first, err4 := tx.Contacts().ByIdent("EE", ident.Code, 1)
		wantEqual(t, "by ident, one", len(first), 1)
		none, err5 := tx.Contacts().ByIdent("", "", 10)
		wantEqual(t, "by no ident", len(none), 0)
		return errors.Join(err, err1, err2, err3, err4, err5)
	})
}

func hostsListed(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Host] { return tx.Hosts() },
		registry.Host{Name: "ns1.a.example", Registrar: "alice", Parent: "a.example"},
		registry.Host{Name: "ns2.a.example", Registrar: "alice", Account: "a-1", Parent: "a.example"},
		registry.Host{Name: "ns1.b.example", Registrar: "bob", Parent: "b.example"},
		registry.Host{Name: "ns.elsewhere.test", Registrar: "alice"})
	view(t, s, func(tx store.Tx) error {
		below, err1 := tx.Hosts().SubordinateTo("a.example")
		wantEqual(t, "below", keysOf(below, hostName), []name.Name{"ns1.a.example", "ns2.a.example"})
		none, err2 := tx.Hosts().SubordinateTo("")
		wantEqual(t, "below nothing", len(none), 0)
		all, err3 := tx.Hosts().List("", "", "", 10)
		wantEqual(t, "all", keysOf(all, hostName), []name.Name{"ns.elsewhere.test", "ns1.a.example", "ns1.b.example", "ns2.a.example"})
		own, err4 := tx.Hosts().List("alice", "", "ns.elsewhere.test", 1)
		wantEqual(t, "a page of the registrar's", keysOf(own, hostName), []name.Name{"ns1.a.example"})
		accounts, err5 := tx.Hosts().List("alice", "a-1", "", 10)
		wantEqual(t, "of the account", keysOf(accounts, hostName), []name.Name{"ns2.a.example"})
		no := []name.Name{}
		for n, want := range map[name.Name][]name.Name{
			"a.example": {"ns1.a.example", "ns2.a.example"}, "ns1.b.example": {"ns1.b.example"}, "elsewhere.test": {"ns.elsewhere.test"},
			"ns.elsewhere.tes": no, "1.a.example": no, "c.example": no,
		} {
			within, err := tx.Hosts().Within(n, 10)
			wantEqual(t, "within "+string(n), keysOf(within, hostName), want)
			err5 = errors.Join(err5, err)
		}
		first, err6 := tx.Hosts().Within("example", 2)
		wantEqual(t, "within a TLD, two", keysOf(first, hostName), []name.Name{"ns1.a.example", "ns2.a.example"})
		return errors.Join(err1, err2, err3, err4, err5, err6)
	})
}

func listingsListed(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, namelist.Listing] { return tx.Listings() },
		namelist.Listing{Name: "b.example"}, namelist.Listing{Name: "a.example"}, namelist.Listing{Name: "??.example"}, namelist.Listing{Name: "a.b.example"})
	view(t, s, func(tx store.Tx) error {
		all, err1 := tx.Listings().List("example", "", 10)
		wantEqual(t, "all", keysOf(all, func(l namelist.Listing) name.Name { return l.Name }), []name.Name{"??.example", "a.example", "b.example"})
		page, err2 := tx.Listings().List("example", "??.example", 1)
		wantEqual(t, "a page", keysOf(page, func(l namelist.Listing) name.Name { return l.Name }), []name.Name{"a.example"})
		return errors.Join(err1, err2)
	})
}

func recordsOf(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[int64, registry.Record] { return tx.Records() },
		registry.Record{ID: 30, Zone: "a.example"}, registry.Record{ID: 4, Zone: "a.example"}, registry.Record{ID: 5, Zone: "b.example"})
	update(t, s, func(tx store.Tx) error {
		zone, err1 := tx.Records().ByZone("a.example")
		wantEqual(t, "of the zone", keysOf(zone, func(r registry.Record) int64 { return r.ID }), []int64{4, 30})
		n, err2 := tx.Records().DeleteZone("a.example")
		wantEqual(t, "deleted", n, 2)
		_, err := tx.Records().Get(5)
		_, gone := tx.Records().Get(4)
		wantNotFound(t, "of the deleted zone", gone)
		return errors.Join(err1, err2, err)
	})
}
