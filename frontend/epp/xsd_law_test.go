package epp_test

import (
	"encoding/xml"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"pgregory.net/rapid"
)

// objectURIs are the namespaces of the objects in random documents, extensionURIs those
// of the extensions with elements in commands.
var (
	objectURIs    = []string{eppxml.DomainURI, eppxml.ContactURI, eppxml.HostURI}
	extensionURIs = []string{namespaces["secDNS"], namespaces["rgp"], namespaces["fee"], namespaces["launch"], namespaces["loginSec"]}
)

// drawCommand returns a random <epp> document with a command that the schemas allow:
// any command of the greeting's objects, with any of its extensions.
func drawCommand(t *rapid.T, set *schemaSet, hints map[string][]string) string {
	d := &instance{T: t, set: set, hints: hints, content: commandContent}
	d.b.WriteString(`<epp xmlns="` + eppxml.EPPURI + `">`)
	d.element(declaration{&schemaNode{Attrs: []xml.Attr{
		{Name: xml.Name{Local: "name"}, Value: "command"}, {Name: xml.Name{Local: "type"}, Value: "epp:commandType"},
	}}, set.types[xml.Name{Space: eppxml.EPPURI, Local: "commandType"}].schema})
	d.b.WriteString("</epp>")
	return d.b.String()
}

// commandContent chooses the elements where epp-1.0 and the extensions allow any.
func commandContent(d *instance, undeclared bool) {
	parent, atCommand := d.path[len(d.path)-1], len(d.path) == 2
	switch extensions := d.extensionsOf(d.b.String()); {
	case atCommand && parent == "extension" && len(extensions) > 0:
		d.global(rapid.SampledFrom(extensions).Draw(d.T, "extension"))
	case atCommand && parent != "extension":
		d.verb = parent
		d.global(xml.Name{Space: rapid.SampledFrom(d.objectsWith(parent)).Draw(d.T, "object"), Local: parent})
	case undeclared:
		d.b.WriteString(`<any xmlns="urn:any" a="b">text<sub/>more</any>`)
	default:
		d.global(xml.Name{Space: eppxml.HostURI, Local: "delete"})
	}
}

// objectsWith returns the objects that have the command verb.
func (d *instance) objectsWith(verb string) (uris []string) {
	for _, uri := range objectURIs {
		if _, ok := d.set.elements[xml.Name{Space: uri, Local: verb}]; ok {
			uris = append(uris, uri)
		}
	}
	return uris
}

// extensionsOf returns the elements that may extend the command of a document.
func (d *instance) extensionsOf(document string) (all []xml.Name) {
	verb := d.verb
	if strings.Contains(document, "<login ") {
		verb = "loginSec"
	}
	for _, uri := range extensionURIs {
		name := xml.Name{Space: uri, Local: verb}
		if _, ok := d.set.elements[name]; ok {
			all = append(all, name)
		}
	}
	return all
}

// commandHints are values in range, and names of objects that setupCommand creates.
var commandHints = map[string][]string{
	"version": {"1.0"}, "lang": {"en"}, "type": {"registration", "avail", "claims", "int", "loc", "admin", "tech"}, "phase": {"open", "open", "sunrise"},
	"name": strings.Fields("a.example b.example c.example d.example a.ee a.fr ns1.b.net ns2.b.net ns1.a.example Alice"), "unit": {"y"}, "period": {"1", "2"},
	"hostObj": {"ns1.b.net", "ns2.b.net"}, "hostName": {"ns1.b.net", "ns2.b.net"}, "hostAddr": {"192.0.2.1"}, "addr": {"192.0.2.1", "2001:db8::1"}, "ip": {"v4"},
	"id": {"BN-1", "BN-2", "ON-1", "ON-2"}, "registrant": {"BN-1", "BN-2", "ON-1", "ON-2"}, "contact": {"BN-1", "BN-2", "ON-1", "ON-2"},
	"pw": {"Strong-Enough-4-You!!", ""}, "roid": {"12-CAD"}, "cc": {"EE", "IT"}, "voice": {"+372.6123456"}, "fax": {"+372.6123456"}, "x": {"1"}, "email": {"alice@a.example"},
	"s": {"clientHold", "clientUpdateProhibited", "clientDeleteProhibited"}, "curExpDate": {"2027-03-01", "2028-03-01"}, "currency": {"EUR"}, "fee": {"10.20", "20.40", "99"},
	"keyTag": {"1"}, "alg": {"13"}, "digestType": {"2"}, "digest": {strings.Repeat("4A", 32)}, "flags": {"257"}, "protocol": {"3"},
	"pubKey": {"mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="},
}

// missingByRule are the reasons of a 2003 that is no matter of shape: a value that the
// RFC or a policy requires where the schema does not.
var missingByRule = []string{
	"chg is missing",                    // RFC 5731 section 3.2.5
	"report is missing",                 // RFC 3915 section 4.2.5
	"msgID is missing",                  // RFC 5730 section 2.9.2.3
	"pw is missing", "newPW is missing", // RFC 8807 section 3.1
	"a required value is missing", // of the registry: policies
}

// Whatever the schemas of the RFCs allow, the tables of the server accept: no command
// is refused for its shape.
func TestTablesAcceptWhatTheSchemasAllow(t *testing.T) {
	set := readSchemas(t)
	rapid.Check(t, func(t *rapid.T) {
		document := drawCommand(t, set, commandHints)
		collect(document)
		err := epp.DecodeDocument(document)
		var refused *eppxml.Error
		if errors.As(err, &refused) && !isOfShape(int(refused.Code), refused.Reason) {
			return
		}
		if err != nil {
			t.Fatalf("%v: %s", err, document)
		}
	})
}

// isOfShape reports whether a result says that a command has the wrong shape, or that the
// server failed.
func isOfShape(code int, reason string) bool {
	byRule := slices.ContainsFunc(missingByRule, func(known string) bool { return strings.HasPrefix(reason, known) })
	return code == 2001 || code == 2003 && !byRule || code >= 2400
}

// The same over the wire, among objects that exist, and every response conforms to the
// schemas.
func TestServerAnswersWhatTheSchemasAllow(t *testing.T) {
	set, w := readSchemas(t), newSQLiteFixture(t)
	clients := []*testClient{w.mustLogin("best-names"), w.mustLogin("other-names")}
	for i := range 40 {
		if _, err := clients[i%2].roundTrip(w.wrap(w.setupCommand(i))); err != nil {
			t.Fatal(err)
		}
	}
	reason := regexp.MustCompile(`<reason>([^<]*)`)
	codes := map[string]int{}
	sent := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 5 {
			document := drawCommand(t, set, commandHints)
			if strings.Contains(document, "<logout") {
				continue
			}
			collect(document)
			answer, err := clients[sent%2].roundTrip(document)
			if err != nil {
				t.Fatalf("%v: %s", err, document)
			}
			code := resultCode.FindStringSubmatch(answer)[1]
			words := append(reason.FindStringSubmatch(answer), "", "")[1]
			if isOfShape(atoi(code), strings.TrimSpace(words)) {
				t.Fatalf("%s %s: %s", code, words, document)
			}
			codes[code]++
			sent++
		}
	})
	t.Log(codes)
}
