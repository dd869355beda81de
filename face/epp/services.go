package epp

import (
	"slices"
	"strings"
)

// services holds the object mappings and extensions that the server offers, and
// finds the entry of a command.
type index struct {
	mappings   []*mapping
	extensions []*extension
	objects    map[string]*mapping  // by namespace URI
	entries    map[[2]string]*entry // by the object's namespace and the verb
	aliases    map[string]string    // namespace URIs that clients may use in place of others
}

// A commandEntry is a verb with its complete declaration and the hooks of all
// extensions on it.
type entry struct {
	*verb
	called string // "domain:check"
	form   element
	hooks  []hooked
}

// A boundHook is a hook with its extension.
type hooked struct {
	*hook
	extension *extension
}

// newServices returns the services of a server. withEIS adds the .ee registry's
// extension and accepts its schema namespaces in place of the RFCs'.
func newIndex(withEIS bool) *index {
	x := &index{mappings: mappings(), extensions: extensions(), objects: map[string]*mapping{}, entries: map[[2]string]*entry{}}
	if withEIS {
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

// hasCommand reports whether any object, or the session, has the command.
func (x *index) offers(verb string) bool {
	for key := range x.entries {
		if key[1] == verb {
			return true
		}
	}
	return false
}

// extension returns the extension with that namespace URI; nil when there is
// none.
func (x *index) extension(uri string) *extension {
	i := slices.IndexFunc(x.extensions, func(e *extension) bool { return e.uri == uri })
	if i < 0 {
		return nil
	}
	return x.extensions[i]
}

// canonical returns the RFC namespace that uri stands for, or uri itself.
func (x *index) canonical(uri string) string {
	if to, ok := x.aliases[uri]; ok {
		return to
	}
	return uri
}

// eisNamespaces maps the namespaces of the .ee registry's copies of the RFCs'
// schemas to the RFCs' own.
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
