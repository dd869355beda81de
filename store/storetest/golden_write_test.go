package storetest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/postgres"
	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// putFilled puts two rows with every field set.
func putFilled[K comparable, V any](table store.Table[K, V]) error {
	var errs error
	for seed := 1; seed <= 2; seed++ {
		var v V
		fill(&v, seed)
		errs = errors.Join(errs, table.Put(v))
	}
	return errs
}

// goldenObjects fills every table.
func goldenObjects(tx store.Tx) error {
	return errors.Join(
		putFilled(tx.Registrars()),
		putFilled[registry.AccountID](tx.Accounts()),
		putFilled[registry.UserID](tx.Users()),
		putFilled[string](tx.Tokens()),
		putFilled[registry.ContactID](tx.Contacts()),
		putFilled[name.Name](tx.Hosts()),
		putFilled[int64](tx.Records()),
		putFilled[int64](tx.Preorders()),
		putFilled[int64](tx.Transfers()),
		putFilled[int64](tx.Messages()),
		putFilled[int64](tx.Invoices()),
		putFilled[int64](tx.Certificates()),
		putFilled(tx.Settings()),
		putFilled(tx.ZoneKeys()),
		putFilled[name.Name](tx.Listings()),
		putFilled[name.Name](tx.Domains()),
		goldenReplies(tx), goldenChanges(tx), goldenMoney(tx), goldenDomains(tx), goldenContacts(tx), goldenQueues(tx),
	)
}

func goldenReplies(tx store.Tx) error {
	var first, second store.StoredResponse
	fill(&first, 1)
	fill(&second, 2)
	return errors.Join(tx.Responses().Put(first), tx.Responses().Put(second))
}

func goldenChanges(tx store.Tx) error {
	var first registry.Change
	fill(&first, 1)
	return errors.Join(tx.Append(first),
		tx.Append(registry.Change{At: noon, Verb: "create", Kind: registry.KindDomain, Key: "a.example", By: registry.Actor{Registrar: "alice"},
			After: []byte(`{"name":"a.example","registrar":"alice","phase":"active"}`)}),
		tx.Append(registry.Change{At: noon.AddDate(0, 0, 1), Verb: "delete", Kind: registry.KindHost, Key: "ns1.a.example"}))
}

func goldenMoney(tx store.Tx) error {
	errs := tx.Balances().Open("registrar:alice", "EUR")
	errs = errors.Join(errs, tx.Balances().Open("registrar:bob", "USD"), tx.Balances().Open("account:a-1", "EUR"))
	post := func(memo, object string, postings ...money.Posting) {
		_, err := tx.Balances().Post(money.Entry{At: noon, Memo: memo, Object: object, Postings: postings})
		errs = errors.Join(errs, err)
	}
	post("deposit", "", money.Move(money.Bank, money.Deposit("alice"), money.EUR(100_000))...)
	post("deposit", "", money.Move(money.Bank, money.Wallet("a-1"), money.EUR(5_000))...)
	post("hold", "b.example", money.Move(money.Wallet("a-1"), money.Hold("a-1"), money.EUR(700))...)
	for i := range 4 {
		post("renewal", fmt.Sprintf("d%d.example", i), append(money.Move(money.Wallet("a-1"), money.Sales("alice"), money.EUR(int64(100+i))),
			money.Move(money.Deposit("alice"), money.Revenue, money.EUR(50))...)...)
	}
	for seed := 1; seed <= 2; seed++ { // of the filled domains
		var d registry.Domain
		fill(&d, seed)
		errs = errors.Join(errs, tx.Balances().Open("account:"+string(d.Account), "EUR"), tx.Balances().AddDomains("account:"+string(d.Account), 1))
	}
	return errs
}

