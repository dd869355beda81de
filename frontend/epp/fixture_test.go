package epp_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
)

// A fixture is a registry with an EPP server on a loopback address. It has three
// registrars: best-names, other-names and poor-names, which has no deposit. Stories
// have the password of one as {{best-names.password}}.
type fixture struct {
	*story.Fixture
	t          testing.TB
	server     *epp.Server
	addr       string
	certs      map[string]*tls.Certificate
	roots      *x509.CertPool
	stop       func()                 // stops the server and waits for it
	clients    map[string]*testClient // by session; "": the one that is sending
	frameCount int                    // number of wrapped documents, for clTRIDs
}

// newFixture returns a fixture; each function in with configures its server.
func newFixture(t testing.TB, st store.Store, with ...func(*epp.Server)) *fixture {
	w := &fixture{
		t: t, certs: map[string]*tls.Certificate{}, clients: map[string]*testClient{},
		Fixture: story.NewFixture(t, st, fr.Policy(fr.DefaultPrices()), it.Policy(it.DefaultPrices()), ee.Policy(ee.DefaultPrices(), []byte("key")),
			generic.Policy("example", generic.DefaultPrices())),
	}
	w.LoadNames("ee")
	ca, err := authority.NewAuthority("Test CA", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	w.Authority = ca
	w.roots = x509.NewCertPool()
	w.roots.AddCert(ca.Cert)
	for _, id := range []registry.RegistrarID{"best-names", "other-names"} {
		w.AddRegistrar(id)
		w.addUser(id, registry.RoleEPP)
	}
	story.Do(w.Fixture, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "poor-names", Name: "Poor Names", Currency: "EUR"}})
	w.addUser("poor-names", registry.RoleSuper)
	w.Verbs = map[string]story.Verb{"C:": w.sendVerb, "C!": w.sendInvalidVerb, "connect": w.connectVerb, "login": w.loginVerb, "operate": w.operateVerb}
	w.serve(with)
	return w
}

// serve starts the server.
func (w *fixture) serve(with []func(*epp.Server)) {
	w.server = &epp.Server{Runner: w.Runner}
	for _, f := range with {
		f(w.server)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	w.addr = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.server.Serve(ctx, l) }()
	stopped := false
	w.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	}
	w.t.Cleanup(func() {
		for _, talk := range w.clients {
			talk.conn.Close()
		}
		w.stop()
	})
}

// addUser creates a user of registrar id with a certificate and a password.
func (w *fixture) addUser(id registry.RegistrarID, roles ...registry.Role) registry.User {
	w.t.Helper()
	cert := w.newCertificate(string(id))
	password := string(id) + " pw1"
	secret := cachedHash(w, password)
	w.Vars[string(id)+".password"] = password
	return story.Do(w.Fixture, story.Operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: access.RegistrarRealm, Login: string(id), Registrar: id, Roles: roles, Fingerprints: []string{authority.Fingerprint(cert)},
	}})
}

// newCertificate issues a client certificate for name, signed by the environment's CA.
func (w *fixture) newCertificate(name string) *x509.Certificate {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	cert, err := w.Authority.Sign(authority.ClientCertificate(pkix.Name{CommonName: name}, time.Now().Add(-time.Hour), time.Now().Add(time.Hour)), key.Public())
	if err != nil {
		w.t.Fatal(err)
	}
	w.certs[name] = &tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}
	return cert
}

// hashes caches password hashes, which are slow by design.
var hashes sync.Map

func cachedHash(w *fixture, password string) string {
	if secret, ok := hashes.Load(password); ok {
		return secret.(string)
	}
	secret, err := w.HashPassword(password)
	if err != nil {
		w.t.Fatal(err)
	}
	hashes.Store(password, secret)
	return secret
}

// newSQLiteFixture returns a fixture on SQLite, for tests that do not depend on the
// engine.
func newSQLiteFixture(t *testing.T, with ...func(*epp.Server)) *fixture {
	t.Helper()
	return newFixture(t, openSQLite(t), with...)
}

func openSQLite(t testing.TB) store.Store {
	t.Helper()
	st, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// mustDial opens a connection with the certificate of name and returns the
// greeting.
func (w *fixture) mustDial(name string) (*testClient, string) {
	w.t.Helper()
	k, greeting, err := w.dial(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return k, greeting
}

// mustLogin returns a logged-in session of the registrar name.
func (w *fixture) mustLogin(name string) *testClient {
	w.t.Helper()
	k, greeting := w.mustDial(name)
	wantCode(w.t, k, w.wrap(loginFrame(name, w.Vars[name+".password"], greeting)), 1000)
	return k
}

// wantCode sends a document and checks the result code of the response.
func wantCode(t testing.TB, k *testClient, document string, code int) string {
	t.Helper()
	answer, err := k.roundTrip(document)
	if err != nil {
		t.Fatalf("%.200s: %v", document, err)
	}
	if !strings.Contains(answer, fmt.Sprintf(`<result code="%d">`, code)) {
		t.Errorf("%.200s: want %d, got %s", document, code, answer)
	}
	return answer
}

// updateRegistrar changes a registrar in the store, without a command.
func (w *fixture) updateRegistrar(id registry.RegistrarID, change func(*registry.Registrar)) {
	w.t.Helper()
	if err := w.Store.Update(context.Background(), func(tx store.Tx) error {
		r, err := tx.Registrars().Get(id)
		if err != nil {
			return err
		}
		change(&r)
		return tx.Registrars().Put(r)
	}); err != nil {
		w.t.Fatal(err)
	}
}
