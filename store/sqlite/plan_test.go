package sqlite

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlstore"
)

// A planChecker is a connection that checks the plan of each query before
// running it.
type planChecker struct {
	*conn
	t *testing.T
}

func (p planChecker) Query(text string, args ...any) (sqlstore.Rows, error) {
	var plan []string
	rows, err := p.conn.Query("EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var id, parent, unused int64
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		plan = append(plan, step)
	}
	rows.Close()
	if slices.ContainsFunc(plan, func(step string) bool {
		return strings.HasPrefix(step, "SCAN ") && !strings.Contains(step, "USING") || strings.Contains(step, "TEMP B-TREE")
	}) {
		p.t.Errorf("%s\nplan:\n  %s", text, strings.Join(plan, "\n  "))
	}
	return p.conn.Query(text, args...)
}

// TestStatusesAreReadFromTheIndex checks that a list by status reads no row that it
// does not return.
func TestStatusesAreReadFromTheIndex(t *testing.T) {
	c := newReader(t)
	explain := &planRecorder{conn: c}
	tx := sqlstore.NewView(explain)
	for _, q := range []store.DomainQuery{{Registrar: "alice"}, {Account: "a-1"}, {Registrar: "alice", Order: store.ByExpiry, Offset: 1}} {
		q.Statuses = []registry.Status{registry.ClientHold}
		explain.steps = nil
		if q.Order == store.ByName {
			tx.Domains().Count(q)
		} else {
			tx.Domains().List(q)
		}
		if !slices.ContainsFunc(explain.steps, func(step string) bool { return strings.Contains(step, "USING COVERING INDEX domains_") }) {
			t.Errorf("%+v: %q", q, explain.steps)
		}
	}
}

// TestDueNamesOfAnOwnerAreReadFromItsIndex: names of others that are due are not read.
func TestDueNamesOfAnOwnerAreReadFromItsIndex(t *testing.T) {
	c := newReader(t)
	explain := &planRecorder{conn: c}
	tx := sqlstore.NewView(explain)
	for account, want := range map[registry.AccountID]string{
		"":    "SEARCH domains USING INDEX domains_registrar_due (registrar=? AND due>? AND due<?)",
		"a-1": "SEARCH domains USING INDEX domains_account_due (account=? AND due>? AND due<?)",
	} {
		explain.steps = nil
		if _, err := tx.Domains().DueFor("alice", account, time.Unix(1, 0), 20); err != nil || !slices.Equal(explain.steps, []string{want}) {
			t.Errorf("account %q: %q, %v, want %q", account, explain.steps, err, want)
		}
	}
}

// newReader returns a connection to a new store.
func newReader(t *testing.T) *conn {
	t.Helper()
	path := filepath.Join(t.TempDir(), "registry.db")
	if err := migrate(path); err != nil {
		t.Fatal(err)
	}
	c, err := connect(path, readerPragmas)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// A planRecorder keeps the plans of its queries.
type planRecorder struct {
	*conn
	steps []string
}

func (p *planRecorder) Query(text string, args ...any) (sqlstore.Rows, error) {
	rows, err := p.conn.Query("EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int64
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		p.steps = append(p.steps, step)
	}
	return p.conn.Query(text, args...)
}

// TestQueriesUseIndexes checks that no query scans a whole table or sorts,
// whatever the filters.
func TestQueriesUseIndexes(t *testing.T) {
	c := newReader(t)
	tx := sqlstore.NewView(planChecker{c, t})
	for _, q := range []store.DomainQuery{
		{Registrar: "alice"}, {Account: "a-1"}, {TLD: "example"}, {Registrar: "alice", Account: "a-1"}, {Registrar: "alice", TLD: "example"},
		{Contact: "c-1"}, {Contact: "c-1", Role: "admin"}, {Host: "ns1.a.example"}, {Host: "ns1.a.example", Registrar: "alice"},
		{Host: "ns1.a.example", Contact: "c-1", Account: "a-1"},
		{Registrar: "alice", Statuses: []registry.Status{registry.ClientHold}, Except: []name.Name{"a.example"}},
		{Registrar: "alice", Account: "a-1", Statuses: []registry.Status{registry.ClientHold}, Also: []name.Name{"a.example"}},
	} {
		tx.Domains().List(q)
		q.After = "a.example"
		tx.Domains().List(q)
		tx.Domains().Count(q)
	}
	tx.Domains().Count(store.DomainQuery{Registrar: "alice", NameLike: "%a%", IdentCode: "1", ExpiresFrom: time.Unix(1, 0)})
	now := time.Unix(1, 0)
	tx.Domains().List(store.DomainQuery{After: "a.example"})
	tx.Domains().ByNumber(1)
	tx.Domains().ByUUID("1")
	tx.Domains().Due(now, 1)
	tx.Domains().DueFor("alice", "", now, 1)
	tx.Domains().DueFor("alice", "a-1", now, 1)
	tx.Accounts().ByEmail("alice", "a@a.example")
	tx.Users().ByLogin("registrar", "alice")
	for range tx.Users().ByAccount("alice", "") {
	}
	for range tx.Tokens().ByUser("u-1") {
	}
	for range tx.Domains().All() {
	}
	tx.Contacts().Page(store.ContactQuery{Registrar: "alice", Text: "a"})
	tx.Contacts().Count(store.ContactQuery{Registrar: "alice", Account: "a-1", NameLike: "a%", IdentCountry: "EE"})
	tx.Invoices().Page(store.InvoiceQuery{Registrar: "alice"})
	tx.Invoices().Count(store.InvoiceQuery{Registrar: "alice", Due: store.Period{From: now}})
	tx.Balances().Statement(store.StatementQuery{Book: "deposit:alice"})
	tx.Balances().Statement(store.StatementQuery{Book: "deposit:alice", From: now, Text: "a", Credits: true})
	tx.Contacts().ByUUID("1")
	tx.Contacts().List("alice", "", "c-1", 1)
	tx.Contacts().List("alice", "a-1", "c-1", 1)
	tx.Contacts().ByIdent("EE", "1", 1)
	tx.Hosts().SubordinateTo("a.example")
	tx.Hosts().List("alice", "a-1", "", 1)
	tx.Records().ByZone("a.example")
	tx.Preorders().Waiting("a.example")
	tx.Preorders().ByAccount("a-1", 1, 1)
	tx.Messages().Unread("alice")
	tx.Messages().List("alice", true, 0, 1)
	tx.Messages().List("alice", false, 0, 1)
	tx.Balances().Get("account:a-1")
	tx.Balances().CountDomains("alice")
	tx.LastSeq()
	if err := tx.Err(); err != nil {
		t.Fatal(err)
	}
}
