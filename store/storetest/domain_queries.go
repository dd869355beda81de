package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var domainQueryTests = map[string]func(*testing.T, Database){
	"domains are listed and counted by all fields of a query": domainsListed,
	"due domains are found, the longest overdue first":        domainsDue,
	"the links of a domain change with it":                    linksFollow,
}

func oneOf[V any](r *rand.Rand, vs ...V) V { return vs[r.IntN(len(vs))] }

// someDomain returns a random domain whose fields have few possible values, so
// that queries match some.
func someDomain(r *rand.Rand, n int) registry.Domain {
	contacts := func() []registry.ContactID {
		var all []registry.ContactID
		for range r.IntN(3) {
			all = append(all, oneOf[registry.ContactID](r, "c-1", "c-2", "c-3"))
		}
		return all
	}
	d := registry.Domain{
		Name:      name.Name(fmt.Sprintf("%s%d.%s", oneOf(r, "a", "b", "xn--a"), n, oneOf(r, "example", "test", "co.example"))),
		Registrar: oneOf[registry.RegistrarID](r, "alice", "bob"), Registrant: oneOf[registry.ContactID](r, "", "c-1", "c-2"),
		Admin: contacts(), Tech: contacts(), Billing: contacts(),
		Phase: registry.Active, Expires: noon.Add(time.Duration(r.IntN(100)) * time.Hour), Number: int64(n) + 1,
	}
	if r.IntN(2) == 0 {
		d.Account = registry.AccountID(d.Registrar) + "-1"
	}
	for range r.IntN(3) {
		d.Nameservers = append(d.Nameservers, registry.Nameserver{Host: oneOf[name.Name](r, "ns1.example", "ns2.example", "c-1")})
	}
	return d
}

// matches reports whether d matches q. It is the reference for the engines.
func matches(q store.DomainQuery, d registry.Domain) bool {
	owned := (q.Registrar == "" || q.Registrar == d.Registrar) && (q.Account == "" || q.Account == d.Account)
	named := (q.TLD == "" || q.TLD == d.Name.Parent()) &&
		(q.NameLike == "" || strings.HasPrefix(string(d.Name), "a1") && len(d.Name) > len("a1_"))
	expires := !d.Expires.Before(q.ExpiresFrom) && (q.ExpiresUntil.IsZero() || !d.Expires.After(q.ExpiresUntil))
	return owned && named && expires && usesContact(q, d) &&
		(q.Host == "" || slices.ContainsFunc(d.Nameservers, func(ns registry.Nameserver) bool { return ns.Host == q.Host }))
}

// usesContact reports whether d has the contacts that q asks for.
func usesContact(q store.DomainQuery, d registry.Domain) bool {
	roles := map[registry.ContactRole][]registry.ContactID{
		"": d.Contacts(), "registrant": {d.Registrant}, "admin": d.Admin, "tech": d.Tech, "billing": d.Billing,
	}
	return (q.Contact == "" || slices.Contains(roles[q.Role], q.Contact)) &&
		(q.IdentCode == "" || slices.Contains(d.Contacts(), registry.ContactID("c-"+q.IdentCode)))
}

// someQuery returns a random query.
func someQuery(r *rand.Rand) store.DomainQuery {
	q := store.DomainQuery{
		Registrar: oneOf[registry.RegistrarID](r, "", "", "alice", "bob"), Account: oneOf[registry.AccountID](r, "", "", "alice-1"),
		TLD: oneOf[name.Name](r, "", "", "example", "co.example"), Contact: oneOf[registry.ContactID](r, "", "c-1", "c-2", "c-9"),
		Host: oneOf[name.Name](r, "", "", "ns1.example", "c-1"), After: oneOf[name.Name](r, "", "a3.example", "b", "z"),
		Limit: oneOf(r, 0, 1, 7, 1000),
	}
	if q.IdentCode, q.NameLike = oneOf(r, "", "", "", "1", "7"), oneOf(r, "", "", "", "A1_%"); r.IntN(4) == 0 {
		q.ExpiresFrom, q.ExpiresUntil = noon.Add(10*time.Hour), oneOf(r, time.Time{}, noon.Add(60*time.Hour))
	}
	if r.IntN(2) == 0 {
		q.Order, q.Offset = oneOf(r, orders...), oneOf(r, 0, 1, 10, 500)
	}
	if q.Contact != "" {
		q.Role = oneOf[registry.ContactRole](r, "", "registrant", "admin", "tech", "billing")
	}
	return q
}

var orders = []store.SortOrder{store.ByName, store.ByNameDesc, store.ByExpiry, store.ByExpiryDesc, store.ByCreated, store.ByCreatedDesc}

// compareBy returns the comparison of domains of o.
func compareBy(o store.SortOrder) func(a, b registry.Domain) int {
	return func(a, b registry.Domain) int {
		name, age, end := cmp.Compare(a.Name, b.Name), cmp.Compare(a.Number, b.Number), a.Expires.Compare(b.Expires)
		switch o {
		case store.ByNameDesc:
			return -name
		case store.ByExpiry:
			return cmp.Or(end, -age)
		case store.ByExpiryDesc:
			return cmp.Or(-end, age)
		case store.ByCreated:
			return age
		case store.ByCreatedDesc:
			return -age
		}
		return name
	}
}