// goldenDomains puts a domain in each phase, and with each kind of status.
func goldenDomains(tx store.Tx) error {
	var errs error
	n := int64(0)
	put := func(label string, change func(*registry.Domain)) {
		n++
		d := registry.Domain{
			Name: name.Name(label + ".example"), ROID: fmt.Sprintf("D%d-CAD", n), Number: n, UUID: fmt.Sprintf("u-%d", n), Registrar: "alice",
			Registrant: "alice:r", Admin: []registry.ContactID{"alice:r", "alice:t"}, Tech: []registry.ContactID{"alice:t"},
			Nameservers: []registry.Nameserver{{ID: n, Host: "ns1.a.example"}, {ID: n, Host: "ns2.b.example"}},
			Created:     noon, CreatedBy: registry.Author{Registrar: "alice"}, Expires: noon.AddDate(1, 0, int(n)), Term: registry.Years(1), Phase: registry.Active,
		}
		change(&d)
		owner := "registrar:" + string(d.Registrar)
		if d.Account != "" {
			owner = "account:" + string(d.Account)
		}
		errs = errors.Join(errs, tx.Domains().Put(d), tx.Balances().AddDomains(owner, 1))
	}
	put("active", func(d *registry.Domain) { d.AuthInfo = []byte("sealed") })
	put("inactive", func(d *registry.Domain) { d.Nameservers = nil })
	put("account", func(d *registry.Domain) { d.Account, d.AutoRenew, d.Label = "a-1", true, "mine" })
	put("free", func(d *registry.Domain) { d.Account, d.Plan, d.Registrar = "a-1", registry.PlanFree, "alice" })
	put("hosted", func(d *registry.Domain) { d.Hosted, d.Forward = true, registry.Forward{URL: "https://www.example/"} })
	put("glue", func(d *registry.Domain) { fill(&d.Nameservers, 3) })
	put("dnssec", func(d *registry.Domain) { fill(&d.DNSSEC, 3) })
	for _, p := range []registry.Phase{"expired", "outzone", "redemptionPeriod", "pendingRestore", "pendingDelete", "deleteCandidate"} {
		put("p-"+string(p), func(d *registry.Domain) { d.Phase, d.PhaseStart, d.PhaseEnds = p, noon, noon.AddDate(0, 1, 0) })
	}
	for _, s := range append(append([]registry.Status{}, registry.ClientSettable...), registry.ServerSettable...) {
		put("s-"+string(s), func(d *registry.Domain) {
			d.Statuses = []registry.StatusEntry{{Status: s, Note: "as agreed", Lang: "en"}}
		})
	}
	put("two", func(d *registry.Domain) {
		d.Registrar = "bob"
		d.Statuses = []registry.StatusEntry{{Status: registry.ClientHold}, {Status: registry.ServerHold}}
	})
	put("graces", func(d *registry.Domain) {
		d.Graces = []registry.Grace{{Period: "addPeriod", Ends: noon.AddDate(0, 0, 5), Term: registry.Years(1), Retail: 100, Currency: "EUR"},
			{Period: "renewPeriod", Ends: noon.AddDate(0, 0, -5), Term: registry.Years(1)}}
	})
	put("transfer", func(d *registry.Domain) {
		d.Transfer = &registry.Transfer{ID: 901, Kind: registry.KindDomain, Key: "transfer.example", State: "pending", Gaining: "bob", Losing: "alice", Requested: noon, Acted: noon.AddDate(0, 0, 5)}
	})
	put("transferred", func(d *registry.Domain) {
		d.Transfer = &registry.Transfer{ID: 902, Kind: registry.KindDomain, Key: "transferred.example", State: "serverApproved", Gaining: "alice", Losing: "bob", Requested: noon, Acted: noon}
	})
	put("pending-update", func(d *registry.Domain) {
		d.Pending = &registry.Pending{Verb: "update", Registrant: "alice:n", Requested: noon, Ends: noon.AddDate(0, 0, 2)}
	})
	put("pending-deletion", func(d *registry.Domain) {
		d.Pending = &registry.Pending{Verb: "delete", Requested: noon, Ends: noon.AddDate(0, 0, 2)}
	})
	put("locked", func(d *registry.Domain) {
		added := []registry.Status{registry.ServerUpdateProhibited, registry.ServerDeleteProhibited}
		d.Lock = &registry.Lock{Since: noon, Added: added, Strict: true}
		for _, s := range added {
			d.Statuses = append(d.Statuses, registry.StatusEntry{Status: s})
		}
	})
	put("forced", func(d *registry.Domain) {
		fill(&d.Force, 3)
		d.Statuses = []registry.StatusEntry{{Status: registry.ServerForceDelete}}
	})
	return errs
}

