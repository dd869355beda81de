package repp_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// createNames registers n domains, n0.ee, n1.ee …, with one contact for a
// registrar, and returns their common transfer code.
func createNames(t testing.TB, w *story.Fixture, r registry.RegistrarID, n int) (code string) {
	t.Helper()
	by := registry.Actor{Registrar: r}
	mari := story.Do(w, by, contact.CreateContact{Contact: registry.Contact{
		ID: "BEST-NAMES:MARI", Postal: registry.Postal{Name: "Mari Maasikas"}, Voice: "+372.5000000", Email: "mari@a.example",
		Ident: registry.Ident{Code: "37605030299", Type: registry.IdentPerson, Country: "EE"},
	}}).Contact.ID
	code = "common transfer code"
	for i := range n {
		story.Do(w, by, object.CreateDomain{Name: fmt.Sprintf("n%d.ee", i), Registrant: mari, Tech: []registry.ContactID{mari}, AuthInfo: code})
	}
	return code
}

type transferItem struct {
	Name string `json:"domain_name"`
	Code string `json:"transfer_code"`
}

func transferBody(items []transferItem) string {
	b, _ := json.Marshal(map[string]any{"data": map[string]any{"domain_transfers": items}})
	return string(b)
}

// Every third transfer has a wrong code; each one has its own result.
func TestTwoHundredTransfersTogetherHaveAVerdictEach(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newNamesWorld(t, open())
		code := createNames(t, w, "best-names", 200)
		var items []transferItem
		for i := range 200 {
			item := transferItem{fmt.Sprintf("n%d.ee", i), code}
			if i%3 == 1 {
				item.Code = "wrong"
			}
			items = append(items, item)
		}
		out := data[struct {
			Success, Failed []struct {
				Name string `json:"domain_name"`
			}
		}](t, w, "other-names", "POST", "/domains/transfer", transferBody(items))
		if len(out.Success) != 133 || len(out.Failed) != 67 {
			t.Fatalf("%d succeeded, %d failed", len(out.Success), len(out.Failed))
		}
		gained := data[struct{ Domains []string }](t, w, "other-names", "GET", "/domains", "").Domains
		for _, s := range out.Success {
			if !slices.Contains(gained, s.Name) {
				t.Errorf("%s was not transferred", s.Name)
			}
		}
		if kept := data[struct{ Count int }](t, w, "best-names", "GET", "/domains?limit=1", "").Count; kept != 67 || len(gained) != 133 {
			t.Errorf("%d kept and %d gained", kept, len(gained))
		}
		// The contact was copied once, not 133 times.
		if copies := data[struct{ Contacts []string }](t, w, "other-names", "GET", "/contacts", "").Contacts; len(copies) != 1 || !strings.HasPrefix(copies[0], "OTHER-NAMES:") {
			t.Errorf("copies %q", copies)
		}
	})
}

// The deposit covers the transfer of dear.fr or the autorenewal of due.fr, which
// falls due first. The transfer is refused after the renewal was written in the
// same transaction: its part is rolled back, and the other transfers are not.
func TestALateRefusalRollsBackOnlyItself(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newNamesWorld(t, open())
		poor := registry.Actor{Registrar: "poor-names"}
		story.Do(w, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: poor.Registrar, Currency: "EUR"}})
		story.Do(w, story.Operator, ledger.Deposit{Registrar: poor.Registrar, Amount: money.EUR(14_00)})
		createUser(t, w, poor.Registrar, "poor-names", registry.RoleSuper)
		code := createNames(t, w, "best-names", 2)
		yes := true
		story.Do(w, poor, contact.CreateContact{Contact: registry.Contact{ID: "P-1", Postal: registry.Postal{Name: "Juhan"}, Voice: "+372.5000000"}})
		story.Do(w, poor, object.CreateDomain{Name: "due.fr", Registrant: "P-1", AutoRenew: &yes})
		w.SetTime(story.StartTime.AddDate(0, 11, 0))
		story.Do(w, registry.Actor{Registrar: "best-names"}, object.CreateDomain{Name: "dear.fr", Registrant: "BEST-NAMES:MARI", AuthInfo: code})
		w.SetTime(story.StartTime.AddDate(1, 0, 1))
		rec := call(w, "poor-names", "POST", "/domains/transfer", transferBody([]transferItem{{"dear.fr", code}, {"n0.ee", code}, {"n1.ee", code}}))
		const want = `"success":[{"type":"domain_transfer","domain_name":"n0.ee"},{"type":"domain_transfer","domain_name":"n1.ee"}],` +
			`"failed":[{"type":"domain_transfer","domain_name":"dear.fr","errors":[{"code":"2104","msg":"Billing failure - credit balance low"}]}]`
		if !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
	})
}