func domainsListed(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() },
		registry.Contact{ID: "c-1", Ident: registry.Ident{Code: "1", Country: "EE"}}, registry.Contact{ID: "c-2", Ident: registry.Ident{Code: "2", Country: "EE"}})
	r := rand.New(rand.NewPCG(1, 2))
	all := map[name.Name]registry.Domain{}
	write := func(domains ...registry.Domain) {
		putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() }, domains...)
		for _, d := range domains {
			all[d.Name] = d
		}
	}
	for i := range 150 {
		write(someDomain(r, i))
	}
	for _, n := range slices.Sorted(maps.Keys(all)) { // every domain changes
		d := someDomain(r, 0)
		d.Name, d.Number = n, all[n].Number
		write(d)
		if r.IntN(10) == 0 {
			update(t, s, func(tx store.Tx) error { return tx.Domains().Delete(n) })
			delete(all, n)
		}
	}
	view(t, s, func(tx store.Tx) error {
		for range 300 {
			q := someQuery(r)
			var want []registry.Domain
			total := 0
			for _, d := range slices.SortedFunc(maps.Values(all), compareBy(q.Order)) {
				if !matches(q, d) {
					continue
				}
				if total++; d.Name > q.After {
					want = append(want, d)
				}
			}
			want = want[min(q.Offset, len(want)):]
			want = want[:min(cmp.Or(q.Limit, 100), len(want))]
			got, err1 := tx.Domains().List(q)
			n, err2 := tx.Domains().Count(q)
			if err := errors.Join(err1, err2); err != nil {
				return fmt.Errorf("%+v: %w", q, err)
			}
			wantEqual(t, fmt.Sprintf("%+v", q), keysOf(got, domainName), keysOf(want, domainName))
			if n != total {
				t.Errorf("%+v: counted %d, want %d", q, n, total)
			}
		}
		return nil
	})
}

func domainsDue(t *testing.T, db Database) {
	s := open(t, db)
	domain := func(n name.Name, account registry.AccountID, hours int) registry.Domain {
		return registry.Domain{Name: n, Registrar: "alice", Account: account, Phase: registry.Active, Expires: noon.Add(time.Duration(hours) * time.Hour)}
	}
	never := domain("never.example", "", 0)
	never.Expires = time.Time{}
	other := domain("other.example", "", 2)
	other.Registrar = "bob"
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() },
		domain("a.example", "a-1", 3), domain("b.example", "", 1), domain("c.example", "a-1", 0), domain("d.example", "a-1", 4), never, other)
	view(t, s, func(tx store.Tx) error {
		now := noon.Add(3 * time.Hour)
		all, err1 := tx.Domains().Due(now, 10)
		wantEqual(t, "due", all, []name.Name{"c.example", "b.example", "other.example", "a.example"})
		two, err2 := tx.Domains().Due(now, 2)
		wantEqual(t, "due, two", two, []name.Name{"c.example", "b.example"})
		account, err3 := tx.Domains().DueFor("alice", "a-1", now, 10)
		wantEqual(t, "due of the account", account, []name.Name{"c.example", "a.example"})
		registrar, err4 := tx.Domains().DueFor("alice", "", now, 10)
		wantEqual(t, "due of the registrar", registrar, []name.Name{"c.example", "b.example", "a.example"})
		before, err5 := tx.Domains().Due(noon.Add(-time.Second), 10)
		wantEqual(t, "not yet due", before, []name.Name(nil))
		return errors.Join(err1, err2, err3, err4, err5)
	})
}

// linksFollow changes a domain several times within one transaction, and by Put
// without Get.
func linksFollow(t *testing.T, db Database) {
	s := open(t, db)
	with := func(registrant registry.ContactID, hosts ...name.Name) registry.Domain {
		d := registry.Domain{Name: "a.example", Registrant: registrant, Admin: []registry.ContactID{"c-0", "c-0"}}
		for _, h := range hosts {
			d.Nameservers = append(d.Nameservers, registry.Nameserver{Host: h})
		}
		return d
	}
	check := func(tx store.Tx, what string, want map[string]int) {
		t.Helper()
		for _, target := range []string{"c-0", "c-1", "c-2", "ns1.example", "ns2.example"} {
			byContact, err1 := tx.Domains().Count(store.DomainQuery{Contact: registry.ContactID(target)})
			byHost, err2 := tx.Domains().Count(store.DomainQuery{Host: name.Name(target)})
			if err := errors.Join(err1, err2); err != nil || byContact+byHost != want[target] {
				t.Errorf("%s: %s has %d domains, want %d; %v", what, target, byContact+byHost, want[target], err)
			}
		}
	}
	update(t, s, func(tx store.Tx) error {
		if err := tx.Domains().Put(with("c-1", "ns1.example", "ns1.example")); err != nil {
			return err
		}
		check(tx, "created", map[string]int{"c-0": 1, "c-1": 1, "ns1.example": 1})
		if err := tx.Domains().Put(with("c-2", "ns2.example")); err != nil {
			return err
		}
		check(tx, "changed at once", map[string]int{"c-0": 1, "c-2": 1, "ns2.example": 1})
		if err := tx.Domains().Delete("a.example"); err != nil {
			return err
		}
		check(tx, "deleted at once", nil)
		return tx.Domains().Put(with("c-1"))
	})
	update(t, s, func(tx store.Tx) error {
		d, err := tx.Domains().Get("a.example")
		if err != nil {
			return err
		}
		d.Admin[0] = "c-2" // what Get returned is the caller's
		d.Admin = d.Admin[:1]
		return tx.Domains().Put(d)
	})
	view(t, s, func(tx store.Tx) error {
		check(tx, "changed", map[string]int{"c-1": 1, "c-2": 1})
		return nil
	})
	update(t, s, func(tx store.Tx) error { return tx.Domains().Put(with("c-2", "ns1.example")) })
	view(t, s, func(tx store.Tx) error {
		check(tx, "put without get", map[string]int{"c-0": 1, "c-2": 1, "ns1.example": 1})
		return nil
	})
	update(t, s, func(tx store.Tx) error { return tx.Domains().Delete("a.example") })
	view(t, s, func(tx store.Tx) error {
		check(tx, "deleted", nil)
		return nil
	})
}
