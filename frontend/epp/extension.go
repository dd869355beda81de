package epp

import "github.com/cadastre-registry/cadastre/eppxml"

// extensions returns the extensions of this server, in the order of the greeting
// and of the elements in <extension> of a response. Each stands in a file of its
// own: ext_….go.
func extensions() []*extension {
	return []*extension{
		&secDNSExtension, &rgpExtension, &feeExtension, &launchExtension, &changePollExtension,
		&loginSecExtension, &secureAuthInfoExtension, &unhandledExtension, &eisExtension,
	}
}

// An extension is a namespace whose elements stand in the <extension> of
// commands and responses (RFC 5730 section 2.7.3).
type extension struct {
	eppxml.Namespace
	hidden  bool               // not in the greeting, which lists only extensions registered at IANA
	offered func(*Server) bool // reports whether a server offers it; nil: every server
	aliases map[string]string  // namespace URIs that clients may use in place of others, when it is offered
	hooks   []hook             // what it adds to commands: onLogin, onDomain, …
}

// A hook is what an extension adds to one command. Its envelope is bound: see
// bind.
type hook struct {
	object string         // namespace URI of the mapping; "" for login, logout and poll
	verb   string         // name of the verb, such as "create"
	schema eppxml.Element // declares the extension's element in the command; no name: it has none
	decode func(c *call, n *eppxml.Node) error
	encode func(c *call, n *eppxml.Node) error
}

// An addition is what an extension adds to a command whose envelope is an E.
type addition[E any] struct {
	schema eppxml.Element // declares the extension's element in the command; no name: it has none

	// decode reads the extension's element n into the envelope. nil: the element
	// needs no reading.
	decode func(c *call, n *eppxml.Node, e *E) error

	// encode writes the extension's element of the response to c.extension. n is
	// its element in the command; nil: the command has none. nil: the response has
	// none.
	encode func(c *call, n *eppxml.Node, e *E) error
}

// bind returns the hook of x for a command of the mapping with namespace URI
// object. envelope returns the command's envelope.
func bind[E any](object, verb string, x addition[E], envelope func(*call) *E) hook {
	h := hook{object: object, verb: verb, schema: x.schema}
	if x.decode != nil {
		h.decode = func(c *call, n *eppxml.Node) error { return x.decode(c, n, envelope(c)) }
	}
	if x.encode != nil {
		h.encode = func(c *call, n *eppxml.Node) error { return x.encode(c, n, envelope(c)) }
	}
	return h
}

// An extensionElement is one element of a command's <extension>.
type extensionElement struct {
	hook    *hook
	node    *eppxml.Node
	decoded bool // its hook's decode has run
}

// decodeExtensions decodes the elements of the command's <extension> into the
// envelope.
func (c *call) decodeExtensions() error {
	for i := range c.extensionElements {
		x := &c.extensionElements[i]
		if x.decoded || x.hook.decode == nil {
			continue
		}
		x.decoded = true
		if err := x.hook.decode(c, x.node); err != nil {
			return err
		}
	}
	return nil
}

// encodeExtensions writes what extensions add to the response, from the envelope.
// For an extension that the session did not name at login it writes to <extValue>
// instead, when the session named RFC 9038.
func (c *call) encodeExtensions() error {
	for _, k := range c.hooks {
		if k.encode == nil || !c.mayWrite(k.extension.URI) {
			continue
		}
		saved := c.extension
		if !c.uses(k.extension.URI) {
			c.extension = writer{}
		}
		if err := k.encode(c, c.elementOf(k.hook)); err != nil {
			return err
		}
		if !c.uses(k.extension.URI) {
			c.moveToExtValue(k.extension.URI, &c.extension)
			c.extension = saved
		}
	}
	return nil
}

// elementOf returns the element of h in the command's <extension>; nil when there
// is none.
func (c *call) elementOf(h *hook) *eppxml.Node {
	for _, x := range c.extensionElements {
		if x.hook == h {
			return x.node
		}
	}
	return nil
}
