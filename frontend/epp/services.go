package epp

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/eppxml"
)

// services holds the object mappings and extensions that the server offers, and
// finds the entry of a command.
type services struct {
	mappings   []*mapping
	extensions []*extension
	objects    map[string]*mapping         // by namespace URI
	commands   map[[2]string]*commandEntry // by the object's namespace and the verb
	aliases    map[string]string           // namespace URIs that clients may use in place of others
	prefixes   map[string]string           // prefixes in responses, by namespace URI
}

// A commandEntry is a verb with its complete declaration and the hooks of all
// extensions on it.
type commandEntry struct {
	*verb
	commandName string // "domain:check"
	schema      eppxml.Element
	hooks       []boundHook
}

// A boundHook is a hook with its extension.
type boundHook struct {
	*hook
	extension *extension
}

// newServices returns the services of a server. withEIS adds the .ee registry's
// extension and accepts its schema namespaces in place of the RFCs'.
func newServices(withEIS bool) *services {
	x := &services{mappings: mappings(), extensions: extensions(), objects: map[string]*mapping{}, commands: map[[2]string]*commandEntry{}, prefixes: map[string]string{}}
	if withEIS {
		x.aliases = eisNamespaces
		x.extensions = append(x.extensions, &eisExtension)
	}
	for _, m := range append([]*mapping{&sessionMapping}, x.mappings...) {
		x.objects[m.URI] = m
		for i := range m.verbs {
			v := &m.verbs[i]
			e := &commandEntry{verb: v, schema: v.schema, commandName: strings.TrimPrefix(m.Prefix+":"+v.name, ":")}
			if e.schema.Name = v.name; m.URI == "" {
				e.schema.Attrs = v.attrs
			}
			x.commands[[2]string{m.URI, v.name}] = e
			for _, ext := range x.extensions {
				for j := range ext.hooks {
					if h := &ext.hooks[j]; h.object == m.URI && h.verb == v.name {
						e.hooks = append(e.hooks, boundHook{h, ext})
					}
				}
			}
		}
	}
	delete(x.objects, "")
	for _, m := range x.mappings {
		x.prefixes[m.URI] = m.Prefix
	}
	for _, e := range x.extensions {
		if e.Prefix != "" {
			x.prefixes[e.URI] = e.Prefix
		}
	}
	return x
}

// hasCommand reports whether any object, or the session, has the command.
func (x *services) hasCommand(verb string) bool {
	for key := range x.commands {
		if key[1] == verb {
			return true
		}
	}
	return false
}

// extension returns the extension with that namespace URI; nil when there is
// none.
func (x *services) extension(uri string) *extension {
	i := slices.IndexFunc(x.extensions, func(e *extension) bool { return e.URI == uri })
	if i < 0 {
		return nil
	}
	return x.extensions[i]
}

// canonical returns the RFC namespace that uri stands for, or uri itself.
func (x *services) canonical(uri string) string {
	if to, ok := x.aliases[uri]; ok {
		return to
	}
	return uri
}

// eisNamespaces maps the namespaces of the .ee registry's copies of the RFCs'
// schemas to the RFCs' own.
var eisNamespaces = map[string]string{
	"https://epp.tld.ee/schema/epp-ee-1.0.xsd":      eppxml.EPPURI,
	"https://epp.tld.ee/schema/domain-ee-1.0.xsd":   eppxml.DomainURI,
	"https://epp.tld.ee/schema/domain-ee-1.1.xsd":   eppxml.DomainURI,
	"https://epp.tld.ee/schema/domain-ee-1.2.xsd":   eppxml.DomainURI,
	"https://epp.tld.ee/schema/domain-eis-1.0.xsd":  eppxml.DomainURI,
	"https://epp.tld.ee/schema/contact-ee-1.0.xsd":  eppxml.ContactURI,
	"https://epp.tld.ee/schema/contact-ee-1.1.xsd":  eppxml.ContactURI,
	"https://epp.tld.ee/schema/contact-eis-1.0.xsd": eppxml.ContactURI,
}
