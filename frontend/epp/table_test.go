package epp

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

// testSchema has one element of each kind of declaration.
var testSchema = elementDecl{name: "menu", attrs: []attrDecl{{name: "day", text: date}, langAttr}, sub: []elementDecl{
	{name: "name", text: token(1, 8)},
	{name: "dish", max: 3, text: normalized(0, 8), attrs: []attrDecl{{name: "hot", opt: true, text: boolean}}},
	{name: "note", opt: true, any: true},
	{name: "paid", opt: true, choice: true, sub: []elementDecl{
		{name: "cash", text: integer(1, 99)},
		{name: "card", max: 2, text: oneOf("blue", "red")},
	}},
	{name: "by", opt: true, sub: []elementDecl{}, check: func(n *node) error { return unexpected(n) }},
}}

func TestValidate(t *testing.T) {
	const start, end = `<menu xmlns="u" day="2026-11-22">`, `</menu>`
	for _, c := range []struct {
		below, want string // want "": valid
	}{
		{`<name>a</name><dish>b</dish>`, ``},
		{`<name> a </name><dish hot="1"></dish><dish/><dish/><note><x><y/></x></note><paid><cash> 07 </cash></paid>`, ``},
		{`<name>a</name><dish/><paid><card>blue</card><card>red</card></paid>`, ``},
		{``, `2003 name is missing`},
		{`<dish/>`, `2003 name is missing`},
		{`<name>a</name>`, `2003 dish is missing`},
		{`<name>a</name><note/>`, `2003 dish is missing`},
		{`<dish/><name>a</name>`, `2001 dish is not expected here`},
		{`<name>a</name><dish/><name>a</name>`, `2001 name is not expected here`},
		{`<name>a</name><name>b</name><dish/>`, `2001 name is given too often`},
		{`<name>a</name><dish/><dish/><dish/><dish/>`, `2001 dish is given too often`},
		{`<name>a</name><dish/><wine/>`, `2001 wine is not expected here`},
		{`<wine/>`, `2001 wine is not expected here`},
		{`<name>a</name><dish xmlns="v"/>`, `2001 dish is not expected here`},
		{`<name/><dish/>`, `2003 the value is empty`},
		{`<name>123456789</name><dish/>`, `2004 the value has 1 to 8 characters`},
		{`<name>a<b/></name><dish/>`, `2001`},
		{`<name><b/></name><dish/>`, `2001 b is not expected here`},
		{`<name>a</name><dish hot="2"/>`, `2005 hot: this is not true or false`},
		{`<name>a</name><dish cold="1"/>`, `2001 dish has an attribute that is not known`},
		{`<name>a</name><dish/><paid/>`, `2003 cash is missing`},
		{`<name>a</name><dish/><paid>5</paid>`, `2001 paid takes no text`},
		{`<name>a</name><dish/><paid><cash>5</cash><card>red</card></paid>`, `2001 card is not expected here`},
		{`<name>a</name><dish/><paid><cash>5</cash><cash>5</cash></paid>`, `2001 cash is given too often`},
		{`<name>a</name><dish/><paid><cash>100</cash></paid>`, `2004 the value is from 1 to 99`},
		{`<name>a</name><dish/><paid><card>green</card></paid>`, `2004 the value is one of blue, red`},
		{`<name>a</name><dish/><by/>`, `2001 by is not expected here`},
	} {
		var p parser
		root, err := p.parse([]byte(start + c.below + end))
		if err == nil {
			err = testSchema.validate(root)
		} else {
			err = &resultError{code: 2001}
		}
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %q", c.below, err, c.want)
		}
	}
	var p parser
	for frame, want := range map[string]string{
		`<menu xmlns="u"><name>a</name><dish/></menu>`:                                                                     `2003 the attribute day is missing`,
		`<menu xmlns="u" day="2026-02-30"><name>a</name><dish/></menu>`:                                                    `2005 day: this is not a date`,
		`<menu xmlns="u" day="2026-02-28" lang="?"><name>a</name><dish/></menu>`:                                           `2005 lang: this is not a language`,
		`<menu xmlns="u" day="2026-02-28" xml:lang="en"><name>a</name><dish/></menu>`:                                      `2001 menu has`,
		`<menu xmlns="u" xmlns:x="` + xsiNamespace + `" x:schemaLocation="u u.xsd" day="2026-02-28"><name>a</name></menu>`: `2003 dish is missing`,
	} {
		root, err := p.parse([]byte(frame))
		if err != nil {
			t.Fatal(err)
		}
		if err := testSchema.validate(root); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", frame, err, want)
		}
	}
}

