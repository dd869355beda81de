package epp_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/authority"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// newSQLiteFixture returns a fixture on SQLite, for tests that do not depend on the
// engine.
func newSQLiteFixture(t *testing.T, with ...func(*epp.Server)) *fixture {
	t.Helper()
	return newFixture(t, openSQLite(t), with...)
}

func openSQLite(t *testing.T) store.Store {
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

const checkFrame = `<check><domain:check><domain:name>a.example</domain:name></domain:check></check>`

func TestInvalidFrameLengthEndsTheSession(t *testing.T) {
	w := newSQLiteFixture(t)
	for _, length := range []uint32{0, 1, 2, 3, 64<<10 + 5, 1 << 31, 1<<32 - 1} {
		k := w.mustLogin("best-names")
		if _, err := k.conn.Write(binary.BigEndian.AppendUint32(nil, length)); err != nil {
			t.Fatal(err)
		}
		if answer, err := k.read(); err != nil || !strings.Contains(answer, `code="2500"`) {
			t.Errorf("%d: %v %s", length, err, answer)
		}
		if _, err := k.read(); !isClosed(err) {
			t.Errorf("%d: %v", length, err)
		}
	}
}

func TestIncompleteFrameTimesOut(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.FrameTimeout = 50 * time.Millisecond })
	k := w.mustLogin("best-names")
	k.conn.Write([]byte{0, 0, 1, 0, '<', 'e'})
	if _, err := k.read(); !isClosed(err) {
		t.Errorf("half a frame: %v", err)
	}
	k = w.mustLogin("best-names")
	k.conn.Write([]byte{0, 0})
	if _, err := k.read(); !isClosed(err) {
		t.Errorf("half a header: %v", err)
	}
}

