package repp_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
)

// newOfficeWorld returns a registry with two registrars, best-names and
// other-names, each with a user of that name and the role super; best-names also
// has "clerk" with the role billing and "hand" with the role epp. Stories have the
// credentials for HTTP Basic as {{best-names}} and so on, and CSRs as {{csr.good}}
// and so on.
func newOfficeWorld(t testing.TB, st store.Store) *story.Fixture {
	p := ee.Policy(ee.DefaultPrices(), []byte("key"))
	p.Names = "name,class\nreserved,reserved\nnäidis,reserved\nblocked,blocked\nreserved,blocked\n"
	w := story.NewFixture(t, st, p)
	w.LoadNames("ee")
	w.Billing = registry.Billing{
		Seller: registry.Business{
			Name: "Näidise Register", IBAN: "EE382200221020145685", Email: "billing@registry.example",
			Address: registry.Postal{Street: []string{"Näidise 2"}, City: "Tallinn", PostalCode: "10000", Country: "EE"},
		},
		VAT: 24_000, PaymentPeriod: 14 * 24 * time.Hour, MinAmount: 1_00,
	}
	var err error
	if w.Authority, err = authority.NewAuthority("Story CA", story.StartTime); err != nil {
		t.Fatal(err)
	}
	for _, r := range []registry.RegistrarID{"best-names", "other-names"} {
		w.AddRegistrar(r)
		createUser(t, w, r, string(r), registry.RoleSuper)
	}
	createUser(t, w, "best-names", "clerk", registry.RoleBilling)
	createUser(t, w, "best-names", "hand", registry.RoleEPP)
	createUser(t, w, "other-names", access.AccreditationBot, registry.RoleEPP)
	w.Vars["csr.good"] = csr(t, "best-names")
	w.Vars["csr.hand"] = csr(t, "hand")
	w.Vars["csr.other"] = csr(t, "other-names")
	short, err := os.ReadFile("testdata/rsa512.csr")
	if err != nil {
		t.Fatal(err)
	}
	w.Vars["csr.short"] = base64.StdEncoding.EncodeToString(short)
	w.Vars["clerk.id"] = strconv.FormatInt(findUser(t, w, "clerk").Number, 10)
	w.Vars["contact"] = string(createAlice(w, "best-names").ID)
	w.Verbs = map[string]story.Verb{"answer": answerIdentity, "commit": commitAddresses, "remove": removeAddress, "lists": func(*story.State, string) (string, error) {
		w.Runner.AddressLists = true
		return "applied", nil
	}, "pay": func(s *story.State, number string) (string, error) {
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return "", err
		}
		i, err := command.Do(context.Background(), s.Runner, story.Operator, ledger.PayInvoice{Number: n})
		if err != nil {
			return fmt.Sprint(err), nil
		}
		return "paid " + i.Total().String(), nil
	}}
	w.Handler = rest.Handler(&repp.Dialect, w.Runner)
	return w
}

// createUser creates a user of a registrar, with the password "a password of
// LOGIN", and sets its HTTP Basic credentials as a variable.
func createUser(t testing.TB, w *story.Fixture, r registry.RegistrarID, login string, role registry.Role) {
	t.Helper()
	password := "a password of " + login
	story.Do(w, story.Operator, access.CreateUser{PasswordHash: hashed(password), User: registry.User{
		Realm: access.RegistrarRealm, Login: login, Registrar: r, Roles: []registry.Role{role},
	}})
	w.Vars[login] = base64.StdEncoding.EncodeToString([]byte(login + ":" + password))
}

// hashed caches Runner.HashPassword, which is slow on purpose.
func hashed(password string) string {
	hash, ok := hashes.Load(password)
	if !ok {
		secret, err := new(command.Runner).HashPassword(password)
		if err != nil {
			panic(err)
		}
		hash, _ = hashes.LoadOrStore(password, secret)
	}
	return hash.(string)
}

var hashes sync.Map

// findUser returns the user with a login.
func findUser(t testing.TB, w *story.Fixture, login string) registry.User {
	t.Helper()
	var u registry.User
	err := w.Store.View(t.Context(), func(tx store.Tx) (err error) {
		u, err = tx.Users().ByLogin(access.RegistrarRealm, login)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// answerIdentity is the story verb "answer CONTACT CODE NAME": the eID service's
// answer to an identity check.
func answerIdentity(s *story.State, args string) (string, error) {
	fields := strings.SplitN(args, " ", 3)
	_, err := command.Do(context.Background(), s.Runner, story.Operator, registrar.RecordVerification{
		Contact: registry.ContactID(fields[0]), Name: fields[2],
		Ident: registry.Ident{Code: fields[1], Type: registry.IdentPerson, Country: "EE"},
	})
	if err != nil {
		return err.Error(), nil
	}
	return "answered", nil
}

// commitAddresses is the story verb "commit REGISTRAR": an operator commits the
// addresses that the registrar has entered.
func commitAddresses(s *story.State, args string) (string, error) {
	by := story.Operator
	by.Registrar = registry.RegistrarID(args)
	committed, err := command.Do(context.Background(), s.Runner, by, access.CommitAccess{})
	var all []string
	for _, a := range committed {
		all = append(all, a.Prefix.String())
	}
	return strings.Join(all, " "), err
}

// removeAddress is the story verb "remove REGISTRAR ID": an operator removes an
// address from the registrar's list.
func removeAddress(s *story.State, args string) (string, error) {
	id, number, _ := strings.Cut(args, " ")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return "", err
	}
	by := story.Operator
	by.Registrar = registry.RegistrarID(id)
	_, err = command.Do(context.Background(), s.Runner, by, access.RemoveAccess{ID: n})
	return "removed", err
}

// createAlice creates a contact of a person for a registrar.
func createAlice(w *story.Fixture, r registry.RegistrarID) registry.Contact {
	by := registry.Actor{Registrar: r, Roles: []registry.Role{registry.RoleEPP}}
	return story.Do(w, by, contact.CreateContact{Prefix: "C", Contact: registry.Contact{
		Postal: registry.Postal{Name: "Alice Example", Street: []string{"Näidise 1"}, City: "Tallinn", PostalCode: "10000", Country: "EE"},
		Email:  "alice@a.example", Voice: "+372.5000000", Ident: registry.Ident{Code: "38001085718", Type: registry.IdentPerson, Country: "EE"},
	}}).Contact
}

// registerName registers a domain for a registrar, with its own registrant.
func registerName(t testing.TB, w *story.Fixture, r registry.RegistrarID, n string) {
	t.Helper()
	by := registry.Actor{Registrar: r, Roles: []registry.Role{registry.RoleEPP}}
	story.Do(w, by, object.CreateDomain{Name: n, Registrant: createAlice(w, r).ID})
}

// csr returns a certificate request for a new key: PEM in base64.
func csr(t testing.TB, subject string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: subject}}, key)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
}

func TestOfficeStories(t *testing.T) { story.Run(t, "testdata/office", newOfficeWorld) }
