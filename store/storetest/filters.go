package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var filterTests = map[string]func(*testing.T, Database){
	"domains are found by their statuses":        domainsByStatus,
	"contacts are found by parts and patterns":   contactsFound,
	"invoices are found by amounts and days":     invoicesFound,
	"unread messages are counted as they change": unreadCounted,
}

func domainsByStatus(t *testing.T, db Database) {
	s := open(t, db)
	domain := func(n name.Name, set ...registry.Status) registry.Domain {
		d := registry.Domain{Name: n, Registrar: "alice", Phase: registry.Active, Nameservers: []registry.Nameserver{{Host: "ns1.a.example"}}}
		for _, s := range set {
			d.Statuses = append(d.Statuses, registry.StatusEntry{Status: s})
		}
		return d
	}
	inactive, others := domain("inactive.example"), domain("others.example", registry.ClientHold)
	inactive.Nameservers, others.Registrar = nil, "bob"
	expired := domain("expired.example", registry.ClientHold)
	expired.Phase = registry.Expired
	putAll(t, s, func(tx store.Tx) store.Table[name.Name, registry.Domain] { return tx.Domains() },
		domain("ok.example"), domain("held.example", registry.ClientHold), domain("both.example", registry.ClientHold, registry.StatusDisputed),
		inactive, others, expired)
	find := func(what string, q store.DomainQuery, want ...name.Name) {
		t.Helper()
		q.Registrar = "alice"
		view(t, s, func(tx store.Tx) error {
			list, err1 := tx.Domains().List(q)
			wantEqual(t, what, keysOf(list, func(d registry.Domain) name.Name { return d.Name }), append([]name.Name{}, want...))
			q.Offset, q.Limit = 0, 0
			n, err2 := tx.Domains().Count(q)
			if q.After == "" {
				wantEqual(t, what+", count", n, len(want))
			}
			return errors.Join(err1, err2)
		})
	}
	hold := []registry.Status{registry.ClientHold}
	find("ok", store.DomainQuery{Statuses: []registry.Status{registry.OK}}, "ok.example")
	find("a set status", store.DomainQuery{Statuses: hold}, "both.example", "expired.example", "held.example")
	find("latest first", store.DomainQuery{Statuses: hold, Order: store.ByNameDesc}, "held.example", "expired.example", "both.example")
	find("two statuses", store.DomainQuery{Statuses: []registry.Status{registry.ClientHold, registry.StatusDisputed}}, "both.example")
	find("a derived status", store.DomainQuery{Statuses: []registry.Status{registry.StatusExpired}}, "expired.example")
	find("without name servers", store.DomainQuery{Statuses: []registry.Status{registry.Inactive}}, "inactive.example")
	find("an unknown status", store.DomainQuery{Statuses: []registry.Status{"unheardOf"}})
	find("without some", store.DomainQuery{Statuses: hold, Except: []name.Name{"held.example", "ok.example"}}, "both.example", "expired.example")
	find("with others", store.DomainQuery{Statuses: hold, Also: []name.Name{"ok.example", "others.example"}},
		"both.example", "expired.example", "held.example", "ok.example")
	find("without some, whatever their statuses", store.DomainQuery{TLD: "example", Except: []name.Name{"held.example", "ok.example"}},
		"both.example", "expired.example", "inactive.example")
	update(t, s, func(tx store.Tx) error { return tx.Domains().Put(domain("held.example")) })
	find("after an update", store.DomainQuery{Statuses: hold}, "both.example", "expired.example")
	var many []name.Name
	for i := range 100 {
		many = append(many, name.Name(fmt.Sprintf("n%d.example", i)))
	}
	find("without many", store.DomainQuery{Statuses: hold, Except: many}, "both.example", "expired.example")
}

