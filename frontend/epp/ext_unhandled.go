package epp

import "github.com/cadastre-registry/cadastre/eppxml"

// unhandledURI identifies the practice of RFC 9038: elements of a response in a
// namespace that the session did not name at login move to <extValue>, where the
// client need not understand them. In sessions without the practice they are
// left out.
const unhandledURI = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"

// unhandledExtension has no elements and no hooks.
var unhandledExtension = extension{Namespace: eppxml.Namespace{URI: unhandledURI}}

// mayWrite reports whether the response may have elements of the namespace uri, in
// <extension> or in <extValue>.
func (c *call) mayWrite(uri string) bool { return c.uses(uri) || c.uses(unhandledURI) }

// moveToExtValue moves the elements in w, of namespace uri, to an <extValue> of the
// result. Without RFC 9038 in the session it discards them.
func (c *call) moveToExtValue(uri string, w *writer) {
	if len(w.Buf) > 0 && c.uses(unhandledURI) {
		c.unhandled.Raw("<extValue><value>")
		c.unhandled.Buf = append(c.unhandled.Buf, w.Buf...)
		c.unhandled.Raw("</value>")
		c.unhandled.Text("reason", uri+" not in login services")
		c.unhandled.Raw("</extValue>")
	}
	w.Buf = w.Buf[:0]
}
