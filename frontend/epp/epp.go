// Package epp is the server of the Extensible Provisioning Protocol (RFC 5730 to
// 5734) for registrars.
//
// Package eppxml turns the document of a frame into a tree of nodes. Each object
// (domain, contact, host) has a mapping, with a verb for each of its commands. The
// verb's schema declares the elements that the command may contain; a command that
// does not conform is refused with 2001, 2003, 2004 or 2005 before the verb runs.
// The verb decodes the command, runs it, and encodes the response:
//
//	func createDomain(c *call, n *eppxml.Node) error {
//		x := &c.envelope.transform
//		if err := c.decodeExtensions(); err != nil {  // the command's <extension>, into x
//			return err
//		}
//		cmd := object.CreateDomain{Name: n.Get("name"), AuthInfo: n.Get("authInfo", "pw"), DNSSEC: x.dnssec}
//		created, err := do(c, cmd)
//		if err != nil {
//			return err  // a fault's code is the result code; its field selects the element to quote
//		}
//		w := &c.resData
//		w.OpenNS(domainSpace, "creData")
//		w.Text("domain:name", string(created.Domain.Name))
//		w.Time("domain:crDate", created.Domain.Created)
//		w.Close("domain:creData")
//		x.domain = created.Domain  // from which extensions write the response's <extension>
//		return nil
//	}
//
// An extension is one file and one line in extensions. Its value lists the elements
// that it adds to commands, and encodes what it adds to responses. What it says to
// a mapping, and the mapping to it, is in the command's envelope. Its hooks run
// only in sessions that named the extension at login.
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

// A verb is one command on one kind of object; login, logout and poll are on
// none.
type verb struct {
	name   string             // name of the command's element and of the object's element in it: "create"
	attrs  []eppxml.Attribute // of the command's element, such as op of transfer
	schema eppxml.Element     // declares the object's element; newServices sets its name
	handle func(*call, *eppxml.Node) error
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
	envelope    envelope     // between the verb and its extensions
	hooks       []boundHook  // of the verb
	object      *eppxml.Node // the element that the verb's schema declares
	commandName string       // such as "domain:check"; "" until the verb is found
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

// do runs cmd with the actor of the call.
func do[R any](c *call, cmd command.Command[R]) (R, error) {
	return command.Do(c.ctx, c.runner, c.actor, cmd)
}

// ask answers q with the actor of the call.
func ask[R any](c *call, q command.Query[R]) (R, error) {
	return command.Ask(c.ctx, c.runner, c.actor, q)
}
