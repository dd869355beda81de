// Package epp is the server of the Extensible Provisioning Protocol (RFC 5730 to
// 5734) for registrars.
//
// The parser turns the document of a frame into a tree of nodes. Each object
// (domain, contact, host) has a mapping, with a verb for each of its commands.
// The verb's schema, a table of element declarations, lists the elements that
// the command may contain, their order, number and types of text; a command
// that does not conform is refused with 2001, 2003, 2004 or 2005 before the verb
// runs. The verb decodes the command, runs it, and encodes the response:
//
//	func createDomain(c *call, n *node) error {
//		cmd := command.CreateDomain{Name: n.get("name"), AuthInfo: n.get("authInfo", "pw")}
//		if err := c.decodeExtensions(&cmd); err != nil {  // the command's <extension>
//			return err
//		}
//		created, err := do(c, cmd)
//		if err != nil {
//			return err  // a fault's code is the result code; its field selects the element to quote
//		}
//		w := &c.resData
//		w.OpenNS(domainSpace, "creData")
//		w.text("domain:name", string(created.Domain.Name))
//		w.time("domain:crDate", created.Domain.Created)
//		w.close("domain:creData")
//		return c.encodeExtensions(&created)  // the response's <extension>, in c.extension
//	}
//
// An extension is one file and one line in extensions. Its value lists the
// elements that it adds to commands, and encodes what it adds to responses. Its
// hooks run only in sessions that named the extension at login.
//
// A verb sets c.code where the result code is not 1000, and c.queue for <msgQ>.
// What it wrote is discarded when it returns an error.
package epp

import (
	"context"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// Namespaces of the object mappings, with their prefixes in responses.
var (
	domainSpace  = eppxml.Namespace{URI: eppxml.DomainURI, Prefix: "domain"}
	contactSpace = eppxml.Namespace{URI: eppxml.ContactURI, Prefix: "contact"}
	hostSpace    = eppxml.Namespace{URI: eppxml.HostURI, Prefix: "host"}
)

// A mapping is the object mapping of one kind of object (RFC 5731 to 5733).
type mapping struct {
	eppxml.Namespace
	verbs []verb
}

// mappings returns the object mappings of this server, in the order of the
// greeting.
func mappings() []*mapping {
	return []*mapping{&domainMapping, &contactMapping, &hostMapping}
}

// extensions returns the extensions of this server, in the order of the
// greeting and of the elements in <extension> of a response.
func extensions() []*extension {
	return []*extension{
		&secDNSExtension, &rgpExtension, &feeExtension, &launchExtension, &changePollExtension, // one file each: ext_….go
		&loginSecExtension, &secureAuthInfoExtension, &unhandledExtension,
	}
}

// A verb is one command on one kind of object; login, logout and poll are on
// none.
type verb struct {
	name   string             // name of the command's element and of the object's element in it: "create"
	attrs  []eppxml.Attribute // of the command's element, such as op of transfer
	schema eppxml.Element     // declares the object's element; newServices sets its name
	handle func(*call, *eppxml.Node) error
}

// An extension is a namespace whose elements stand in the <extension> of
// commands and responses (RFC 5730 section 2.7.3).
type extension struct {
	eppxml.Namespace
	hidden bool // not in the greeting, which lists only extensions registered at IANA
	hooks  []hook
}

// A hook extends one command.
type hook struct {
	object string         // namespace URI of the mapping; "" for login, logout and poll
	verb   string         // name of the verb, such as "create"
	schema eppxml.Element // declares the extension's element in the command; no name: it has none

	// decode decodes the extension's element n into the value that the verb
	// passed to call.decodeExtensions, whose type the hook must know. nil: the
	// element needs no decoding.
	decode func(c *call, n *eppxml.Node, into any) error

	// encode writes the extension's element of the response to c.extension,
	// from the value that the verb passed to call.encodeExtensions. nil: the
	// response has none.
	encode func(c *call, from any) error
}

// A call is one command in progress and its response.
type call struct {
	ctx    context.Context
	runner *command.Runner
	actor  registry.Actor // of the command, with its svTRID and clTRID
	login  *login         // services that the session named at login; nil before it

	commandNode       *eppxml.Node       // the element of the command, such as <create> in namespace epp
	extensionElements []extensionElement // the elements in the command's <extension>
	code              eppxml.Code        // result code of a success; 0 means 1000
	queue             messageQueue
	resData           writer // content of <resData>
	extension         writer // content of the response's <extension>
	unhandled         writer // <extValue> elements for namespaces that the session did not name (RFC 9038)

	session     *session
	hooks       []boundHook  // of the verb
	object      *eppxml.Node // the element that the verb's schema declares
	commandName string       // such as "domain:check"; "" until the verb is found
}

// An extensionElement is one element of a command's <extension>.
type extensionElement struct {
	hook    *hook
	node    *eppxml.Node
	decoded bool // its hook's decode has run
}

// A messageQueue is the content of <msgQ> (RFC 5730 section 2.6). With id "" it
// is left out.
type messageQueue struct {
	count int       // number of messages in the queue
	id    string    // of the first message
	date  time.Time // qDate; zero: neither qDate nor msg are written
	text  string
}

// uses reports whether the session named the namespace uri at login.
func (c *call) uses(uri string) bool { return c.login != nil && c.login.uses(uri) }

// decodeExtensions decodes the elements of the command's <extension> into into,
// a pointer to the verb's request.
func (c *call) decodeExtensions(into any) error {
	for i := range c.extensionElements {
		x := &c.extensionElements[i]
		if x.decoded || x.hook.decode == nil {
			continue
		}
		x.decoded = true
		if err := x.hook.decode(c, x.node, into); err != nil {
			return err
		}
	}
	return nil
}

// encodeExtensions writes what extensions add to the response, from the verb's
// result from. For an extension that the session did not name at login it writes
// to <extValue> instead, when the session named RFC 9038.
func (c *call) encodeExtensions(from any) error {
	for _, k := range c.hooks {
		switch {
		case k.encode == nil:
		case c.uses(k.extension.URI):
			if err := k.encode(c, from); err != nil {
				return err
			}
		case c.uses(unhandledURI):
			saved := c.extension
			c.extension = writer{}
			err := k.encode(c, from)
			c.moveToExtValue(k.extension.URI, &c.extension)
			if c.extension = saved; err != nil {
				return err
			}
		}
	}
	return nil
}

// extensionNode returns the element of the command's <extension> with that
// namespace and name; nil when there is none.
func (c *call) extensionNode(uri, name string) *eppxml.Node {
	for _, x := range c.extensionElements {
		if x.node.Is(uri, name) {
			return x.node
		}
	}
	return nil
}

// do runs cmd with the actor of the call.
func do[R any](c *call, cmd command.Command[R]) (R, error) {
	return command.Do(c.ctx, c.runner, c.actor, cmd)
}

// ask answers q with the actor of the call.
func ask[R any](c *call, q command.Query[R]) (R, error) {
	return command.Ask(c.ctx, c.runner, c.actor, q)
}
