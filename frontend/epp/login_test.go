package epp_test

import (
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

func TestLoginRequirements(t *testing.T) {
	w := newSQLiteFixture(t)
	login := func(name, password, greeting string) string { return w.wrap(loginFrame(name, password, greeting)) }

	k, greeting := w.mustDial("best-names")
	for name, frame := range map[string]string{
		"wrong password":               login("best-names", "wrong password", greeting),
		"password of other-names":      login("best-names", "other-names pw1", greeting),
		"unknown registrar":            login("no-names", "best-names pw1", greeting),
		"another registrar's password": login("other-names", "other-names pw1", greeting),
	} {
		t.Log(name)
		wantCode(t, k, frame, 2200)
	}
	wantCode(t, k, w.wrap(checkFrame), 2002)
	wantCode(t, k, login("best-names", "best-names pw1", greeting), 1000)
	wantCode(t, k, login("best-names", "best-names pw1", greeting), 2002)

	if _, _, err := w.dial("no-certificate"); err == nil { // no certificate
		t.Error("accepted without a certificate")
	}
	other := newSQLiteFixture(t)
	w.certs["other-ca"] = other.certs["best-names"] // of another CA
	if _, _, err := w.dial("other-ca"); err == nil {
		t.Error("accepted a certificate of another CA")
	}
	w.newCertificate("unknown") // of this CA, but of no user
	k, greeting = w.mustDial("unknown")
	wantCode(t, k, login("best-names", "best-names pw1", greeting), 2200)

	w.updateRegistrar("other-names", func(r *registry.Registrar) { r.Allow = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")} })
	k, greeting = w.mustDial("other-names")
	wantCode(t, k, login("other-names", "other-names pw1", greeting), 2200)
	w.updateRegistrar("other-names", func(r *registry.Registrar) { r.Allow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	wantCode(t, k, login("other-names", "other-names pw1", greeting), 1000)
}

func TestTooManyFailedLoginsEndTheSession(t *testing.T) {
	w := newSQLiteFixture(t)
	k, greeting := w.mustDial("best-names")
	for range 9 {
		wantCode(t, k, w.wrap(loginFrame("best-names", "wrong password", greeting)), 2200)
	}
	wantCode(t, k, w.wrap(loginFrame("best-names", "wrong password", greeting)), 2501)
	if _, err := k.read(); !isClosed(err) {
		t.Error(err)
	}
}

func TestUserWithoutEPPRoleIsRefused(t *testing.T) {
	w := newSQLiteFixture(t)
	cert := w.newCertificate("books")
	secret, err := w.HashPassword("books password")
	if err != nil {
		t.Fatal(err)
	}
	story.Do(w.Fixture, story.Operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: access.RegistrarRealm, Login: "books", Registrar: "best-names", Roles: []registry.Role{registry.RoleBilling}, Fingerprints: []string{authority.Fingerprint(cert)},
	}})
	k, greeting := w.mustDial("books")
	wantCode(t, k, w.wrap(loginFrame("books", "books password", greeting)), 2201)
}

func TestLoginChangesThePassword(t *testing.T) {
	w := newSQLiteFixture(t)
	changed := func(password, to, greeting string) string {
		return w.wrap(strings.Replace(loginFrame("best-names", password, greeting), "</pw>", "</pw><newPW>"+to+"</newPW>", 1))
	}
	k, greeting := w.mustDial("best-names")
	wantCode(t, k, changed("best-names pw1", "short", greeting), 2004)
	wantCode(t, k, changed("best-names pw1", "six123", greeting), 2306) // the password policy requires eight characters
	wantCode(t, k, changed("best-names pw1", strings.Repeat("x", 17), greeting), 2004)
	wantCode(t, k, w.wrap(checkFrame), 2002)
	wantCode(t, k, changed("best-names pw1", "[LOGIN-SECURITY]", greeting), 2003) // without the extension that has the password
	answer := wantCode(t, k, changed("best-names pw1", "best-names pw2", greeting), 1000)
	wantCode(t, k, w.wrap(checkFrame), 1000)

	k, _ = w.mustDial("best-names")
	wantCode(t, k, w.wrap(loginFrame("best-names", "best-names pw1", greeting)), 2200)
	wantCode(t, k, w.wrap(loginFrame("best-names", "best-names pw2", greeting)), 1000)

	svTRID, _, _ := strings.Cut(answer[strings.Index(answer, "<svTRID>")+len("<svTRID>"):], "<")
	for c, err := range w.Store.Changes(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if c.By.Request == svTRID && c.By.Frontend == "epp" && c.By.Registrar == "best-names" && c.By.Address == "127.0.0.1" && strings.HasPrefix(c.By.Client, "CLI-") {
			return
		}
	}
	t.Errorf("%s is not in the change log", svTRID)
}

func TestSuspendedRegistrarIsDisconnected(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.RecheckInterval = time.Nanosecond })
	k := w.mustLogin("best-names")
	wantCode(t, k, w.wrap(checkFrame), 1000)
	w.updateRegistrar("best-names", func(r *registry.Registrar) { r.Suspended = true })
	wantCode(t, k, w.wrap(checkFrame), 2501)
	if _, err := k.read(); !isClosed(err) {
		t.Error(err)
	}
}

// Of 14 concurrent logins with 7 sessions left, 7 succeed and 7 are refused with
// 2502.
func TestConcurrentLogins(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.MaxSessions = 8 })
	w.mustLogin("best-names") // caches the password check, so that later logins are fast
	var wg sync.WaitGroup
	var mu sync.Mutex
	codes := map[string]int{}
	for range 14 {
		wg.Go(func() {
			k, greeting, err := w.dial("best-names")
			if err != nil {
				t.Error(err)
				return
			}
			answer, err := k.roundTrip(strings.Replace(w.fullLoginFrame(greeting), "CLI-0", "CLI-1", 1))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			codes[answer[strings.Index(answer, `code="`)+6:][:4]]++
		})
	}
	wg.Wait()
	if codes["1000"] != 7 || codes["2502"] != 7 {
		t.Errorf("codes: %v", codes)
	}
}

// fullLoginFrame returns a login frame with a fixed clTRID, for use in goroutines.
func (w *fixture) fullLoginFrame(greeting string) string {
	return `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command>` + loginFrame("best-names", "best-names pw1", greeting) + `<clTRID>CLI-0</clTRID></command></epp>`
}