func TestIdleOrOldSessionIsClosed(t *testing.T) {
	for name, with := range map[string]func(*epp.Server){
		"idle":     func(s *epp.Server) { s.IdleTimeout = 50 * time.Millisecond },
		"absolute": func(s *epp.Server) { s.MaxSessionAge = 50 * time.Millisecond },
	} {
		w := newSQLiteFixture(t, with)
		k, _ := w.mustDial("best-names")
		if _, err := k.read(); !isClosed(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A malformed document is refused with 2001 and the session continues.
func TestMalformedDocumentsKeepTheSession(t *testing.T) {
	w := newSQLiteFixture(t)
	k := w.mustLogin("best-names")
	laughs := `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">`
	for c := 'b'; c <= 'k'; c++ {
		laughs += fmt.Sprintf("<!ENTITY %c %q>", c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	var wide bytes.Buffer
	wide.Write([]byte{0xff, 0xfe})
	for _, u := range utf16.Encode([]rune(w.wrap(checkFrame))) {
		wide.Write(binary.LittleEndian.AppendUint16(nil, u))
	}
	for name, document := range map[string]string{
		"nothing":         "",
		"no XML":          "GET / HTTP/1.1\r\n\r\n",
		"half":            w.wrap(checkFrame)[:150],
		"laughs":          laughs + "]>\n<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\"><command><logout/><clTRID>&k;</clTRID></command></epp>",
		"external entity": `<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/hostname">]><epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><logout/><clTRID>&x;</clTRID></command></epp>`,
		"UTF-16":          wide.String(),
		"said UTF-16":     strings.Replace(w.wrap(checkFrame), "UTF-8", "UTF-16", 1),
		"not UTF-8":       strings.Replace(w.wrap(checkFrame), "a.example", "\xe9.example", 1),
		"two roots":       w.wrap(checkFrame) + "<epp/>",
		"deep":            strings.Repeat("<a>", 1000),
		"many attributes": "<epp " + strings.Repeat("a='' ", 33) + "/>",
		"no namespace":    "<epp><command><logout/></command></epp>",
		"another root":    `<domain:check xmlns:domain="urn:ietf:params:xml:ns:domain-1.0"/>`,
		"an answer":       `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><response/></epp>`,
		"nothing in it":   `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command/></epp>`,
		"full":            strings.Repeat("<", 64<<10),
	} {
		t.Log(name)
		answer := wantCode(t, k, document, 2001)
		if strings.Contains(answer, "hahaha") {
			t.Errorf("%s: %s", name, answer)
		}
	}
	wantCode(t, k, w.wrap(checkFrame), 1000)
}

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

// The number of connections that have not completed TLS is limited.
func TestHandshakesAreBounded(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.MaxHandshakes = 3 })
	var silent []net.Conn
	for range 12 {
		conn, err := net.Dial("tcp", w.addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		silent = append(silent, conn)
	}
	for _, conn := range silent[3:] {
		conn.SetReadDeadline(time.Now().Add(answerTimeout))
		if _, err := conn.Read(make([]byte, 1)); !isClosed(err) {
			t.Errorf("one too many: %v", err)
		}
	}
	if _, _, err := w.dial("best-names"); err == nil {
		t.Error("accepted more handshakes than MaxHandshakes")
	}
	for _, conn := range silent {
		conn.Close()
	}
	for end := time.Now().Add(answerTimeout); ; { // until the server has seen that they closed
		if _, _, err := w.dial("best-names"); err == nil {
			return
		} else if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func TestSessionsOfARegistrarAreBounded(t *testing.T) {
	w := newSQLiteFixture(t, func(s *epp.Server) { s.MaxSessions = 2 })
	first, second := w.mustLogin("best-names"), w.mustLogin("best-names")
	w.mustLogin("other-names")
	third, greeting := w.mustDial("best-names")
	wantCode(t, third, w.wrap(loginFrame("best-names", "best-names pw1", greeting)), 2502)
	if _, err := third.read(); !isClosed(err) {
		t.Error(err)
	}
	wantCode(t, first, w.wrap(`<logout/>`), 1500)
	if _, err := first.read(); !isClosed(err) { // the session count drops when the connection closes
		t.Error(err)
	}
	w.mustLogin("best-names")
	wantCode(t, second, w.wrap(checkFrame), 1000)

	// A certificate may have twice as many connections.
	w.mustDial("best-names")
	w.mustDial("best-names")
	if _, _, err := w.dial("best-names"); !isClosed(err) {
		t.Errorf("a fifth connection: %v", err)
	}
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

// Pipelined commands are answered in order.
func TestCommandsSentTogetherAreAnsweredInOrder(t *testing.T) {
	w := newSQLiteFixture(t)
	k := w.mustLogin("best-names")
	var all []byte
	for i := range 200 {
		frame := strings.Replace(w.wrap(checkFrame), fmt.Sprintf("CLI-%d", w.frameCount), fmt.Sprintf("PIPE-%d", i), 1)
		all = append(binary.BigEndian.AppendUint32(all, uint32(4+len(frame))), frame...)
	}
	go k.conn.Write(all)
	seen := map[string]bool{}
	for i := range 200 {
		answer, err := k.read()
		if err != nil {
			t.Fatal(err)
		}
		trID := answer[strings.Index(answer, "<trID>"):]
		if !strings.Contains(trID, fmt.Sprintf("<clTRID>PIPE-%d</clTRID>", i)) || seen[trID] {
			t.Fatalf("answer %d: %s", i, trID)
		}
		seen[trID] = true
	}
}

// At shutdown the command in progress completes, later ones are refused with 2500,
// and idle sessions are closed.
func TestShutdownEndsAllSessions(t *testing.T) {
	w := newSQLiteFixture(t)
	var silent []*testClient
	for range 5 {
		k, _ := w.mustDial("best-names")
		silent = append(silent, k)
	}
	busy := w.mustLogin("best-names")
	var all []byte
	frame := w.wrap(checkFrame)
	for range 20_000 {
		all = append(binary.BigEndian.AppendUint32(all, uint32(4+len(frame))), frame...)
	}
	go busy.conn.Write(all)
	if _, err := busy.read(); err != nil {
		t.Fatal(err)
	}
	w.stop() // returns when all sessions have ended
	for _, k := range silent {
		if _, err := k.read(); !isClosed(err) {
			t.Error(err)
		}
	}
	last := ""
	for {
		answer, err := busy.read()
		if err != nil {
			if !isClosed(err) {
				t.Error(err)
			}
			break
		}
		last = answer
	}
	if !strings.Contains(last, `code="2500"`) {
		t.Errorf("last: %s", last)
	}
	if _, _, err := w.dial("best-names"); err == nil {
		t.Error("the server still accepts connections")
	}
}

func TestVersionsOfTLS(t *testing.T) {
	w := newSQLiteFixture(t)
	for version, accepted := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", w.addr, &tls.Config{
			RootCAs: w.roots, Certificates: []tls.Certificate{*w.certs["best-names"]}, MinVersion: tls.VersionTLS10, MaxVersion: version,
		})
		if err == nil {
			conn.Close()
		}
		if (err == nil) != accepted {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
	}
}

func TestEISNamespaces(t *testing.T) {
	const ee = "https://epp.tld.ee/schema/"
	frames := func(w *fixture) (login, check string) {
		login = strings.Replace(w.wrap(loginFrame("best-names", "best-names pw1", "<objURI>"+ee+"domain-ee-1.2.xsd</objURI><objURI>"+ee+"contact-ee-1.1.xsd</objURI>"+
			"<svcExtension><extURI>urn:ietf:params:xml:ns:secDNS-1.1</extURI><extURI>"+ee+"eis-1.0.xsd</extURI></svcExtension>")), namespaces["epp"], ee+"epp-ee-1.0.xsd", 1)
		check = strings.Replace(w.wrap(checkFrame), namespaces["domain"], ee+"domain-ee-1.2.xsd", 1)
		return login, check
	}
	w := newSQLiteFixture(t, func(s *epp.Server) { s.EISExtension = true })
	k, greeting := w.mustDial("best-names")
	if strings.Contains(greeting, ee) {
		t.Errorf("the greeting has more than IANA's: %s", greeting)
	}
	login, check := frames(w)
	wantCode(t, k, login, 1000)
	wantCode(t, k, check, 1000)
	frame := strings.Replace(w.wrap(`<create><contact:create><contact:id>mari</contact:id><contact:postalInfo type="int"><contact:name>Alice Example</contact:name>`+
		`<contact:addr><contact:street>1 Example Street</contact:street><contact:city>Tallinn</contact:city><contact:pc>10111</contact:pc><contact:cc>EE</contact:cc></contact:addr>`+
		`</contact:postalInfo><contact:voice>+372.6000000</contact:voice><contact:email>alice@a.example</contact:email><contact:authInfo><contact:pw/></contact:authInfo></contact:create></create>`+
		`<extension><eis:extdata xmlns:eis="`+ee+`eis-1.0.xsd"><eis:ident type="priv" cc="EE">37605030299</eis:ident><eis:legalDocument type="pdf">AAAA</eis:legalDocument></eis:extdata></extension>`),
		namespaces["contact"], ee+"contact-ee-1.1.xsd", 1)
	wantCode(t, k, frame, 1000)
	made, err := command.Ask(t.Context(), w.Runner, registry.Actor{Registrar: "best-names"}, contact.ContactInfo{ID: "mari"})
	if want := (registry.Ident{Code: "37605030299", Type: "priv", Country: "EE"}); err != nil || made.Contact.Ident != want {
		t.Errorf("ident: %+v, %v", made.Contact.Ident, err)
	}
	reserved := func(pw string) string {
		return strings.Replace(w.wrap(`<create><domain:create><domain:name>reserved.ee</domain:name><domain:ns><domain:hostAttr><domain:hostName>ns1.b.net</domain:hostName></domain:hostAttr>`+
			`<domain:hostAttr><domain:hostName>ns2.b.net</domain:hostName></domain:hostAttr></domain:ns><domain:registrant>mari</domain:registrant>`+
			`<domain:authInfo><domain:pw/></domain:authInfo></domain:create></create><extension><eis:extdata xmlns:eis="`+ee+`eis-1.0.xsd">`+
			`<eis:legalDocument type="pdf">AAAA</eis:legalDocument>`+pw+`</eis:extdata></extension>`), namespaces["domain"], ee+"domain-ee-1.2.xsd", 1)
	}
	password := story.Do(w.Fixture, story.Operator, object.ReserveName{Name: "reserved.ee"})
	wantCode(t, k, reserved(""), 2003)
	if answer := wantCode(t, k, reserved("<eis:reserved><eis:pw>a guess</eis:pw></eis:reserved>"), 2202); strings.Contains(answer, "guess") {
		t.Errorf("the response has the password: %s", answer)
	}
	wantCode(t, k, reserved("<eis:reserved><eis:pw>"+password+"</eis:pw></eis:reserved>"), 1000)

	w = newSQLiteFixture(t)
	k, _ = w.mustDial("best-names")
	login, _ = frames(w)
	wantCode(t, k, login, 2001)
	wantCode(t, k, strings.Replace(login, ee+"epp-ee-1.0.xsd", namespaces["epp"], 1), 2307)
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
