package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// domainMapping is the object mapping of RFC 5731.
var domains = mapping{uri: domainURI, prefix: "domain", verbs: []verb{
	{name: "check", form: element{sub: []element{{name: "name", max: many, text: label}}, also: atMostNames}, do: checkDomains},
	{name: "info", form: element{sub: []element{{name: "name", attrs: hostsAttr, text: label}, authInfo.orNone()}}, do: domainInfo},
	{name: "create", form: createDomainForm, do: createDomain},
	{name: "update", form: updateDomainForm, do: updateDomain},
	{name: "delete", form: element{sub: []element{{name: "name", text: label}}}, do: deleteDomain},
	{name: "renew", form: element{sub: []element{
		{name: "name", text: label}, {name: "curExpDate", text: date}, period.orNone(),
	}}, do: renewDomain},
	{name: "transfer", attrs: transferAttr, form: element{sub: []element{
		{name: "name", text: label}, period.orNone(), authInfo.orNone(),
	}}, do: transferDomain},
}}

// maxCheckObjects is the maximum number of objects in one check.
const maxCheck = 1000

// checkLimit refuses a check of more than maxCheckObjects objects with 2306.
func atMostNames(n *node) error {
	count := 0
	for c := range n.children() {
		if count++; count > maxCheck {
			return &problem{code: 2306, reason: "a check has at most 1000 objects", node: c}
		}
	}
	return nil
}

var (
	hostsAttr    = []attribute{{name: "hosts", opt: true, text: oneOf("all", "del", "sub", "none")}}
	transferAttr = []attribute{{name: "op", text: oneOf("request", "query", "approve", "reject", "cancel")}}
	period       = element{name: "period", attrs: []attribute{{name: "unit", text: oneOf("y", "m")}}, text: integer(1, 99)}

	// newAuthInfo declares authorization information: a password. The alternative
	// of eppcom-1.0, ext, is refused with 2102.
	authInfo = element{name: "authInfo", choice: true, also: onlyPassword, sub: []element{
		{name: "pw", attrs: []attribute{{name: "roid", opt: true, text: roid}}, text: normalized(0, 255)},
		{name: "ext", any: true},
	}}
)

func onlyPassword(n *node) error {
	if ext := n.child("ext"); ext != nil {
		return &problem{code: 2102, reason: "authorization information is a password here", node: ext}
	}
	return nil
}

// termOf returns the term of a valid period; the zero Term when n is nil.
func termOf(n *node) registry.Term {
	if n == nil {
		return registry.Term{}
	}
	return registry.Term{N: number(n.text), Unit: n.attr("unit")[0]}
}

func checkDomains(c *call, n *node) error {
	checked, err := ask(c, command.CheckDomains{Names: n.texts("name")})
	if err != nil {
		return err
	}
	w := &c.data
	w.object(domainURI, "chkData")
	for _, a := range checked {
		w.open("domain:cd")
		w.available("domain:name", a.Text, a.Fault == nil)
		if a.Fault != nil {
			w.text("domain:reason", whyNot(a.Fault))
		}
		w.close("domain:cd")
	}
	w.close("domain:chkData")
	return c.tell(checked)
}

// avail writes the checked object with its avail attribute.
func (w *writer) available(element, object string, free bool) {
	if free {
		w.text(element, object, "avail", "1")
		return
	}
	w.text(element, object, "avail", "0")
}

// unavailableReason returns a text for f of at most 32 characters, the length of
// eppcom's reasonType.
func whyNot(f *registry.Fault) string {
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
