package epp

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// probeExtension is an extension of tests. It reads a password and writes the
// phase of a domain.
var probeExtension = extension{Namespace: eppxml.Namespace{URI: "urn:probe", Prefix: "probe"}, hooks: []hook{
	onDomain("create", addition[transform]{
		schema: eppxml.Element{Name: "create", Elements: []eppxml.Element{{Name: "word", Text: eppxml.MinToken}}},
		decode: func(_ *call, n *eppxml.Node, x *transform) error {
			x.reservedPassword = n.Get("word")
			return nil
		},
		encode: func(c *call, n *eppxml.Node, x *transform) error {
			c.extension.OpenNS(eppxml.Namespace{URI: "urn:probe", Prefix: "probe"}, "creData")
			c.extension.Text("probe:phase", string(x.domain.Phase))
			c.extension.Optional("probe:word", n.Get("word"))
			c.extension.Close("probe:creData")
			return nil
		},
	}),
}}

const probeFrame = `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><create><d:create xmlns:d="urn:ietf:params:xml:ns:domain-1.0">` +
	`<d:name>a.example</d:name><d:authInfo><d:pw/></d:authInfo></d:create></create><extension><p:create xmlns:p="urn:probe"><p:word> a  b </p:word></p:create></extension></command></epp>`

// prepare returns the call of a frame in a session with the extensions uris, up to
// the call of its verb.
func prepare(t *testing.T, x *services, frame string, uris ...string) (*call, error) {
	t.Helper()
	var p eppxml.Parser
	root, err := p.Parse([]byte(frame))
	if err != nil {
		t.Fatal(err)
	}
	c := &call{session: &session{server: &Server{services: x}}, login: &login{objects: []string{eppxml.DomainURI}, extensions: uris}}
	cmd := root.Child("command")
	c.commandNode = &cmd.Descendants[0]
	e, err := c.findCommand(x)
	if err != nil {
		return c, err
	}
	c.hooks = e.hooks
	return c, c.matchExtensions(e, cmd.Child("extension"))
}

// One value in the list of extensions is an extension: greeting, login, command and
// response follow from it.
func TestAnExtensionIsOneValue(t *testing.T) {
	s := &Server{}
	s.services = newServices(s, append(extensions(), &probeExtension))
	var greeting writer
	greeting.greeting(s, time.Now())
	if !strings.Contains(string(greeting.Buf), "<extURI>urn:probe</extURI>") {
		t.Errorf("the greeting lacks it: %s", greeting.Buf)
	}
	c, err := prepare(t, s.services, probeFrame, "urn:probe")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.decodeExtensions(); err != nil || c.envelope.transform.reservedPassword != "a b" {
		t.Errorf("decoded %q, %v", c.envelope.transform.reservedPassword, err)
	}
	c.envelope.transform.domain.Phase = registry.Redemption
	const want = `<probe:creData xmlns:probe="urn:probe"><probe:phase>redemptionPeriod</probe:phase><probe:word>a b</probe:word></probe:creData>`
	if err := c.encodeExtensions(); err != nil || string(c.extension.Buf) != want || len(c.unhandled.Buf) > 0 {
		t.Errorf("%v\ngot  %s\nwant %s", err, c.extension.Buf, want)
	}
	if got := s.services.prefixes["urn:probe"]; got != "probe" {
		t.Errorf("its prefix in quotations is %q", got)
	}
}

// A session that did not name the extension is refused its elements, and gets
// those of the response only in <extValue> (RFC 9038), or not at all.
func TestAnExtensionStaysInItsSessions(t *testing.T) {
	s := &Server{}
	s.services = newServices(s, append(extensions(), &probeExtension))
	if _, err := prepare(t, s.services, probeFrame); err == nil || !strings.HasPrefix(err.Error(), "2103") {
		t.Errorf("got %v, want 2103", err)
	}
	before, rest, _ := strings.Cut(probeFrame, "<extension>")
	_, after, _ := strings.Cut(rest, "</extension>")
	for _, practice := range []string{unhandledURI, ""} {
		c, err := prepare(t, s.services, before+after, practice)
		if err != nil {
			t.Fatal(err)
		}
		c.extension.Raw("<other/>")
		if err := c.encodeExtensions(); err != nil || string(c.extension.Buf) != "<other/>" {
			t.Errorf("%q: %v %s", practice, err, c.extension.Buf)
		}
		if got := strings.Contains(string(c.unhandled.Buf), "<probe:creData"); got != (practice != "") {
			t.Errorf("%q: extValue is %s", practice, c.unhandled.Buf)
		}
	}
}

// An extension that a server does not offer is not in its services, nor are its
// aliases.
func TestAnExtensionIsOfferedByItsOwnRule(t *testing.T) {
	for _, offered := range []bool{false, true} {
		x := newServices(&Server{EISExtension: offered}, extensions())
		if got := x.extension(eisURI) != nil; got != offered {
			t.Errorf("offered: %t, want %t", got, offered)
		}
		if got := len(x.aliases) > 0; got != offered {
			t.Errorf("aliases: %v", x.aliases)
		}
	}
}

// Every hook extends a command that exists, and the elements of one extension in
// one command have different names.
func TestHooksExtendCommands(t *testing.T) {
	x := newServices(&Server{EISExtension: true}, extensions())
	for _, e := range x.extensions {
		seen := map[string]bool{}
		for _, h := range e.hooks {
			entry := x.commands[[2]string{h.object, h.verb}]
			if entry == nil {
				t.Errorf("%s extends %s %s, which is no command", e.URI, h.object, h.verb)
				continue
			}
			key := h.object + " " + h.verb + " " + h.schema.Name
			if seen[key] {
				t.Errorf("%s extends %s twice", e.URI, key)
			}
			seen[key] = true
			if !slices.ContainsFunc(entry.hooks, func(b boundHook) bool { return b.extension == e && b.schema.Name == h.schema.Name }) {
				t.Errorf("%s: %s lacks the hook", e.URI, entry.commandName)
			}
		}
	}
}
