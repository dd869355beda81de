package epp

import (
	"math/rand/v2"
	"strings"

	"github.com/cadastre-registry/cadastre/eppxml"
)

// RandomCommand returns a random command of any mapping, with or without
// extensions, whose elements mostly conform to its schema. Texts are drawn from
// texts; those of an element whose name is in likely mostly from there.
func RandomCommand(r *rand.Rand, texts []string, likely map[string][]string) string {
	d := generator{r, texts, likely}
	all := append([]*mapping{&sessionMapping}, mappings()...)
	m := all[r.IntN(len(all))]
	v := m.verbs[r.IntN(len(m.verbs))]
	if v.name == "login" || v.name == "logout" {
		return RandomCommand(r, texts, likely)
	}
	form := v.schema
	form.Name = v.name
	var b strings.Builder
	if m.URI == "" {
		form.Attrs = v.attrs
		d.element(&b, form, "")
	} else {
		b.WriteString("<" + v.name)
		d.attributes(&b, v.attrs)
		b.WriteString(">")
		d.element(&b, form, m.URI)
		b.WriteString("</" + v.name + ">")
	}
	var more strings.Builder
	for _, e := range newServices(&Server{}, extensions()).extensions {
		for _, h := range e.hooks {
			if h.object == m.URI && h.verb == v.name && h.schema.Name != "" && r.IntN(3) == 0 {
				d.element(&more, h.schema, e.URI)
			}
		}
	}
	if more.Len() > 0 {
		b.WriteString("<extension>" + more.String() + "</extension>")
	}
	return b.String()
}

// A generator generates random elements.
type generator struct {
	*rand.Rand
	texts       []string
	likelyTexts map[string][]string // by an element's name
}

func (d generator) element(b *strings.Builder, e eppxml.Element, space string) {
	b.WriteString("<" + e.Name)
	if space != "" {
		b.WriteString(` xmlns="` + space + `"`)
	}
	d.attributes(b, e.Attrs)
	b.WriteString(">")
	switch {
	case e.Text != nil:
		text := d.text(e.Text)
		if known := d.likelyTexts[e.Name]; known != nil && d.IntN(10) > 0 {
			text = known[d.IntN(len(known))]
		}
		b.WriteString(escaped(text))
	case e.Choice && len(e.Elements) > 0:
		d.repeat(b, e.Elements[max(d.IntN(len(e.Elements)+8)-8, 0)]) // mostly the first
	default:
		for _, sub := range e.Elements {
			if d.IntN(200) == 0 || sub.Optional && d.IntN(2) == 0 {
				continue
			}
			d.repeat(b, sub)
		}
	}
	b.WriteString("</" + e.Name + ">")
}

func (d generator) repeat(b *strings.Builder, e eppxml.Element) {
	for range 1 + d.IntN(min(max(e.Max, 1), 3)) {
		d.element(b, e, "")
	}
}

func (d generator) attributes(b *strings.Builder, attrs []eppxml.Attribute) {
	for _, a := range attrs {
		if a.Optional && d.IntN(2) == 0 {
			continue
		}
		b.WriteString(" " + a.Name + `="` + escaped(d.text(a.Text)) + `"`)
	}
}

// escaped returns text as character data.
func escaped(text string) string {
	var w eppxml.Writer
	w.Text("", text)
	return strings.TrimSuffix(strings.TrimPrefix(string(w.Buf), "<>"), "</>")
}

// text returns a text that is valid for type typ, or rarely any text.
func (d generator) text(typ eppxml.TextType) string {
	for range 200 {
		w := d.texts[d.IntN(len(d.texts))]
		if _, err := typ(w); err == nil || d.IntN(1000) == 0 {
			return w
		}
	}
	return d.texts[d.IntN(len(d.texts))]
}
