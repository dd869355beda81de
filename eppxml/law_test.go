package eppxml

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What a Writer writes by a table, the table accepts, with the same values.
func TestTablesAcceptWhatIsWrittenByThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawElement(t, "root", 3)
		space := Namespace{URI: "urn:u", Prefix: rapid.SampledFrom([]string{"", "p"}).Draw(t, "prefix")}
		d := drawnDocument{T: t, space: space}
		d.writeElement(table, true)
		p := Parser{MaxLength: 1 << 24}
		root, err := p.Parse(d.w.Buf)
		if err != nil {
			t.Fatalf("%s: %v", d.w.Buf, err)
		}
		if err := table.Validate(root); err != nil {
			t.Fatalf("%s: %v", d.w.Buf, err)
		}
		if got := valuesOf(root); got != strings.Join(d.values, "\n") {
			t.Fatalf("%s\ngot  %q\nwant %q", d.w.Buf, got, d.values)
		}
	})
}

// A sampledType is a text type with a generator of valid, normalized texts.
type sampledType struct {
	typ   TextType
	texts *rapid.Generator[string]
}

// sampledTypes are the text types in the tables of the law.
var sampledTypes = []sampledType{
	{Token(1, 0), rapid.StringMatching(`[!-~é€]{1,9}( [!-~]{1,9})?`)},
	{Normalized(0, 40), rapid.StringMatching(`[ -~é€]{0,9}`)},
	{Integer(0, 999), rapid.Map(rapid.IntRange(0, 999), strconv.Itoa)},
	{Boolean, rapid.SampledFrom([]string{"true", "false"})},
	{HexBinary, rapid.StringMatching(`([0-9a-fA-F]{2}){1,9}`)},
	{Date, rapid.StringMatching(`20[0-9]{2}-0[1-9]-[12][0-8]`)},
	{DateTime, rapid.StringMatching(`20[0-9]{2}-0[1-9]-[12][0-8]T[01][0-9]:[0-5][0-9]:00Z`)},
	{OneOf("loc", "int"), rapid.SampledFrom([]string{"loc", "int"})},
	{ROID, rapid.StringMatching(`[A-Z0-9_é]{1,20}-[A-Z]{1,8}`)},
	{Lang, rapid.StringMatching(`[a-z]{2}(-[A-Z]{2})?`)},
}

// drawElement returns a random declaration with at most depth levels below it.
// The index of a text's type in sampledTypes is the last digit of the name.
func drawElement(t *rapid.T, name string, depth int) Element {
	e := Element{Name: name, Optional: rapid.Bool().Draw(t, "optional"), Max: rapid.IntRange(0, 3).Draw(t, "max")}
	for i := range rapid.IntRange(0, 2).Draw(t, "attributes") {
		typ := rapid.IntRange(0, len(sampledTypes)-1).Draw(t, "type")
		e.Attrs = append(e.Attrs, Attribute{Name: fmt.Sprintf("a%d-%d", i, typ), Optional: rapid.Bool().Draw(t, "optional"), Text: sampledTypes[typ].typ})
	}
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
		typ := rapid.IntRange(0, len(sampledTypes)-1).Draw(t, "type")
		e.Name, e.Text = fmt.Sprintf("%s-%d", name, typ), sampledTypes[typ].typ
		return e
	}
	e.Choice = rapid.Bool().Draw(t, "choice")
	for i := range rapid.IntRange(1, 3).Draw(t, "children") {
		e.Elements = append(e.Elements, drawElement(t, fmt.Sprintf("%s.%d", name, i), depth-1))
	}
	return e
}

// A drawnDocument is a random document that conforms to a table.
type drawnDocument struct {
	*rapid.T
	w      Writer
	space  Namespace
	values []string // texts and attribute values, in document order
}

func (d *drawnDocument) writeElement(e Element, root bool) {
	name := e.Name
	if d.space.Prefix != "" {
		name = d.space.Prefix + ":" + name
	}
	var attrs []string
	for _, a := range e.Attrs {
		if !a.Optional || rapid.Bool().Draw(d.T, "present") {
			value := d.draw(a.Name)
			attrs = append(attrs, a.Name, value)
		}
	}
	switch {
	case root:
		d.w.OpenNS(d.space, e.Name, attrs...)
	default:
		d.w.Open(name, attrs...)
	}
	switch {
	case e.Text != nil:
		d.w.Buf = appendEscaped(d.w.Buf, d.draw(e.Name))
	case e.Choice:
		d.writeElements(rapid.SampledFrom(e.Elements).Draw(d.T, "chosen"), false)
	default:
		for _, child := range e.Elements {
			d.writeElements(child, child.Optional)
		}
	}
	d.w.Close(name)
}

// writeElements writes e as often as it may occur; none when optional allows it.
func (d *drawnDocument) writeElements(e Element, optional bool) {
	least := 1
	if optional {
		least = 0
	}
	for range rapid.IntRange(least, max(e.Max, 1)).Draw(d.T, "count") {
		d.writeElement(e, false)
	}
}

// draw returns a text of the type at the end of name, and records it.
func (d *drawnDocument) draw(name string) string {
	text := sampledTypes[name[len(name)-1]-'0'].texts.Draw(d.T, "text")
	d.values = append(d.values, text)
	return text
}

// valuesOf returns the attribute values and texts of a tree, in document order.
func valuesOf(root *Node) string {
	var values []string
	for _, n := range append([]Node{*root}, root.Descendants...) {
		for _, a := range n.Attrs {
			values = append(values, a.Value)
		}
		if i := strings.LastIndexByte(n.Name, '-'); i >= 0 {
			values = append(values, n.Text)
		}
	}
	return strings.Join(values, "\n")
}
