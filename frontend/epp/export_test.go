package epp

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/eppxml"
)

// RandomCommand returns a random command of any mapping, with or without
// extensions, whose elements mostly conform to its schema. Texts are drawn from
// texts; those of an element whose name is in likely mostly from there.
func RandomCommand(r *rand.Rand, texts []string, likely map[string][]string) string {
	d := generator{Rand: r, texts: texts, likelyTexts: likely}
	all := append([]*mapping{&sessionMapping}, mappings()...)
	m := all[r.IntN(len(all))]
	v := m.verbs[r.IntN(len(m.verbs))]
	if v.name == "login" || v.name == "logout" {
		return RandomCommand(r, texts, likely)
	}
	form := v.schema
	form.Name = v.name
	var w eppxml.Writer
	if m.URI == "" {
		form.Attrs = v.attrs
		d.element(&w, form, "")
	} else {
		w.Open(v.name, d.attributes(v.attrs)...)
		d.element(&w, form, m.URI)
		w.Close(v.name)
	}
	var more eppxml.Writer
	for _, e := range newServices(&Server{}, extensions()).extensions {
		for _, h := range e.hooks {
			if h.object == m.URI && h.verb == v.name && h.schema.Name != "" && r.IntN(3) == 0 {
				d.element(&more, h.schema, e.URI)
			}
		}
	}
	if len(more.Buf) > 0 {
		w.Raw("<extension>" + string(more.Buf) + "</extension>")
	}
	return string(w.Buf)
}

// DecodeDocument checks the document of a frame against the tables of its command and
// extensions, in a session that named all services, and returns their fault.
func DecodeDocument(document string) error {
	s := decodingServer()
	single := &session{server: s, checkedAt: s.now(), login: s.services.allServicesLogin("best-names")}
	d := getFrameBuffer(0)
	d.parser.MaxLength = maxLoggedInDocument
	c := single.newCall(context.Background(), d)
	root, err := d.parser.Parse([]byte(document))
	if err != nil {
		return err
	}
	_, err = c.decode(root)
	return err
}

// decodingServer returns the server of DecodeDocument, which has no store.
var decodingServer = sync.OnceValue(func() *Server {
	s := &Server{Runner: &command.Runner{}}
	s.once.Do(s.start)
	return s
})

// CheckTables writes a document that conforms to each table of a command or of an
// extension, and returns an error when the table refuses it. What a table cannot
// express, its Check functions, is left out.
func CheckTables(r *rand.Rand, texts []string) error {
	d := generator{Rand: r, texts: texts, exact: true}
	for _, e := range newServices(&Server{EISExtension: true}, extensions()).commands {
		tables := []eppxml.Element{e.schema}
		for _, h := range e.hooks {
			if h.schema.Name != "" {
				tables = append(tables, h.schema)
			}
		}
		for _, table := range tables {
			table = withoutChecks(table)
			var w eppxml.Writer
			d.element(&w, table, "urn:u")
			var p eppxml.Parser
			root, err := p.Parse(w.Buf)
			if err == nil {
				err = table.Validate(root)
			}
			if err != nil {
				return fmt.Errorf("%s: %w in %s", e.commandName, err, w.Buf)
			}
		}
	}
	return nil
}

// withoutChecks returns a copy of e without Check functions.
func withoutChecks(e eppxml.Element) eppxml.Element {
	e.Check = nil
	children := make([]eppxml.Element, 0, len(e.Elements))
	for _, child := range e.Elements {
		children = append(children, withoutChecks(child))
	}
	e.Elements = children
	return e
}

// A generator generates random elements.
type generator struct {
	*rand.Rand
	texts       []string
	likelyTexts map[string][]string // by an element's name
	exact       bool                // every element conforms, if texts has a text of its type; else most do
}

func (d generator) element(w *eppxml.Writer, e eppxml.Element, space string) {
	if attrs := d.attributes(e.Attrs); space != "" {
		w.OpenNS(eppxml.Namespace{URI: space}, e.Name, attrs...)
	} else {
		w.Open(e.Name, attrs...)
	}
	switch {
	case e.Text != nil:
		text := d.text(e.Text)
		if known := d.likelyTexts[e.Name]; known != nil && d.IntN(10) > 0 {
			text = known[d.IntN(len(known))]
		}
		w.Raw(escaped(text))
	case e.Choice && len(e.Elements) > 0:
		d.repeat(w, e.Elements[max(d.IntN(len(e.Elements)+8)-8, 0)]) // mostly the first
	default:
		for _, sub := range e.Elements {
			if !d.exact && d.IntN(200) == 0 || sub.Optional && d.IntN(2) == 0 {
				continue
			}
			d.repeat(w, sub)
		}
	}
	w.Close(e.Name)
}

func (d generator) repeat(w *eppxml.Writer, e eppxml.Element) {
	space := ""
	if e.Foreign {
		space = "urn:foreign"
	}
	for range 1 + d.IntN(min(max(e.Max, 1), 3)) {
		d.element(w, e, space)
	}
}

// attributes returns names and values in turn.
func (d generator) attributes(attrs []eppxml.Attribute) (all []string) {
	for _, a := range attrs {
		if !a.Optional || d.IntN(2) > 0 {
			all = append(all, a.Name, d.text(a.Text))
		}
	}
	return all
}

// escaped returns text as character data.
func escaped(text string) string {
	var w eppxml.Writer
	w.Text("", text)
	return strings.TrimSuffix(strings.TrimPrefix(string(w.Buf), "<>"), "</>")
}

// text returns a text that is valid for type typ, or rarely any text unless d is
// exact.
func (d generator) text(typ eppxml.TextType) string {
	for _, i := range d.Perm(len(d.texts)) {
		if _, err := typ(d.texts[i]); err == nil || !d.exact && d.IntN(1000) == 0 {
			return d.texts[i]
		}
	}
	return ""
}