func TestTooManyAtOnceAreRefused(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newNamesWorld(t, open())
		code := createNames(t, w, "best-names", 1)
		items := make([]transferItem, 5000)
		names := make([]string, 5000)
		for i := range items {
			items[i], names[i] = transferItem{"n0.ee", code}, "n0.ee"
		}
		list, _ := json.Marshal(names)
		for _, c := range []struct{ user, method, path, body string }{
			{"other-names", "POST", "/domains/transfer", transferBody(items)},
			{"best-names", "POST", "/domains/renew/bulk", `{"renew_period":"1y","domains":` + string(list) + `}`},
			{"best-names", "PUT", "/registrar/nameservers", `{"data":{"type":"nameserver","attributes":{"hostname":"ns1.a.example"},"domains":` + string(list) + `}}`},
		} {
			rec := call(w, c.user, c.method, c.path, c.body)
			if rec.Code != http.StatusBadRequest || !strings.HasPrefix(rec.Body.String(), `{"code":2004,`) {
				t.Errorf("%s: %d %s", c.path, rec.Code, rec.Body)
			}
		}
		if d := data[struct{ Count int }](t, w, "best-names", "GET", "/domains", ""); d.Count != 1 {
			t.Errorf("best-names has %d names", d.Count)
		}
	})
}

// A deposit that covers one of two renewals pays for none of them.
func TestABulkRenewalIsAtomic(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newNamesWorld(t, open())
		story.Do(w, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "poor-names", Currency: "EUR"}})
		story.Do(w, story.Operator, ledger.Deposit{Registrar: "poor-names", Amount: money.EUR(25_00)})
		createUser(t, w, "poor-names", "poor-names", registry.RoleSuper)
		createNames(t, w, "poor-names", 2)
		before := call(w, "poor-names", "GET", "/domains?details=true", "").Body.String()
		rec := call(w, "poor-names", "POST", "/domains/renew/bulk", `{"domains":["n0.ee","n1.ee"],"renew_period":"1y"}`)
		if want := `{"code":2104,"message":"Billing failure - credit balance low","data":{}}`; rec.Code != 400 || rec.Body.String() != want {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
		if after := call(w, "poor-names", "GET", "/domains?details=true", "").Body.String(); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		if b := data[struct{ Balance string }](t, w, "poor-names", "GET", "/accounts/balance", ""); b.Balance != "9.7" {
			t.Errorf("balance %s", b.Balance)
		}
		one := call(w, "poor-names", "POST", "/domains/renew/bulk", `{"domains":["n0.ee","N0.ee"],"renew_period":"1y"}`)
		if one.Code != 200 || !strings.HasSuffix(one.Body.String(), `{"updated_domains":["n0.ee"]}}`) {
			t.Errorf("%d %s", one.Code, one.Body)
		}
	})
}

func TestAnAddressIsLeftOutWhereNoneIsKept(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newNamesWorld(t, open())
		p := w.Policies["ee"]
		p.NoPostal = true
		w.Policies["ee"] = p
		rec := call(w, "best-names", "POST", "/contacts", `{"contact":{"code":"mari","name":"Mari","email":"mari@a.example","phone":"+372.5000000",
			"ident":{"ident":"37605030299","ident_type":"priv","ident_country_code":"EE"},"addr":{"city":"Tallinn","country_code":"EE"}}}`)
		if !strings.HasPrefix(rec.Body.String(), `{"code":1100,"message":"Command completed successfully; Postal address data discarded"`) {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
		got := data[map[string]any](t, w, "best-names", "GET", "/contacts/BEST-NAMES:MARI", "")
		if got["city"] != nil || got["name"] != "Mari" {
			t.Errorf("%v", got)
		}
	})
}

func TestConditionalRequestsAnswer304(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newNamesWorld(t, open())
		first := call(w, "best-names", "GET", "/domains", "")
		h := first.Header()
		if h.Get("Content-Type") != "application/json; charset=utf-8" || h.Get("Cache-Control") != "max-age=0, private, must-revalidate" {
			t.Errorf("%v", h)
		}
		if again := call(w, "best-names", "GET", "/domains", "", "If-None-Match: "+h.Get("Etag")); again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%d %s", again.Code, again.Body)
		}
		pre := call(w, "", "OPTIONS", "/domains/a.ee", "", "Origin: https://portal.example")
		if pre.Code != 200 || pre.Body.Len() > 0 || pre.Header().Get("Access-Control-Allow-Origin") != "https://portal.example" ||
			!strings.Contains(pre.Header().Get("Access-Control-Allow-Methods"), "PATCH") {
			t.Errorf("%d %v", pre.Code, pre.Header())
		}
	})
}