func TestTextTypes(t *testing.T) {
	for _, c := range []struct {
		typ  textType
		text string
		want string // the normalized text, or the code
	}{
		{token(3, 5), " a \n bc ", "a bc"}, {token(3, 5), "ab", "2004"}, {token(3, 5), "   ", "2003"}, {token(0, 5), "", ""},
		{token(3, 5), "\u00e9\u00e9", "2004"}, {token(3, 5), "\u00e9\u00e9\u00e9\u00e9\u00e9", "\u00e9\u00e9\u00e9\u00e9\u00e9"}, {token(1, 0), strings.Repeat("a", 999), strings.Repeat("a", 999)},
		{normalized(0, 9), " a\tb\n", " a b "}, {normalized(1, 0), "", "2003"},
		{integer(1, 10), "1", "1"}, {integer(1, 10), "+010", "10"}, {integer(1, 10), "0", "2004"}, {integer(1, 10), "-1", "2004"}, {integer(1, 10), "11", "2004"},
		{integer(1, 10), "1.5", "2005"}, {integer(1, 10), "x", "2005"}, {integer(1, 10), "", "2003"}, {integer(1, 10), "-", "2005"}, {integer(1, 10), "1_0", "2005"},
		{integer(1, 10), "99999999999999999999", "2004"}, {integer(1, 10), "1-", "2005"},
		{hexBinary, "00aF", "00aF"}, {hexBinary, "00aF0", "2005"}, {hexBinary, "0g", "2005"}, {hexBinary, "\x10\x11", "2005"}, {hexBinary, "", "2003"},
		{boolean, "1", "true"}, {boolean, " false ", "false"}, {boolean, "yes", "2005"},
		{date, "2026-11-22", "2026-11-22"}, {date, "2026-11-22Z", "2026-11-22"}, {date, "2026-11-31", "2005"}, {date, "22.11.2026", "2005"},
		{dateTime, "2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"}, {dateTime, "2026-11-22T09:00:00.0", "2026-11-22T09:00:00.0"},
		{dateTime, "2026-11-22T09:00:00+02:00", "2026-11-22T09:00:00+02:00"}, {dateTime, "2026-11-22", "2005"}, {dateTime, "", "2005"},
		{clIDType, "ab", "2004"}, {clIDType, "abc", "abc"}, {clIDType, strings.Repeat("a", 17), "2004"}, {trIDType, strings.Repeat("a", 65), "2004"},
		{roidType, "EXAMPLE1-REP", "EXAMPLE1-REP"}, {roidType, "EXAMPLE1", "2005"}, {roidType, "-REP", "2005"}, {langType, "en-GB", "en-GB"}, {langType, "", "2003"},
		{oneOf("a", "b"), " a ", "a"}, {oneOf("a", "b"), "c", "2004"}, {labelType, strings.Repeat("a", 256), "2004"}, {reasonType, strings.Repeat("a", 33), "2004"},
	} {
		got, err := c.typ(c.text)
		if err != nil {
			got = fmt.Sprint(err.code)
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
	if at := instantOf("2026-11-22T09:00:00+02:00"); !at.Equal(time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)) || !instantOf("").IsZero() {
		t.Errorf("instantOf: %v", at)
	}
}

// The parser reads back any text that the writer wrote.
func TestWriterOutputParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("<>&\"'\r\n\t ]"))).Filter(func(r rune) bool {
			return indexInvalidChar([]byte(string(r))) < 0
		})).Draw(t, "text")
		var w writer
		w.openNS(domainURI, "infData", "a", text)
		w.text("domain:name", text)
		w.close("domain:infData")
		var p parser
		root, err := p.parse(w.buf)
		if len(w.buf) > maxFrame {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", w.buf, err)
		}
		if got := root.get("name"); got != text {
			t.Fatalf("got %q, want %q", got, text)
		}
	})
}

