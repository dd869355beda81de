package eppxml

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The parser reads back any text that the writer wrote.
func TestWriterOutputParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("<>&\"'\r\n\t ]"))).Filter(func(r rune) bool {
			return indexInvalidChar([]byte(string(r))) < 0
		})).Draw(t, "text")
		var w Writer
		w.OpenNS(Namespace{DomainURI, "domain"}, "infData", "a", text)
		w.Text("domain:name", text)
		w.Close("domain:infData")
		p := Parser{MaxLength: 1 << 20}
		root, err := p.Parse(w.Buf)
		if err != nil {
			t.Fatalf("%s: %v", w.Buf, err)
		}
		if got := root.Get("name"); got != text {
			t.Fatalf("got %q, want %q", got, text)
		}
	})
}

func TestWriter(t *testing.T) {
	var w Writer
	w.OpenNS(Namespace{ContactURI, "contact"}, "infData")
	w.Text("contact:id", "a\x00\x1f\ufffe\xff<")
	w.Optional("contact:org", "")
	w.Empty("contact:status", "s", `"ok"`)
	w.Time("contact:crDate", time.Date(2026, 3, 1, 10, 27, 27, 123456789, time.FixedZone("", 3600)))
	w.Time("contact:upDate", time.Time{})
	w.Int("contact:n", -1)
	w.Close("contact:infData")
	const want = `<contact:infData xmlns:contact="urn:ietf:params:xml:ns:contact-1.0"><contact:id>a` + "\ufffd\ufffd\ufffd\ufffd" + `&lt;</contact:id>` +
		`<contact:status s="&quot;ok&quot;"/><contact:crDate>2026-03-01T09:27:27.123Z</contact:crDate><contact:n>-1</contact:n></contact:infData>`
	if got := string(w.Buf); got != want {
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

// Quote writes one element, without the text of a password.
func TestQuoteElement(t *testing.T) {
	for _, c := range []struct {
		n       *Node
		missing string
		want    string
	}{
		{nil, "", `<epp xmlns="` + EPPURI + `"/>`},
		{&Node{Space: DomainURI, Name: "name", Text: "a<b"}, "", `<domain:name xmlns:domain="` + DomainURI + `">a&lt;b</domain:name>`},
		{&Node{Space: DomainURI, Name: "create", Text: "?"}, "name", `<domain:name xmlns:domain="` + DomainURI + `"/>`},
		{&Node{Space: DomainURI, Name: "pw", Text: "secret"}, "", `<domain:pw xmlns:domain="` + DomainURI + `"/>`},
		{&Node{Space: "u", Name: "x", Attrs: []Attr{{"", "a", `"`}, {"v", "b", "c"}}}, "", `<x xmlns="u" a="&quot;"/>`},
		{&Node{Name: "x", Text: strings.Repeat("\u00e9", 200)}, "", `<x xmlns="">` + strings.Repeat("\u00e9", 127) + `…</x>`},
	} {
		var w Writer
		if w.Quote(c.n, c.missing, map[string]string{DomainURI: "domain"}); string(w.Buf) != c.want {
			t.Errorf("got %s, want %s", w.Buf, c.want)
		}
	}
}
