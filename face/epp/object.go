package epp

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// What domains, contacts and hosts have in common on the wire.

// status is a status that a client adds or removes; which there are is for the
// registry to say.
var status = element{name: "status", max: 11, attrs: []attribute{
	{name: "s", text: oneOf(settable...)}, langAttr,
}, text: normalized(0, 255)}

// settable are the statuses of the RFCs' schemas; of those, the registry says
// who may set which.
var settable = []string{
	"ok", "inactive", "linked",
	"clientDeleteProhibited", "clientHold", "clientRenewProhibited", "clientTransferProhibited", "clientUpdateProhibited",
	"serverDeleteProhibited", "serverHold", "serverRenewProhibited", "serverTransferProhibited", "serverUpdateProhibited",
	"pendingCreate", "pendingDelete", "pendingRenew", "pendingTransfer", "pendingUpdate",
}

// statusesOf reads the statuses below n.
func statusesOf(n *node) (all []registry.SetStatus) {
	if n == nil {
		return nil
	}
	for s := range n.all("status") {
		all = append(all, registry.SetStatus{Status: registry.Status(s.attr("s")), Note: s.text, Lang: s.attr("lang")})
	}
	return all
}

// statusEdit reads the statuses of an update.
func statusEdit(n *node) command.Edit[registry.SetStatus] {
	return command.Edit[registry.SetStatus]{Add: statusesOf(n.child("add")), Rem: statusesOf(n.child("rem"))}
}

// changes makes sure that an update says what to change. One that is extended
// may leave that to its extension (RFC 5731 section 3.2.5).
func (c *call) changes(n *node) error {
	if n.child("add") == nil && n.child("rem") == nil && n.child("chg") == nil && len(c.extras) == 0 {
		return missing(n, "chg")
	}
	return nil
}

// statuses writes all statuses, with what was said of those that somebody set.
func (w *writer) statuses(element string, set []registry.SetStatus, all []registry.Status) {
	for _, s := range all {
		note, lang := "", "en"
		for _, by := range set {
			if by.Status == s {
				note = by.Note
				if by.Lang != "" {
					lang = by.Lang
				}
			}
		}
		switch {
		case note == "":
			w.empty(element, "s", string(s))
		case lang == "en":
			w.text(element, note, "s", string(s))
		default:
			w.text(element, note, "s", string(s), "lang", lang)
		}
	}
}

// party writes which registrar made or changed an object; or, if that was
// somebody whom EPP has no identifier for, the one given instead, or nothing.
func (w *writer) party(element, by string, instead registry.RegistrarID) {
	if len(by) < 3 || len(by) > 16 || strings.HasSuffix(by, "-CAD") { // a user of another face
		by = string(instead)
	}
	w.optional(element, by)
}

func (w *writer) addresses(element string, addrs []netip.Addr) {
	for _, a := range addrs {
		if a.Is4() {
			w.text(element, a.String(), "ip", "v4")
		} else {
			w.text(element, a.String(), "ip", "v6")
		}
	}
}

// addressElement takes IP addresses, by the name that a mapping has for them.
func addressElement(name string) element {
	return element{
		name: name, opt: true, max: maxAddresses, text: token(3, 45),
		attrs: []attribute{{name: "ip", opt: true, text: oneOf("v4", "v6")}},
	}
}

// maxAddresses bounds the addresses of a host.
const maxAddresses = 13

// addressesOf reads the addresses below n.
func addressesOf(n *node, name string) ([]string, error) {
	if n == nil {
		return nil, nil
	}
	var all []string
	for a := range n.all(name) {
		ip, err := netip.ParseAddr(a.text)
		if err != nil || ip.Is4() != (a.attr("ip") != "v6") {
			return nil, &problem{code: 2005, reason: "this is not an IP address of that version", node: a}
		}
		all = append(all, ip.String())
	}
	return all, nil
}

// trnData writes the answer to a transfer (RFC 5730 section 2.9.3.4), without
// its end. Prefix is the object's.
func (w *writer) trnData(uri, object string, tr registry.Transfer) {
	prefix := prefixes[uri]
	w.object(uri, "trnData")
	w.text(prefix+":"+object, tr.Key)
	w.text(prefix+":trStatus", string(tr.State))
	w.text(prefix+":reID", string(tr.Gaining))
	w.time(prefix+":reDate", tr.Requested)
	w.text(prefix+":acID", string(tr.Losing))
	w.time(prefix+":acDate", tr.Acted)
}

// number reads a checked number.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
