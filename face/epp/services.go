package epp

import (
	"slices"
	"strings"
)

// An index finds what a command is about.
type index struct {
	mappings   []*mapping
	extensions []*extension
	objects    map[string]*mapping
	entries    map[[2]string]*entry // by the object's namespace and the verb
	aliases    map[string]string    // namespaces that stand for others
}

// An entry is a verb with what belongs to it.
type entry struct {
	*verb
	called string // "domain:check"
	form   element
	hooks  []hooked
}

// A hooked is a hook and whose it is.
type hooked struct {
	*hook
	extension *extension
}

// newIndex returns the index of all that this server knows. Estonian says
// whether the namespaces of .ee's own schemas stand for the RFCs'.
func newIndex(estonian bool) *index {
	x := &index{mappings: mappings(), extensions: extensions(), objects: map[string]*mapping{}, entries: map[[2]string]*entry{}}
	if estonian {
		x.aliases = estonianSpaces
		x.extensions = append(x.extensions, &eis)
	}
	for _, m := range append([]*mapping{&own}, x.mappings...) {
		x.objects[m.uri] = m
		for i := range m.verbs {
			v := &m.verbs[i]
			e := &entry{verb: v, form: v.form, called: strings.TrimPrefix(m.prefix+":"+v.name, ":")}
			if e.form.name = v.name; m.uri == "" {
				e.form.attrs = v.attrs
			}
			x.entries[[2]string{m.uri, v.name}] = e
			for _, ext := range x.extensions {
				for j := range ext.hooks {
					if h := &ext.hooks[j]; h.object == m.uri && h.verb == v.name {
						e.hooks = append(e.hooks, hooked{h, ext})
					}
				}
			}
		}
	}
	delete(x.objects, "")
	return x
}

// offers reports whether there is such a command, on whatever object.
func (x *index) offers(verb string) bool {
	for key := range x.entries {
		if key[1] == verb {
			return true
		}
	}
	return false
}

func (x *index) extension(uri string) *extension {
	i := slices.IndexFunc(x.extensions, func(e *extension) bool { return e.uri == uri })
	if i < 0 {
		return nil
	}
	return x.extensions[i]
}

func (x *index) canonical(uri string) string {
	if to, ok := x.aliases[uri]; ok {
		return to
	}
	return uri
}

// estonianSpaces are the namespaces of the .ee registry's own copies of the
// RFCs' schemas.
var estonianSpaces = map[string]string{
	"https://epp.tld.ee/schema/epp-ee-1.0.xsd":      eppURI,
	"https://epp.tld.ee/schema/domain-ee-1.0.xsd":   domainURI,
	"https://epp.tld.ee/schema/domain-ee-1.1.xsd":   domainURI,
	"https://epp.tld.ee/schema/domain-ee-1.2.xsd":   domainURI,
	"https://epp.tld.ee/schema/domain-eis-1.0.xsd":  domainURI,
	"https://epp.tld.ee/schema/contact-ee-1.0.xsd":  contactURI,
	"https://epp.tld.ee/schema/contact-ee-1.1.xsd":  contactURI,
	"https://epp.tld.ee/schema/contact-eis-1.0.xsd": contactURI,
}
