package epp

import (
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// domainMapping is the object mapping of RFC 5731.
var domainMapping = mapping{uri: domainURI, prefix: "domain", verbs: []verb{
	{name: "check", schema: elementDecl{sub: []elementDecl{{name: "name", max: unbounded, text: labelType}}, check: checkLimit}, handle: checkDomains},
	{name: "info", schema: elementDecl{sub: []elementDecl{{name: "name", attrs: hostsAttr, text: labelType}, authInfo.asOptional()}}, handle: domainInfo},
	{name: "create", schema: createDomainSchema, handle: createDomain},
	{name: "update", schema: updateDomainSchema, handle: updateDomain},
	{name: "delete", schema: elementDecl{sub: []elementDecl{{name: "name", text: labelType}}}, handle: deleteDomain},
	{name: "renew", schema: elementDecl{sub: []elementDecl{
		{name: "name", text: labelType}, {name: "curExpDate", text: date}, period.asOptional(),
	}}, handle: renewDomain},
	{name: "transfer", attrs: transferAttr, schema: elementDecl{sub: []elementDecl{
		{name: "name", text: labelType}, period.asOptional(), authInfo.asOptional(),
	}}, handle: transferDomain},
}}

// maxCheckObjects is the maximum number of objects in one check.
const maxCheckObjects = 1000

// checkLimit refuses a check of more than maxCheckObjects objects with 2306.
func checkLimit(n *node) error {
	count := 0
	for c := range n.children() {
		if count++; count > maxCheckObjects {
			return &resultError{code: 2306, reason: "a check has at most 1000 objects", node: c}
		}
	}
	return nil
}

var (
	hostsAttr    = []attrDecl{{name: "hosts", opt: true, text: oneOf("all", "del", "sub", "none")}}
	transferAttr = []attrDecl{{name: "op", text: oneOf("request", "query", "approve", "reject", "cancel")}}
	period       = elementDecl{name: "period", attrs: []attrDecl{{name: "unit", text: oneOf("y", "m")}}, text: integer(1, 99)}

	// authInfo declares authorization information: a password. The alternative
	// of eppcom-1.0, ext, is refused with 2102.
	authInfo = elementDecl{name: "authInfo", choice: true, check: onlyPassword, sub: []elementDecl{
		{name: "pw", attrs: []attrDecl{{name: "roid", opt: true, text: roidType}}, text: normalized(0, 255)},
		{name: "ext", any: true},
	}}
)

func onlyPassword(n *node) error {
	if ext := n.child("ext"); ext != nil {
		return &resultError{code: 2102, reason: "authorization information is a password here", node: ext}
	}
	return nil
}

// parseTerm returns the term of a valid period; the zero Term when n is nil.
func termOf(n *node) registry.Term {
	if n == nil {
		return registry.Term{}
	}
	return registry.Term{N: intOf(n.text), Unit: n.attr("unit")[0]}
}

func checkDomains(c *call, n *node) error {
	checked, err := ask(c, object.CheckDomains{Names: n.texts("name")})
	if err != nil {
		return err
	}
	w := &c.resData
	w.openNS(domainURI, "chkData")
	for _, a := range checked {
		w.open("domain:cd")
		w.avail("domain:name", a.Text, a.Fault == nil)
		if a.Fault != nil {
			w.text("domain:reason", unavailableReason(a.Fault))
		}
		w.close("domain:cd")
	}
	w.close("domain:chkData")
	return c.encodeExtensions(checked)
}

// avail writes the checked object with its avail attribute.
func (w *writer) avail(element, object string, free bool) {
	if free {
		w.text(element, object, "avail", "1")
		return
	}
	w.text(element, object, "avail", "0")
}

// unavailableReason returns a text for f of at most 32 characters, the length of
// eppcom's reasonType.
func unavailableReason(f *registry.Fault) string {
	switch f.Reason {
	case registry.ErrNameTaken.Reason:
		return "In use"
	case registry.ErrReserved.Reason:
		return "Reserved"
	case registry.ErrNameBlocked.Reason:
		return "Blocked"
	case registry.ErrTLD.Reason:
		return "Not a zone of this registry"
	case registry.ErrNameSyntax.Reason:
		return "Not a domain name"
	case registry.ErrNameLength.Reason:
		return "Too short or too long"
	case registry.ErrNameLetters.Reason:
		return "Letters not registered here"
	}
	return "Not available"
}
