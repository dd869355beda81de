package epp

import "github.com/cadastre-registry/cadastre/eppxml"

// secureAuthInfoURI identifies the practice of RFC 9154: an authInfo may be empty,
// a weak one is refused, and sessions that named the practice are never shown
// one.
const secureAuthInfoURI = "urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0"

// secureAuthInfoExtension has no elements and no hooks.
var secureAuthInfoExtension = extension{Namespace: eppxml.Namespace{URI: secureAuthInfoURI}}
