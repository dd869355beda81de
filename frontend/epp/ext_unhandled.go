package epp

// unhandledURI identifies the practice of RFC 9038: elements of a response in a
// namespace that the session did not name at login move to <extValue>, where the
// client need not understand them. In sessions without the practice they are
// left out.
const unhandledURI = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"

// unhandledExtension has no elements and no hooks.
var unhandledExtension = extension{uri: unhandledURI}

// moveToExtValue moves the elements in w, of namespace uri, to an <extValue> of the
// result. Without RFC 9038 in the session it discards them.
func (c *call) moveToExtValue(uri string, w *writer) {
	if len(w.buf) > 0 && c.uses(unhandledURI) {
		c.unhandled.raw("<extValue><value>")
		c.unhandled.buf = append(c.unhandled.buf, w.buf...)
		c.unhandled.raw("</value>")
		c.unhandled.text("reason", uri+" not in login services")
		c.unhandled.raw("</extValue>")
	}
	w.buf = w.buf[:0]
}
