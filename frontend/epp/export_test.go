package epp

import (
	"math/rand/v2"
	"strings"
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
	form.name = v.name
	var b strings.Builder
	if m.uri == "" {
		form.attrs = v.attrs
		d.element(&b, form, "")
	} else {
		b.WriteString("<" + v.name)
		d.attributes(&b, v.attrs)
		b.WriteString(">")
		d.element(&b, form, m.uri)
		b.WriteString("</" + v.name + ">")
	}
	var more strings.Builder
	for _, e := range extensions() {
		for _, h := range e.hooks {
			if h.object == m.uri && h.verb == v.name && h.schema.name != "" && r.IntN(3) == 0 {
				d.element(&more, h.schema, e.uri)
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

func (d generator) element(b *strings.Builder, e elementDecl, space string) {
	b.WriteString("<" + e.name)
	if space != "" {
		b.WriteString(` xmlns="` + space + `"`)
	}
	d.attributes(b, e.attrs)
	b.WriteString(">")
	switch {
	case e.text != nil:
		text := d.text(e.text)
		if known := d.likelyTexts[e.name]; known != nil && d.IntN(10) > 0 {
			text = known[d.IntN(len(known))]
		}
		b.WriteString(string(appendEscaped(nil, text)))
	case e.choice && len(e.sub) > 0:
		d.repeat(b, e.sub[max(d.IntN(len(e.sub)+8)-8, 0)]) // mostly the first
	default:
		for _, sub := range e.sub {
			if d.IntN(200) == 0 || sub.opt && d.IntN(2) == 0 {
				continue
			}
			d.repeat(b, sub)
		}
	}
	b.WriteString("</" + e.name + ">")
}

func (d generator) repeat(b *strings.Builder, e elementDecl) {
	for range 1 + d.IntN(min(max(e.max, 1), 3)) {
		d.element(b, e, "")
	}
}

func (d generator) attributes(b *strings.Builder, attrs []attrDecl) {
	for _, a := range attrs {
		if a.opt && d.IntN(2) == 0 {
			continue
		}
		b.WriteString(" " + a.name + `="` + string(appendEscaped(nil, d.text(a.text))) + `"`)
	}
}

// text returns a text that is valid for type typ, or rarely any text.
func (d generator) text(typ textType) string {
	for range 200 {
		w := d.texts[d.IntN(len(d.texts))]
		if _, err := typ(w); err == nil || d.IntN(1000) == 0 {
			return w
		}
	}
	return d.texts[d.IntN(len(d.texts))]
}