func goldenContacts(tx store.Tx) error {
	yes, no := true, false
	person := registry.Contact{ID: "alice:r", ROID: "C1-CAD", Number: 1, UUID: "c-1", Registrar: "alice",
		Postal: registry.Postal{Name: "Alice A", Street: []string{"1 A Street"}, City: "A", State: "MI", PostalCode: "1", Country: "IT"},
		Voice:  "+39.021", Email: "alice@a.example",
		Ext: registry.Extension{"voice_as": "+39 021", "nationality": "IT", "entitytype": "1", "regcode": "AAAAAA00A00A000A"}, NaturalPerson: &yes, Created: noon}
	school := registry.Contact{ID: "alice:t", ROID: "C2-CAD", Number: 2, UUID: "c-2", Registrar: "alice",
		Postal: registry.Postal{Name: "Alice A", Org: "A School", Country: "IT"}, Email: "school@a.example",
		Fax: "+39.022",
		Ext: registry.Extension{"fax_as": "39 022", "entitytype": "5", "regcode": "80000000000", "schoolcode": "MIAA000000"}, NaturalPerson: &no, Created: noon}
	ee := registry.Contact{ID: "alice:n", ROID: "C3-CAD", Number: 3, UUID: "c-3", Registrar: "alice",
		Postal: registry.Postal{Name: "Alice A"}, Ident: registry.Ident{Code: "10000000001", Type: "priv", Country: "EE"}, Email: "ee@a.example", Created: noon}
	storefront := registry.Contact{ID: "a-1:1", ROID: "C4-CAD", Number: 4, UUID: "c-4", Registrar: "alice", Account: "a-1",
		Title: "Dr", First: "Alice", Middle: "B", Last: "A", Postal: registry.Postal{Name: "Alice B A", Org: "A Company", Country: "FR"}, Ext: registry.Extension{"entitytype": "7"}, Created: noon}
	plain := registry.Contact{ID: "plain", ROID: "C5-CAD", Number: 5, UUID: "c-5", Registrar: "bob", Created: noon}
	return errors.Join(tx.Contacts().Put(person), tx.Contacts().Put(school), tx.Contacts().Put(ee), tx.Contacts().Put(storefront), tx.Contacts().Put(plain))
}

// goldenQueues puts messages, invoices, transfers and preorders in each state.
func goldenQueues(tx store.Tx) error {
	var errs error
	for i := range int64(3) {
		errs = errors.Join(errs, tx.Messages().Put(registry.Message{ID: 801 + i, Registrar: "alice", At: noon, Text: "message", Kind: registry.KindDomain, Key: "active.example", Verb: "update"}))
		errs = errors.Join(errs, tx.Messages().Put(registry.Message{ID: 811 + i, Registrar: "alice", At: noon, Text: "read", Acked: noon}))
	}
	for i, state := range []string{"pending", "clientApproved", "clientRejected", "clientCancelled", "serverApproved", "serverCancelled"} {
		tr := registry.Transfer{ID: 901 + int64(i), Kind: registry.KindDomain, Key: "transfer.example", Gaining: "bob", Losing: "alice", Requested: noon, Acted: noon.AddDate(0, 0, 5)}
		setState(&tr.State, state)
		errs = errors.Join(errs, tx.Transfers().Put(tr))
	}
	for i, state := range []string{"waiting", "caught", "missed", "cancelled", "unpaid"} {
		p := registry.Preorder{ID: 701 + int64(i), Name: fmt.Sprintf("o%d.example", i), Registrar: "alice", Account: "a-1", Currency: "EUR", Created: noon, Updated: noon}
		setState(&p.State, state)
		errs = errors.Join(errs, tx.Preorders().Put(p))
	}
	return errs
}

func setState[S ~string](s *S, v string) { *s = S(v) }

// TestWriteGoldenRows writes the dumps of a new folder of testdata/rows into the
// folder CADASTRE_WRITE_ROWS.
func TestWriteGoldenRows(t *testing.T) {
	dir := os.Getenv("CADASTRE_WRITE_ROWS")
	if dir == "" {
		t.Skip("CADASTRE_WRITE_ROWS is not set")
	}
	path := filepath.Join(t.TempDir(), "registry.db")
	lite, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	update(t, lite, goldenObjects)
	if err := lite.Close(); err != nil {
		t.Fatal(err)
	}
	writeDump(t, filepath.Join(dir, "sqlite.sql.gz"), "sqlite3", path, ".dump")

	url := PostgresURL(t)
	pg, err := postgres.Open(t.Context(), url, postgres.Options{Schema: dumpedSchema})
	if err != nil {
		t.Fatal(err)
	}
	update(t, pg, goldenObjects)
	if err := pg.Close(); err != nil {
		t.Fatal(err)
	}
	writeDump(t, filepath.Join(dir, "postgres.sql.gz"), "pg_dump", "--schema="+dumpedSchema, "--no-owner", "--no-privileges", "--inserts", "-d", url)
}

// writeDump writes the output of a program, without comments and without
// commands of psql, to a compressed file.
func writeDump(t *testing.T, path, program string, args ...string) {
	t.Helper()
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for line := range strings.Lines(string(out)) {
		if line != "\n" && !strings.HasPrefix(line, "--") && !strings.HasPrefix(line, "\\") {
			io.WriteString(z, line)
		}
	}
	if err := errors.Join(z.Close(), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}
