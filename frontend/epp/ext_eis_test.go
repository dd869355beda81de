package epp_test

import (
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

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
	password := story.Do(w.Fixture, story.Operator, operator.ReserveName{Name: "reserved.ee"})
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
