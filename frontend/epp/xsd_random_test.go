package epp_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// An instance is a random document that conforms to the schemas of a set. Where a
// schema allows elements of any namespace, content chooses them.
type instance struct {
	*rapid.T
	set     *schemaSet
	hints   map[string][]string                // likely texts, by the name of an element or attribute
	content func(d *instance, undeclared bool) // writes an element, which may be undeclared
	b       strings.Builder
	path    []string // names of the open elements
	verb    string   // of the command on an object
	ids     int      // number of xs:ID written
}

// chance reports true once in n times.
func (d *instance) chance(n int) bool { return rapid.IntRange(1, n).Draw(d.T, "chance") == n }

// global writes an element with a global declaration.
func (d *instance) global(name xml.Name) {
	if members := d.set.members[name]; len(members) > 0 {
		name = rapid.SampledFrom(members).Draw(d.T, "member")
	}
	decl, ok := d.set.elements[name]
	if !ok {
		d.Fatalf("no element %v", name)
	}
	d.element(decl)
}

// element writes an element.
func (d *instance) element(decl declaration) {
	if ref := decl.attr("ref"); ref != "" {
		d.global(decl.schema.resolve(ref))
		return
	}
	name := decl.attr("name")
	typ := declaration{}
	inline := decl.child("complexType", "simpleType")
	named := decl.schema.resolve(decl.attr("type"))
	switch {
	case inline != nil:
		typ = *inline
	case decl.attr("type") != "" && named.Space != xsdURI:
		typ = d.set.types[named]
	}
	d.path = append(d.path, name)
	fmt.Fprintf(&d.b, "<%s xmlns=%q", name, decl.schema.target)
	switch {
	case decl.attr("type") == "" && inline == nil: // xs:anyType: nothing is as good as anything
		d.b.WriteString(">")
	case typ.schemaNode == nil:
		d.b.WriteString(">" + escapeText(d.text(facets{base: named.Local}, name)))
	case typ.XMLName.Local == "simpleType":
		d.b.WriteString(">" + escapeText(d.text(d.set.facetsOf(typ), name)))
	default:
		d.attributes(typ)
		d.b.WriteString(">")
		d.complex(typ)
	}
	fmt.Fprintf(&d.b, "</%s>", name)
	d.path = d.path[:len(d.path)-1]
}

// attributes writes the attributes of a complex type.
func (d *instance) attributes(typ declaration) {
	for _, part := range typ.children() {
		switch part.XMLName.Local {
		case "attribute":
			if part.attr("use") == "required" || d.chance(3) {
				fmt.Fprintf(&d.b, " %s=\"%s\"", part.attr("name"), escapeText(d.attribute(part)))
			}
		case "simpleContent", "complexContent":
			derived := part.child("extension", "restriction")
			if base, ok := d.set.types[part.schema.resolve(derived.attr("base"))]; ok {
				d.attributes(base)
			}
			d.attributes(*derived)
		}
	}
}

// attribute returns the value of an attribute.
func (d *instance) attribute(decl declaration) string {
	named := decl.schema.resolve(decl.attr("type"))
	switch inline := decl.child("simpleType"); {
	case inline != nil:
		return d.text(d.set.facetsOf(*inline), decl.attr("name"))
	case decl.attr("type") == "":
		return d.text(facets{base: "token"}, decl.attr("name"))
	case named.Space == xsdURI:
		return d.text(facets{base: named.Local}, decl.attr("name"))
	}
	return d.text(d.set.facetsOf(d.set.types[named]), decl.attr("name"))
}

// complex writes the content of a complex type.
func (d *instance) complex(typ declaration) {
	for _, part := range typ.children() {
		switch part.XMLName.Local {
		case "sequence", "choice", "any":
			d.particle(part)
		case "simpleContent":
			d.b.WriteString(escapeText(d.text(d.simpleContent(part), d.path[len(d.path)-1])))
		case "complexContent":
			if part.attr("mixed") == "true" && d.chance(2) {
				d.b.WriteString(" text ")
			}
			derived := part.child("extension", "restriction")
			if base, ok := d.set.types[part.schema.resolve(derived.attr("base"))]; ok && derived.XMLName.Local == "extension" {
				d.complex(base)
			}
			d.complex(*derived)
		}
	}
}

// simpleContent returns the facets of the text of a complex type.
func (d *instance) simpleContent(part declaration) facets {
	base := part.schema.resolve(part.child("extension", "restriction").attr("base"))
	typ, ok := d.set.types[base]
	switch {
	case !ok:
		return facets{base: base.Local}
	case typ.XMLName.Local == "simpleType":
		return d.set.facetsOf(typ)
	}
	return d.simpleContent(*typ.child("simpleContent"))
}

