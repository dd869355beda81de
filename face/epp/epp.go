// Package epp speaks the Extensible Provisioning Protocol (RFC 5730 to 5734)
// to registrars' own software.
//
// A frame comes in through the parser, which knows XML and nothing else, and
// becomes a tree of nodes. The mapping of the object that it is about (domain,
// contact, host: one mapping value each) has a verb for each of its commands.
// The verb's form, a table of elements, says what may stand where, how often,
// and what text it takes; what does not fit is answered with 2001, 2003, 2004
// or 2005 before the verb sees it. Then the verb asks, does and tells:
//
//	func createDomain(c *call, n *node) error {
//		cmd := command.CreateDomain{Name: n.get("name"), AuthInfo: n.get("authInfo", "pw")}
//		if err := c.extend(&cmd); err != nil {  // what extensions of the command add
//			return err
//		}
//		made, err := do(c, cmd)
//		if err != nil {
//			return err  // a fault's code is the result code; its field is found in the frame
//		}
//		w := &c.data  // <resData>
//		w.object(domainURI, "creData")
//		w.text("domain:name", string(made.Domain.Name))
//		w.time("domain:crDate", made.Domain.Created)
//		w.close("domain:creData")
//		return c.tell(&made)  // what extensions add to the answer, in c.extension
//	}
//
// An extension is one file and one line in extensions: the value says which
// elements it adds to which commands, and what it adds to their answers. It is
// only asked for commands of sessions that named it at login.
//
// A verb gives an answer's code in c.code where it is not 1000, and the queue
// in c.queue. What it wrote is dropped if it returns an error.
package epp

import (
	"context"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// Namespaces. prefixes has what we write for them.
const (
	eppURI     = "urn:ietf:params:xml:ns:epp-1.0"
	domainURI  = "urn:ietf:params:xml:ns:domain-1.0"
	contactURI = "urn:ietf:params:xml:ns:contact-1.0"
	hostURI    = "urn:ietf:params:xml:ns:host-1.0"
)

// A mapping is how EPP speaks of one kind of object.
type mapping struct {
	uri, prefix string
	verbs       []verb
}

// mappings are the objects of this server, in the order of the greeting.
func mappings() []*mapping {
	return []*mapping{&domains, &contactObjects, &hosts}
}

// extensions are what this server adds to commands and answers, in the order
// of the greeting, which is the order in which answers have them.
func extensions() []*extension {
	return []*extension{
		&secDNS, &rgp, &fee, &launch, &changePoll, // each in a file of its own, ext_….go
		&loginSec, &secureAuthInfo, &unhandledNamespaces,
	}
}

// A verb is one command, on one kind of object or (login, logout, poll) on
// none.
type verb struct {
	name  string      // "create": the command's element, and the object's within
	attrs []attribute // of the command's element: transfer's op
	form  element     // of the object's element; its name is filled in
	do    func(*call, *node) error
}

// An extension is a namespace of elements that commands or answers carry in
// their <extension> (RFC 5730 section 2.7.3).
type extension struct {
	uri, prefix string
	hidden      bool // not in the greeting: only IANA-registered ones are
	hooks       []hook
}

// A hook is what an extension does with one command.
type hook struct {
	object string  // the mapping's URI; "" for login, logout and poll
	verb   string  // "create"
	form   element // of the extension's element in the command; no name: it has none there

	// read takes the extension's element into what the verb gave to
	// call.extend. It needs to know the types that verbs give there.
	read func(c *call, n *node, into any) error

	// tell writes to c.extension what the extension says in the answer, from
	// what the verb gave to call.tell; nil: nothing.
	tell func(c *call, from any) error
}

// A call is one command under way.
type call struct {
	ctx    context.Context
	runner *command.Runner
	by     registry.Actor // with the request's svTRID and clTRID
	login  *login         // what the session asked for at login; nil before

	op        *node   // the command's own element, such as epp's <create>
	extras    []extra // the extensions that came with the command
	code      registry.Code
	queue     queue
	data      writer // what stands in <resData>
	extension writer // what stands in <extension>
	unhandled writer // what neither may say to this session (RFC 9038)

	session *session
	known   []hooked // the hooks of the verb
	object  *node    // the element that the verb's form describes
	called  string   // what the command is: "domain:check"
}

// An extra is an extension's element in a command.
type extra struct {
	hook *hook
	node *node
	seen bool
}

// A queue is what a poll tells of the messages that wait (<msgQ>); the zero
// queue is left out.
type queue struct {
	count int
	id    string
	date  string // xs:dateTime; "": neither date nor text
	text  string
}

// uses reports whether the session named a namespace at login.
func (c *call) uses(uri string) bool { return c.login != nil && c.login.uses(uri) }

// extend lets the extensions of the command add to into, which the verb is
// about to do.
func (c *call) extend(into any) error {
	for i := range c.extras {
		x := &c.extras[i]
		if x.seen || x.hook.read == nil {
			continue
		}
		x.seen = true
		if err := x.hook.read(c, x.node, into); err != nil {
			return err
		}
	}
	return nil
}

// tell lets the extensions that the session knows add to the answer what they
// have to say about from.
func (c *call) tell(from any) error {
	for _, k := range c.known {
		switch {
		case k.tell == nil:
		case c.uses(k.extension.uri):
			if err := k.tell(c, from); err != nil {
				return err
			}
		case c.uses(unhandledURI):
			said := c.extension
			c.extension = writer{}
			err := k.tell(c, from)
			c.aside(k.extension.uri, &c.extension)
			if c.extension = said; err != nil {
				return err
			}
		}
	}
	return nil
}

// extra returns the command's extension element of that namespace and name;
// nil when there is none.
func (c *call) extra(uri, name string) *node {
	for _, x := range c.extras {
		if x.node.is(uri, name) {
			return x.node
		}
	}
	return nil
}

// do runs a command for the session's registrar.
func do[R any](c *call, cmd command.Command[R]) (R, error) {
	return command.Do(c.ctx, c.runner, c.by, cmd)
}

// ask answers a query for the session's registrar.
func ask[R any](c *call, q command.Query[R]) (R, error) {
	return command.Ask(c.ctx, c.runner, c.by, q)
}
