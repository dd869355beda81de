package epp

// unhandledURI names the practice of RFC 9038: what an answer has to say in a
// namespace that the session did not ask for at login, it says in <extValue>,
// where it is XML that nobody has to understand. Sessions that do not know the
// practice are not told.
const unhandledURI = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0"

var unhandledNamespaces = extension{uri: unhandledURI}

// aside moves what an answer says in namespaces that the session did not ask
// for out of its way.
func (c *call) aside(uri string, w *writer) {
	if len(w.b) > 0 && c.uses(unhandledURI) {
		c.unhandled.raw("<extValue><value>")
		c.unhandled.b = append(c.unhandled.b, w.b...)
		c.unhandled.raw("</value>")
		c.unhandled.text("reason", uri+" not in login services")
		c.unhandled.raw("</extValue>")
	}
	w.b = w.b[:0]
}
