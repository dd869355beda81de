package eppxml

// Namespaces of the base protocol and the object mappings (RFC 5730 to 5733).
const (
	EPPURI     = "urn:ietf:params:xml:ns:epp-1.0"
	DomainURI  = "urn:ietf:params:xml:ns:domain-1.0"
	ContactURI = "urn:ietf:params:xml:ns:contact-1.0"
	HostURI    = "urn:ietf:params:xml:ns:host-1.0"
)

// A Namespace is a namespace URI with the prefix that a Writer uses for it. Prefix
// "" is the default namespace.
type Namespace struct{ URI, Prefix string }
