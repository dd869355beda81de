package eppxml

import (
	_ "embed"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// createFrame is a create with DNSSEC data, as common clients send it.
//
//go:embed testdata/create.xml
var createFrame []byte

func TestParse(t *testing.T) {
	for frame, want := range map[string]string{
		`<a/>`: `{}a[]`,
		"\ufeff<?xml version='1.0'\n encoding=\"utf-8\" standalone = 'no' ?>\n<!-- b --><a/> <!---->\n": `{}a[]`,
		`<a>&lt;&#65;&#x42;&amp;<![CDATA[<c>&amp;]]>d</a>`:                                              `{}a[<AB&<c>&amp;d]`,
		"<a>b<!-- c -->d\r\ne\rf</a>":                                                                   "{}a[bd\ne\nf]",
		`<a> <b/> </a>`:                                                                                 `{}a[](1){}b[]`,
		`<a>b<c/>d<!-- --> <e/></a>`:                                                                    `{}a[bd](2){}c[]{}e[]`,
		`<a xmlns="u"><b c="d &quot;"/><p:b xmlns:p="v" p:c="e" c="f"/></a>`:                            `{u}a[](2){u}b[]{}c="d \""{v}b[]{v}c="e"{}c="f"`,
		`<a xmlns="u"><b xmlns=""><c/></b><d xml:lang="en"/></a>`:                                       `{u}a[](3){}b[](1){}c[]{u}d[]{http://www.w3.org/XML/1998/namespace}lang="en"`,
		"<a b='c\td\r\ne'/>":                                                                            `{}a[]{}b="c d e"`,
		`<p:a xmlns:p="u"><p:b xmlns:p="v"/><p:c/></p:a>`:                                               `{u}a[](2){v}b[]{u}c[]`,
		strings.Repeat("<a>", 64) + strings.Repeat("</a>", 64):                                          ``,
		"<a " + manyAttributes(32) + "/>":                                                               ``,
		"<a>" + strings.Repeat("x", DefaultMaxLength-7) + "</a>":                                        ``,
		"<a>\u00e9\u20ac\U0001f600\u007f</a>":                                                           "{}a[\u00e9\u20ac\U0001f600\u007f]",
	} {
		var p Parser
		root, err := p.Parse([]byte(frame))
		if err != nil {
			t.Errorf("%.80q: %v", frame, err)
		} else if got := formatTree(root); want != "" && got != want {
			t.Errorf("%.80q: got %s, want %s", frame, got, want)
		}
	}
}

func TestParseRejects(t *testing.T) {
	for frame, want := range map[string]string{
		``:                 "there is no element",
		` `:                "there is no element",
		`a`:                "text outside",
		`<a/>b`:            "text outside",
		`<a/><b/>`:         "one root",
		`<a></a></a>`:      "one root",
		`<a>`:              "a is not closed",
		`<a></b>`:          "a is not closed",
		`<a></ab>`:         "a is not closed",
		`<a`:               "not closed",
		`<a b/>`:           "no value",
		`<a b=c/>`:         "not in quotes",
		`<a b="c/>`:        "not closed",
		`<a b="<"/>`:       "contains a tag",
		`<a b="1"c="2"/>`:  "not closed",
		`<a b="1" b="2"/>`: "twice",
		`<a xmlns:p="u" xmlns:q="u" p:b="1" q:b=""/>`:  "twice",
		`<a xmlns:p="u" xmlns:p="v"/>`:                 "declared twice",
		`<a xmlns="u" xmlns="u"/>`:                     "declared twice",
		`<p:a/>`:                                       "p is not declared",
		`<a p:b="c"/>`:                                 "p is not declared",
		`<a><b xmlns:p="u"/><p:c/></a>`:                "p is not declared",
		`<xmlns:a/>`:                                   "xmlns is not declared",
		`<a xmlns:p=""/>`:                              "empty namespace",
		`<a xmlns:xml="u"/>`:                           "not to be declared",
		`<a xmlns:p="http://www.w3.org/2000/xmlns/"/>`: "not to be declared",
		`<a:b:c xmlns:a="u"/>`:                         "not a name",
		`<a: xmlns:a="u"/>`:                            "not a name",
		`<:a/>`:                                        "letter",
		`<1/>`:                                         "letter",
		`<a>]]></a>`:                                   "]]>",
		`<a>&b;</a>`:                                   "entity",
		`<a>&</a>`:                                     "entity",
		`<a>&#0;</a>`:                                  "entity",
		`<a>&#xD800;</a>`:                              "entity",
		`<a>&#x110000;</a>`:                            "entity",
		`<a>&#xfffe;</a>`:                              "entity",
		`<a>&#+65;</a>`:                                "entity",
		`<a b="&nbsp;"/>`:                              "entity",
		`<!DOCTYPE a><a/>`:                             "document types",
		`<a/><!DOCTYPE a>`:                             "document types",
		`<a><!ELEMENT a></a>`:                          "declarations",
		`<?b c?><a/>`:                                  "processing",
		`<a><?b c?></a>`:                               "processing",
		`<a/><?b?>`:                                    "processing",
		` <?xml version="1.0"?><a/>`:                   "processing",
		`<?xml?><a/>`:                                  "processing",
		`<?xml encoding="UTF-8"?><a/>`:                 "cannot be read",
		`<?xml version="1.1"?><a/>`:                    "XML 1.1",
		`<?xml version="1.0" encoding="UTF-16"?><a/>`:          "UTF-16",
		`<?xml version="1.0" standalone="perhaps"?><a/>`:       "cannot be read",
		`<!-- a -- b --><a/>`:                                  "hyphens",
		`<!-- a`:                                               "not closed",
		`<a><![CDATA[b</a>`:                                    "CDATA",
		"<a>\x00</a>":                                          "not a character",
		"<a>\x0b</a>":                                          "not a character",
		"<a>\xff</a>":                                          "not a character",
		"<a>\xed\xa0\x80</a>":                                  "not a character",
		"<a>\uffff</a>":                                        "not a character",
		"\xff\xfe<\x00a\x00/\x00>\x00":                         "not a character",
		strings.Repeat("<a>", 65):                              "nested too deeply",
		strings.Repeat("<a "+manyDeclarations(22)+">", 3):      "too many namespaces",
		"<a " + manyAttributes(33) + "/>":                      "too many attributes",
		"<a>" + strings.Repeat("x", DefaultMaxLength) + "</a>": "too long",
		`<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>`:    "document types",
		`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`: "document types",
	} {
		var p Parser
		if root, err := p.Parse([]byte(frame)); err == nil {
			t.Errorf("%.80q: accepted as %s", frame, formatTree(root))
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%.80q: got %v, want %s", frame, err, want)
		}
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="b"`, i)
	}
	return b.String()
}

func manyDeclarations(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` xmlns:p%d="u"`, i)
	}
	return b.String()
}

// A parser that is used again keeps nothing of the previous frame.
func TestParserIsReusable(t *testing.T) {
	var p Parser
	if _, err := p.Parse(createFrame); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse([]byte(`<a xmlns="u"><b c="d">`)); err == nil {
		t.Fatal("accepted")
	}
	root, err := p.Parse([]byte(`<b>c</b>`))
	if err != nil || formatTree(root) != `{}b[c]` {
		t.Errorf("got %s, %v", formatTree(root), err)
	}
}

func TestNode(t *testing.T) {
	var p Parser
	root, err := p.Parse(createFrame)
	if err != nil {
		t.Fatal(err)
	}
	create := root.Find("command", "create").ChildIn(DomainURI, "create")
	var types []string
	for c := range create.All("contact") {
		types = append(types, c.Attr("type"))
	}
	if got := create.Get("authInfo", "pw"); got != "2fooBAR-2fooBAR-2fooBAR" {
		t.Errorf("pw: %q", got)
	}
	if got := create.Find("ns").Texts("hostObj"); !slices.Equal(got, []string{"ns1.b.example", "ns2.b.example"}) {
		t.Errorf("hostObj: %q", got)
	}
	if !slices.Equal(types, []string{"admin", "tech"}) || create.Get("ns", "hostAttr") != "" || create.Child("period").Attr("type") != "" {
		t.Errorf("types: %q", types)
	}
}

func BenchmarkParse(b *testing.B) {
	var p Parser
	frame := createFrame
	b.ReportAllocs()
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		if _, err := p.Parse(frame); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzParse checks that encoding/xml accepts every document that the parser
// accepts, with the same tree.
func FuzzParse(f *testing.F) {
	f.Add(createFrame)
	for _, s := range []string{
		"<a> <b/>\n</a>", `<a xmlns:p="u" p:b="&#x41;&lt;"><![CDATA[]]>&amp;</a>`, "<a b='\r\n'>\r</a>", "<?xml version=\"1.0\"?><a/>",
		"<!---->\n<a/>", "<a>]]&gt;</a>", `<a xmlns="u"><b xmlns=""/></a>`, "<p:a/>", "<a/><a/>", "\ufeff<a/>", "<a>b<!--c-->d</a>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		var p Parser
		root, err := p.Parse(frame)
		if err != nil {
			return
		}
		want, err := parseWithEncodingXML(frame)
		if err != nil {
			t.Fatalf("encoding/xml refuses it: %v", err)
		}
		if got := formatTree(root); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

// formatTree returns a tree as text, for comparison.
func formatTree(n *Node) string {
	var b strings.Builder
	text := n.Text
	if len(n.Descendants) > 0 {
		text = squeezed(text)
	}
	fmt.Fprintf(&b, "{%s}%s[%s]", n.Space, n.Name, text)
	if len(n.Descendants) > 0 {
		fmt.Fprintf(&b, "(%d)", len(n.Descendants))
	}
	for _, a := range n.Attrs {
		fmt.Fprintf(&b, "{%s}%s=%q", a.Space, a.Name, a.Value)
	}
	for c := range n.Children() {
		b.WriteString(formatTree(c))
	}
	return b.String()
}

// squeezed returns the text beside child elements without white space, of which the
// parser drops some.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && isSpace(byte(r)) {
			return -1
		}
		return r
	}, s)
}

// parseWithEncodingXML returns the text of formatTree for a document, parsed with
// encoding/xml.
func parseWithEncodingXML(frame []byte) (string, error) {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(frame), "\ufeff")))
	d.Strict = true
	var read func(start xml.StartElement) (string, int, error)
	read = func(start xml.StartElement) (string, int, error) {
		text, below, count := "", "", 0
		for {
			tok, err := d.Token()
			if err != nil {
				return "", 0, err
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				s, n, err := read(tok)
				if err != nil {
					return "", 0, err
				}
				below, count = below+s, count+n
			case xml.CharData:
				text += string(tok)
			case xml.EndElement:
				if count > 0 {
					text = squeezed(text)
				}
				s := fmt.Sprintf("{%s}%s[%s]", start.Name.Space, start.Name.Local, text)
				if count > 0 {
					s += fmt.Sprintf("(%d)", count)
				}
				for _, a := range start.Attr {
					if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
						continue
					}
					s += fmt.Sprintf("{%s}%s=%q", a.Name.Space, a.Name.Local, strings.Map(func(r rune) rune {
						if r < ' ' {
							return ' '
						}
						return r
					}, a.Value))
				}
				return s + below, count + 1, nil
			}
		}
	}
	for {
		tok, err := d.Token()
		if err != nil {
			return "", err
		}
		if start, ok := tok.(xml.StartElement); ok {
			s, _, err := read(start)
			if err != nil {
				return "", err
			}
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					return s, nil
				} else if err != nil {
					return "", err
				}
			}
		}
	}
}
