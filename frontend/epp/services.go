package epp

import (
	"maps"
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

// newServices returns the services that s offers: the mappings, and those of all
// that it may offer.
func newServices(s *Server, all []*extension) *services {
	x := &services{mappings: mappings(), aliases: map[string]string{}, objects: map[string]*mapping{}, commands: map[[2]string]*commandEntry{}, prefixes: map[string]string{}}
	for _, e := range all {
		if e.offered == nil || e.offered(s) {
			x.extensions = append(x.extensions, e)
			maps.Copy(x.aliases, e.aliases)
		}
	}
	for _, m := range append([]*mapping{&sessionMapping}, x.mappings...) {
		for i := range m.verbs {
			x.commands[[2]string{m.URI, m.verbs[i].name}] = x.newEntry(m, &m.verbs[i])
		}
	}
	for _, m := range x.mappings {
		x.objects[m.URI], x.prefixes[m.URI] = m, m.Prefix
	}
	for _, e := range x.extensions {
		if e.Prefix != "" {
			x.prefixes[e.URI] = e.Prefix
		}
	}
	return x
}

// newEntry returns the entry of the verb v of m, with the hooks of x.extensions.
func (x *services) newEntry(m *mapping, v *verb) *commandEntry {
	e := &commandEntry{verb: v, schema: v.schema, commandName: strings.TrimPrefix(m.Prefix+":"+v.name, ":")}
	if e.schema.Name = v.name; m.URI == "" {
		e.schema.Attrs = v.attrs
	}
	for _, ext := range x.extensions {
		for i := range ext.hooks {
			if h := &ext.hooks[i]; h.object == m.URI && h.verb == v.name {
				e.hooks = append(e.hooks, boundHook{h, ext})
			}
		}
	}
	return e
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
