package altravia_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
)

// TestStorefrontPaysFromItsDeposit checks the original's second error for a balance
// that is too low.
func TestStorefrontPaysFromItsDeposit(t *testing.T) {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "deposit.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	w := newFixture(t, st)
	story.Do(w, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "poor", Name: "Poor", Currency: "EUR"}})
	story.Do(w, story.Operator, ledger.Deposit{Registrar: "poor", Amount: money.EUR(5_00)})
	actor := registry.Actor{Registrar: "poor", Roles: []registry.Role{registry.RoleSuper}}
	u := story.Do(w, story.Operator, access.CreateUser{PasswordHash: "!", User: registry.User{Realm: altravia.Realm, Login: "poor", Registrar: "poor"}})
	holder := story.Do(w, actor, contact.CreateContact{Prefix: "AV-", Contact: registry.Contact{
		Ext: registry.Extension{"entitytype": "7", "nationality": "FR"}, Email: "a@a.example", Postal: registry.Postal{Name: "A", City: "B", Country: "FR"},
	}}).Contact.ID
	token := story.Do(w, u.Actor(), access.IssueToken{Kind: altravia.Realm, HexBytes: 12, TTL: time.Hour, Scopes: altravia.Scopes(altravia.Dialect.Host)})
	h := `"` + string(holder) + `"`
	req := httptest.NewRequest("POST", "/domain", strings.NewReader(
		`{"domain":"example.it","registrant":`+h+`,"admin":`+h+`,"tech":[`+h+`],"dns":["ns1.a.example","ns2.a.example"]}`))
	req.Header.Set("Authorization", "Bearer "+token.Secret)
	rec := httptest.NewRecorder()
	w.Handler.ServeHTTP(rec, req)
	const want = `{"success":false,"message":"Your credit of 5 does not cover the cost of 8.50.","error":219,"data":null}`
	if rec.Code != 412 || rec.Body.String() != want {
		t.Errorf("got %d %s, want 412 %s", rec.Code, rec.Body, want)
	}
}