func contactsFound(t *testing.T, db Database) {
	s := open(t, db)
	putAll(t, s, func(tx store.Tx) store.Table[registry.ContactID, registry.Contact] { return tx.Contacts() },
		registry.Contact{ID: "A-1", Registrar: "alice", Postal: registry.Postal{Name: "Õie Alice"}, Email: "Alice@A.example",
			Ident: registry.Ident{Code: "101", Type: registry.IdentOrg, Country: "EE"}},
		registry.Contact{ID: "A-2", Registrar: "alice", Postal: registry.Postal{Name: "a_b 100%"}, Email: "b@b.example",
			Ident: registry.Ident{Code: "202", Type: registry.IdentPerson, Country: "LV"}},
		registry.Contact{ID: "B-3", Registrar: "bob", Postal: registry.Postal{Name: "Bob Alice"}})
	for what, c := range map[string]struct {
		query store.ContactQuery
		want  []registry.ContactID
	}{
		"text in a name":           {store.ContactQuery{Text: "õIE"}, []registry.ContactID{"A-1"}},
		"text in a handle":         {store.ContactQuery{Text: "a-"}, []registry.ContactID{"A-1", "A-2"}},
		"text in an ident":         {store.ContactQuery{Text: "02"}, []registry.ContactID{"A-2"}},
		"text is not a pattern":    {store.ContactQuery{Text: "a%"}, []registry.ContactID{}},
		"percent sign in a name":   {store.ContactQuery{Text: "100%"}, []registry.ContactID{"A-2"}},
		"pattern of the name":      {store.ContactQuery{NameLike: "%alice"}, []registry.ContactID{"A-1"}},
		"underscore is no pattern": {store.ContactQuery{NameLike: "a_b%"}, []registry.ContactID{"A-2"}},
		"whole name":               {store.ContactQuery{NameLike: "alice"}, []registry.ContactID{}},
		"pattern of the address":   {store.ContactQuery{EmailLike: "%@a.EXAMPLE"}, []registry.ContactID{"A-1"}},
		"pattern of the ident":     {store.ContactQuery{IdentLike: "1%"}, []registry.ContactID{"A-1"}},
		"handle":                   {store.ContactQuery{ID: "a-2"}, []registry.ContactID{"A-2"}},
		"type":                     {store.ContactQuery{IdentType: "ORG"}, []registry.ContactID{"A-1"}},
		"country":                  {store.ContactQuery{IdentCountry: "lv"}, []registry.ContactID{"A-2"}},
		"all of them":              {store.ContactQuery{Text: "a", IdentCountry: "EE", IdentType: "priv"}, []registry.ContactID{}},
		"a page":                   {store.ContactQuery{Offset: 1, Limit: 5}, []registry.ContactID{"A-2"}},
	} {
		view(t, s, func(tx store.Tx) error {
			c.query.Registrar = "alice"
			list, err1 := tx.Contacts().Page(c.query)
			wantEqual(t, what, keysOf(list, func(c registry.Contact) registry.ContactID { return c.ID }), c.want)
			n, err2 := tx.Contacts().Count(c.query)
			wantEqual(t, what+", count", n, len(c.want)+c.query.Offset)
			return errors.Join(err1, err2)
		})
	}
}