func TestWriter(t *testing.T) {
	var w writer
	w.openNS(contactURI, "infData")
	w.text("contact:id", "a\x00\x1f\ufffe\xff<")
	w.optional("contact:org", "")
	w.empty("contact:status", "s", `"ok"`)
	w.time("contact:crDate", time.Date(2026, 3, 1, 10, 27, 27, 123456789, time.FixedZone("", 3600)))
	w.time("contact:upDate", time.Time{})
	w.int("contact:n", -1)
	w.close("contact:infData")
	const want = `<contact:infData xmlns:contact="urn:ietf:params:xml:ns:contact-1.0"><contact:id>a` + "\ufffd\ufffd\ufffd\ufffd" + `&lt;</contact:id>` +
		`<contact:status s="&quot;ok&quot;"/><contact:crDate>2026-03-01T09:27:27.123Z</contact:crDate><contact:n>-1</contact:n></contact:infData>`
	if got := string(w.buf); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// appendTime writes what time.Format writes.
func TestAppendTime(t *testing.T) {
	for _, at := range []time.Time{
		{}, time.Unix(0, 0), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 3, 4, 5, 6, 7008009, time.FixedZone("", -7200)),
	} {
		if got, want := string(appendTime(nil, at)), at.UTC().Format("2006-01-02T15:04:05.000Z"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// quoteElement writes one element, without the text of a password.
func TestQuoteElement(t *testing.T) {
	for _, c := range []struct {
		n       *node
		missing string
		want    string
	}{
		{nil, "", `<epp xmlns="` + eppURI + `"/>`},
		{&node{space: domainURI, name: "name", text: "a<b"}, "", `<domain:name xmlns:domain="` + domainURI + `">a&lt;b</domain:name>`},
		{&node{space: domainURI, name: "create", text: "?"}, "name", `<domain:name xmlns:domain="` + domainURI + `"/>`},
		{&node{space: domainURI, name: "pw", text: "secret"}, "", `<domain:pw xmlns:domain="` + domainURI + `"/>`},
		{&node{space: "u", name: "x", attrs: []attr{{"", "a", `"`}, {"v", "b", "c"}}}, "", `<x xmlns="u" a="&quot;"/>`},
		{&node{name: "x", text: strings.Repeat("\u00e9", 200)}, "", `<x xmlns="">` + strings.Repeat("\u00e9", 127) + `…</x>`},
	} {
		var w writer
		if w.quoteElement(c.n, c.missing); string(w.buf) != c.want {
			t.Errorf("got %s, want %s", w.buf, c.want)
		}
	}
}

// A fault refers to the element of the command that it is about.
func TestFaultNode(t *testing.T) {
	var p parser
	root, err := p.parse([]byte(typicalFrame))
	if err != nil {
		t.Fatal(err)
	}
	create := root.find("command", "create")
	c := &call{commandNode: create, object: create.childIn(domainURI, "create"), extensionElements: []extensionElement{{node: &root.find("command", "extension").descendants[0]}}}
	for _, row := range []struct {
		fault  *registry.Fault
		name   string
		reason string
	}{
		{registry.ErrNoContact.On("contact", "bob"), "contact", "the contact does not exist"},
		{registry.ErrNoHost.On("host", "NS2.b.example"), "hostObj", "the host does not exist"},
		{registry.ErrDNSSEC.On("digestType", "7"), "digestType", `the DNSSEC data is not acceptable (digestType "7")`},
		{registry.ErrTerm.On("period", "2y"), "period", `this period is not offered (period "2y")`},
		{registry.ErrLowDeposit, "create", "the registrar's deposit does not cover this"},
	} {
		r := c.resultOf(row.fault)
		if r.node == nil || r.node.name != row.name || r.reason != row.reason || r.code != row.fault.Code {
			t.Errorf("%v: %+v", row.fault, r)
		}
	}
}

// The code of every fault is an EPP result code.
func TestEveryFaultHasAResultCode(t *testing.T) {
	for _, f := range registry.Faults() {
		if _, ok := resultMessages[f.Code]; !ok {
			t.Errorf("%s has %d", f.Reason, f.Code)
		}
	}
	if err := errors.New("a"); (&call{session: &session{server: &Server{}}}).resultOf(err).code != 2400 {
		t.Error("an internal error is not 2400")
	}
}

// BenchmarkCodec parses and validates a typical command, and writes its response.
func BenchmarkCodec(b *testing.B) {
	x := newServices(false)
	s := &session{server: &Server{services: x}}
	var p parser
	var out writer
	frame := []byte(typicalFrame)
	create := x.commands[[2]string{domainURI, "create"}]
	extensions := create.hooks
	c := &call{session: s, actor: registry.Actor{Client: "ABC-12345", Request: "abcdefghijkl-1"}}
	b.ReportAllocs()
	for b.Loop() {
		root, err := p.parse(frame)
		if err != nil {
			b.Fatal(err)
		}
		cmd := root.child("command")
		if err := create.schema.validate(&cmd.descendants[1]); err != nil {
			b.Fatal(err)
		}
		for _, h := range extensions {
			if n := cmd.child("extension").childIn(h.extension.uri, h.schema.name); n != nil {
				if err := h.schema.validate(n); err != nil {
					b.Fatal(err)
				}
			}
		}
		out.buf = out.buf[:0]
		c.resData.buf = c.resData.buf[:0]
		c.resData.openNS(domainURI, "creData")
		c.resData.text("domain:name", "a.example")
		c.resData.time("domain:crDate", time.Unix(1, 0))
		c.resData.time("domain:exDate", time.Unix(2, 0))
		c.resData.close("domain:creData")
		out.response(c, result{code: 1000})
	}
}
