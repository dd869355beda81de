package epp

// secureURI names the practice of RFC 9154. An authInfo may be left empty here,
// is refused when it is weak, and is not shown any more to sessions that know
// of the practice: they keep none.
const secureURI = "urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0"

var secureAuthInfo = extension{uri: secureURI}