func invoicesFound(t *testing.T, db Database) {
	s := open(t, db)
	invoice := func(id, cents int64) registry.Invoice {
		return registry.Invoice{ID: id, Number: id, Registrar: "alice", Currency: "EUR", Issued: noon.AddDate(0, 0, int(id)), Due: noon.AddDate(0, 1, 0),
			Items: []registry.InvoiceItem{{Count: 1, Price: cents}}}
	}
	first, second, third, others := invoice(1, 500), invoice(2, 300), invoice(3, 500), invoice(4, 500)
	second.Paid, third.Cancelled, others.Registrar = noon.AddDate(0, 0, 9), noon, "bob"
	putAll(t, s, func(tx store.Tx) store.Table[int64, registry.Invoice] { return tx.Invoices() }, first, second, third, others)
	number, yes, no := func(n int64) *int64 { return &n }, true, false
	for what, c := range map[string]struct {
		query store.InvoiceQuery
		want  []int64
	}{
		"all":           {store.InvoiceQuery{}, []int64{3, 2, 1}},
		"by number":     {store.InvoiceQuery{Order: store.InvoicesByNumber}, []int64{1, 2, 3}},
		"oldest first":  {store.InvoiceQuery{Order: store.InvoicesByID}, []int64{1, 2, 3}},
		"latest issued": {store.InvoiceQuery{Order: store.InvoicesByIssuedDesc}, []int64{3, 2, 1}},
		"by due":        {store.InvoiceQuery{Order: store.InvoicesByDue}, []int64{3, 2, 1}},
		"by total":      {store.InvoiceQuery{Order: store.InvoicesByTotal}, []int64{2, 3, 1}},
		"highest total": {store.InvoiceQuery{Order: store.InvoicesByTotalDesc}, []int64{3, 1, 2}},
		"numbers":       {store.InvoiceQuery{MinNumber: number(2), MaxNumber: number(2)}, []int64{2}},
		"totals":        {store.InvoiceQuery{MinTotal: number(301), MaxTotal: number(500)}, []int64{3, 1}},
		"issued":        {store.InvoiceQuery{Issued: store.Period{From: first.Issued, Until: second.Issued}}, []int64{1}},
		"due":           {store.InvoiceQuery{Due: store.Period{From: noon, Until: first.Due}}, []int64{}},
		"paid":          {store.InvoiceQuery{Paid: store.Period{Until: noon.AddDate(1, 0, 0)}}, []int64{2}},
		"cancelled":     {store.InvoiceQuery{Cancelled: &yes}, []int64{3}},
		"not cancelled": {store.InvoiceQuery{Cancelled: &no}, []int64{2, 1}},
	} {
		view(t, s, func(tx store.Tx) error {
			c.query.Registrar = "alice"
			list, err1 := tx.Invoices().Page(c.query)
			wantEqual(t, what, keysOf(list, invoiceID), c.want)
			n, err2 := tx.Invoices().Count(c.query)
			wantEqual(t, what+", count", n, len(c.want))
			c.query.Offset, c.query.Limit = 1, 1
			page, err3 := tx.Invoices().Page(c.query)
			wantEqual(t, what+", a page", keysOf(page, invoiceID), c.want[min(1, len(c.want)):min(2, len(c.want))])
			return errors.Join(err1, err2, err3)
		})
	}
}

func unreadCounted(t *testing.T, db Database) {
	s := open(t, db)
	wantUnread := func(what string, want int) {
		t.Helper()
		view(t, s, func(tx store.Tx) error {
			_, n, err := tx.Messages().Unread("alice")
			if want == 0 {
				wantNotFound(t, what, err)
				return nil
			}
			wantEqual(t, what, n, want)
			return err
		})
		wantCleanAudit(t, s)
	}
	message := registry.Message{ID: 1, Registrar: "alice", At: noon}
	second := registry.Message{ID: 2, Registrar: "alice", At: noon}
	messages := func(tx store.Tx) store.Table[int64, registry.Message] { return tx.Messages() }
	putAll(t, s, messages, message, second)
	wantUnread("two", 2)
	putAll(t, s, messages, message)
	wantUnread("put again", 2)
	if err := s.Update(t.Context(), func(tx store.Tx) error {
		return errors.Join(tx.Messages().Put(registry.Message{ID: 3, Registrar: "alice"}), errors.New("roll back"))
	}); err == nil {
		t.Error("no error")
	}
	wantUnread("rolled back", 2)
	message.Acked = noon
	putAll(t, s, messages, message)
	wantUnread("acknowledged", 1)
	putAll(t, s, messages, message)
	wantUnread("acknowledged again", 1)
	second.Registrar = "bob"
	putAll(t, s, messages, second)
	wantUnread("another's", 0)
	update(t, s, func(tx store.Tx) error {
		return errors.Join(tx.Messages().Delete(2), tx.Messages().Delete(1), tx.Messages().Delete(9))
	})
	putAll(t, s, messages, registry.Message{ID: 4, Registrar: "alice"})
	wantUnread("after deletions", 1)
	if err := db.ExecSQL("UPDATE counters SET value = 7 WHERE name = 'unread alice'"); err != nil {
		t.Fatal(err)
	}
	view(t, s, func(tx store.Tx) error {
		wrong, err := tx.Balances().Audit()
		wantEqual(t, "audit", wrong, []string{"registrar alice has 1 unread messages, the counter says 7"})
		return err
	})
}