// maxRandomDepth is the depth of elements below which nothing optional is written.
const maxRandomDepth = 7

// particle writes a particle as often as it may occur.
func (d *instance) particle(p declaration) {
	least, most := 1, 1
	if text := p.attr("minOccurs"); text != "" {
		least = atoi(text)
	}
	if text := p.attr("maxOccurs"); text == "unbounded" {
		most = least + 3
	} else if text != "" {
		most = atoi(text)
	}
	if len(d.path) > maxRandomDepth {
		most = least
	}
	for range rapid.IntRange(least, max(least, most)).Draw(d.T, "occurrences") {
		switch p.XMLName.Local {
		case "element":
			d.element(p)
		case "any":
			d.content(d, p.attr("processContents") == "lax")
		case "choice":
			d.particle(rapid.SampledFrom(p.particles()).Draw(d.T, "choice"))
		case "sequence":
			for _, part := range p.particles() {
				d.particle(part)
			}
		}
	}
}

// particles returns the particles of a sequence or choice.
func (d declaration) particles() (all []declaration) {
	for _, c := range d.children() {
		if c.XMLName.Local != "annotation" {
			all = append(all, c)
		}
	}
	return all
}

// builtin has a pattern of texts for each built-in type.
var builtin = map[string]string{
	"token": `[!-~é]{1,12}( [!-~]{1,12})?`, "normalizedString": `[ -~é]{0,24}`, "string": `[ -~é]{0,24}`, "anyURI": `urn:[a-z]{1,12}`,
	"language": `[a-z]{2}(-[A-Z]{2})?`, "boolean": `true|false|0|1`, "dateTime": `20[0-9]{2}-0[1-9]-[12][0-8]T[01][0-9]:[0-5][0-9]:00(\.[0-9]{1,3})?(Z|\+02:00)?`,
	"date": `20[0-9]{2}-0[1-9]-[12][0-8]`, "duration": `P[1-9]D`, "decimal": `[0-9]{1,3}(\.[0-9]{1,2})?`, "integer": `[0-9]{1,3}`, "int": `[1-9][0-9]{0,4}`,
	"unsignedShort": `[1-9][0-9]?`, "unsignedByte": `[1-9][0-9]?`, "hexBinary": `([0-9a-fA-F]{2}){0,32}`, "base64Binary": `([A-Za-z0-9+/]{4}){1,8}`, "NMTOKEN": `[a-z]{1,8}`,
}

// text returns a text that conforms to f, mostly one of the hints for name.
func (d *instance) text(f facets, name string) string {
	if hints := d.hints[name]; hints != nil && f.base != "ID" && !d.chance(8) {
		if text := rapid.SampledFrom(hints).Draw(d.T, name); f.accept(text) {
			return text
		}
	}
	switch {
	case f.hasEnumeration:
		return rapid.SampledFrom(f.enumeration).Draw(d.T, name)
	case f.base == "ID":
		d.ids++
		return fmt.Sprintf("id%d", d.ids)
	case f.base == "decimal" && f.most == "0":
		return "-" + rapid.StringMatching(builtin["decimal"]).Draw(d.T, name)
	case f.pattern != "":
		return rapid.StringMatching(strings.ReplaceAll(f.pattern, `\w`, `[A-Z0-9]`)).Filter(f.accept).Draw(d.T, name)
	}
	pattern, ok := builtin[f.base]
	if !ok {
		d.Fatalf("no texts of type %s", f.base)
	}
	if f.base == "token" || f.base == "normalizedString" {
		from, to := f.length[0], f.length[1]
		if to == 0 || to > from+20 {
			to = from + 20
		}
		pattern = fmt.Sprintf(`[!-~é]{%d,%d}`, from, to)
	}
	return rapid.StringMatching(pattern).Filter(f.accept).Draw(d.T, name)
}

// accept reports whether a hint conforms to f.
func (f facets) accept(text string) bool {
	n := utf8.RuneCountInString(text)
	switch {
	case f.hasEnumeration && !strings.Contains("\n"+strings.Join(f.enumeration, "\n")+"\n", "\n"+text+"\n"),
		n < f.length[0], f.length[1] > 0 && n > f.length[1],
		f.base != "decimal" && (f.least != "" && atoi(text) < atoi(f.least) || f.most != "" && atoi(text) > atoi(f.most)):
		return false
	}
	pattern := f.pattern
	if f.base != "token" && f.base != "normalizedString" && f.base != "ID" && pattern == "" {
		pattern = `[+-]?` + builtin[f.base]
	}
	return pattern == "" || regexp.MustCompile(`^(`+pattern+`)$`).MatchString(text)
}

// atoi returns the number in text; 0 when it is none.
func atoi(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// escapeText returns text as character data or as an attribute's value.
func escapeText(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}
