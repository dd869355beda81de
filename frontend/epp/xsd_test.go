package epp_test

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A schemaSet holds the declarations of XML schemas by their qualified names.
type schemaSet struct {
	types    map[xml.Name]declaration
	elements map[xml.Name]declaration
	members  map[xml.Name][]xml.Name // of substitution groups, by their heads
}

// A declaration is a component of a schema, with the schema that it stands in.
type declaration struct {
	*schemaNode
	schema *schema
}

// A schema is one schema document.
type schema struct {
	target   string            // namespace of its components
	prefixes map[string]string // namespaces by prefix; "": the default
}

// A schemaNode is an element of a schema document.
type schemaNode struct {
	XMLName xml.Name
	Attrs   []xml.Attr   `xml:",any,attr"`
	Nodes   []schemaNode `xml:",any"`
}

// xsdURI is the namespace of the built-in types.
const xsdURI = "http://www.w3.org/2001/XMLSchema"

// readSchemas reads the schemas of testdata.
func readSchemas(t testing.TB) *schemaSet {
	t.Helper()
	set := &schemaSet{types: map[xml.Name]declaration{}, elements: map[xml.Name]declaration{}, members: map[xml.Name][]xml.Name{}}
	paths, err := filepath.Glob(filepath.Join("testdata", "schemas", "*.xsd"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no schemas", err)
	}
	for _, path := range paths {
		document, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var root schemaNode
		if err := xml.Unmarshal(document, &root); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		set.add(&root)
	}
	return set
}

// add adds the components of a schema document.
func (set *schemaSet) add(root *schemaNode) {
	s := &schema{target: root.attr("targetNamespace"), prefixes: map[string]string{}}
	for _, a := range root.Attrs {
		switch {
		case a.Name.Space == "xmlns":
			s.prefixes[a.Name.Local] = a.Value
		case a.Name.Local == "xmlns":
			s.prefixes[""] = a.Value
		}
	}
	for i := range root.Nodes {
		n := &root.Nodes[i]
		name := xml.Name{Space: s.target, Local: n.attr("name")}
		switch d := (declaration{n, s}); n.XMLName.Local {
		case "complexType", "simpleType":
			set.types[name] = d
		case "element":
			set.elements[name] = d
			if head := n.attr("substitutionGroup"); head != "" {
				set.members[s.resolve(head)] = append(set.members[s.resolve(head)], name)
			}
		}
	}
}

// resolve returns the qualified name that text stands for in s.
func (s *schema) resolve(text string) xml.Name {
	prefix, local, ok := strings.Cut(text, ":")
	if !ok {
		prefix, local = "", text
	}
	return xml.Name{Space: s.prefixes[prefix], Local: local}
}

// attr returns the value of an attribute without a namespace; "" when it is absent.
func (n *schemaNode) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// child returns the first child with one of the names; nil when there is none.
func (d declaration) child(names ...string) *declaration {
	for i := range d.Nodes {
		for _, name := range names {
			if d.Nodes[i].XMLName.Local == name {
				return &declaration{&d.Nodes[i], d.schema}
			}
		}
	}
	return nil
}

// children returns the children as declarations of the same schema.
func (d declaration) children() (all []declaration) {
	for i := range d.Nodes {
		all = append(all, declaration{&d.Nodes[i], d.schema})
	}
	return all
}

// facets are the restrictions of a simple type, and the built-in type that it restricts.
type facets struct {
	base           string
	enumeration    []string
	pattern        string
	least, most    string // minInclusive, maxInclusive; "": none
	length         [2]int // from, to; to is 0 without a maximum
	hasEnumeration bool
}

// facetsOf returns the facets of a simple type.
func (set *schemaSet) facetsOf(d declaration) facets {
	restriction := d.child("restriction")
	if restriction == nil { // a union or list, which the schemas of EPP do not have
		return facets{base: "token"}
	}
	base := restriction.schema.resolve(restriction.attr("base"))
	f := facets{base: base.Local}
	if base.Space != xsdURI {
		f = set.facetsOf(set.types[base])
	}
	var values []string
	for _, facet := range restriction.children() {
		value := facet.attr("value")
		switch facet.XMLName.Local {
		case "enumeration":
			values = append(values, value)
		case "pattern":
			f.pattern = value
		case "minInclusive":
			f.least = value
		case "maxInclusive":
			f.most = value
		case "length":
			f.length = [2]int{atoi(value), atoi(value)}
		case "minLength":
			f.length[0] = atoi(value)
		case "maxLength":
			f.length[1] = atoi(value)
		}
	}
	if values != nil {
		f.enumeration, f.hasEnumeration = values, true
	}
	return f
}
