package epp

import "github.com/cadastre-registry/cadastre/eppxml"

// secureAuthInfoExtension is the practice of RFC 9154: an authInfo may be empty, a
// weak one is refused, and sessions that named the practice are never shown one.
// It has no elements.
var secureAuthInfoExtension = extension{Namespace: eppxml.Namespace{URI: "urn:ietf:params:xml:ns:epp:secure-authinfo-transfer-1.0"}}

// writeAuthInfo writes <authInfo> with the prefix of an object mapping; nothing
// when authInfo is "" or the session named RFC 9154.
func (c *call) writeAuthInfo(prefix, authInfo string) {
	if authInfo == "" || c.uses(secureAuthInfoExtension.URI) {
		return
	}
	w := &c.resData
	w.Open(prefix + ":authInfo")
	w.Text(prefix+":pw", authInfo)
	w.Close(prefix + ":authInfo")
}
