package epp

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// Elements that the mappings of domains, contacts and hosts share.

// status declares a status that a client adds or removes. The registry decides
// which of them a client may set.
var status = elementDecl{name: "status", max: 11, attrs: []attrDecl{
	{name: "s", text: oneOf(statusValues...)}, langAttr,
}, text: normalized(0, 255)}

// statusValues are the statuses in the schemas of RFC 5731 to 5733.
var statusValues = []string{
	"ok", "inactive", "linked",
	"clientDeleteProhibited", "clientHold", "clientRenewProhibited", "clientTransferProhibited", "clientUpdateProhibited",
	"serverDeleteProhibited", "serverHold", "serverRenewProhibited", "serverTransferProhibited", "serverUpdateProhibited",
	"pendingCreate", "pendingDelete", "pendingRenew", "pendingTransfer", "pendingUpdate",
}

// statusesOf decodes the statuses in n; nil when n is nil.
func statusesOf(n *node) (all []registry.StatusEntry) {
	if n == nil {
		return nil
	}
	for s := range n.all("status") {
		all = append(all, registry.StatusEntry{Status: registry.Status(s.attr("s")), Note: s.text, Lang: s.attr("lang")})
	}
	return all
}

// statusEdit decodes the statuses that an update adds and removes.
func statusEdit(n *node) command.Edit[registry.StatusEntry] {
	return command.Edit[registry.StatusEntry]{Add: statusesOf(n.child("add")), Rem: statusesOf(n.child("rem"))}
}

// requireChanges refuses an update without add, rem and chg with 2003, unless it
// has an extension (RFC 5731 section 3.2.5).
func (c *call) requireChanges(n *node) error {
	if n.child("add") == nil && n.child("rem") == nil && n.child("chg") == nil && len(c.extensionElements) == 0 {
		return missing(n, "chg")
	}
	return nil
}

// statuses writes all as elements named element, with the notes of those in set.
func (w *writer) statuses(element string, set []registry.StatusEntry, all []registry.Status) {
	for _, s := range all {
		note, lang := "", "en"
		for _, explicit := range set {
			if explicit.Status == s {
				note = explicit.Note
				if explicit.Lang != "" {
					lang = explicit.Lang
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

// registrarID writes the registrar id that created or updated an object. If id is
// not a clIDType (3 to 16 characters) or belongs to a user of another frontend, it
// writes fallback; nothing when that is "".
func (w *writer) registrarID(element, id string, fallback registry.RegistrarID) {
	if len(id) < 3 || len(id) > 16 || strings.HasSuffix(id, "-CAD") { // the ID of a user
		id = string(fallback)
	}
	w.optional(element, id)
}

// addresses writes IP addresses as elements named element.
func (w *writer) addresses(element string, addrs []netip.Addr) {
	for _, a := range addrs {
		if a.Is4() {
			w.text(element, a.String(), "ip", "v4")
		} else {
			w.text(element, a.String(), "ip", "v6")
		}
	}
}

// addressElement declares IP addresses as elements with that name.
func addressElement(name string) elementDecl {
	return elementDecl{
		name: name, opt: true, max: maxHostAddresses, text: token(3, 45),
		attrs: []attrDecl{{name: "ip", opt: true, text: oneOf("v4", "v6")}},
	}
}

// maxHostAddresses is the maximum number of addresses of a host.
const maxHostAddresses = 13

// addressesOf decodes the addresses in the children of n with that name; nil when
// n is nil. An invalid address is 2005.
func addressesOf(n *node, name string) ([]string, error) {
	if n == nil {
		return nil, nil
	}
	var all []string
	for a := range n.all(name) {
		ip, err := netip.ParseAddr(a.text)
		if err != nil || ip.Is4() != (a.attr("ip") != "v6") {
			return nil, &resultError{code: 2005, reason: "this is not an IP address of that version", node: a}
		}
		all = append(all, ip.String())
	}
	return all, nil
}

// trnData writes the trnData element of a transfer (RFC 5730 section 2.9.3.4)
// without its end tag. object is the name of the object's identifier element.
func (w *writer) trnData(uri, object string, tr registry.Transfer) {
	prefix := prefixes[uri]
	w.openNS(uri, "trnData")
	w.text(prefix+":"+object, tr.Key)
	w.text(prefix+":trStatus", string(tr.State))
	w.text(prefix+":reID", string(tr.Gaining))
	w.time(prefix+":reDate", tr.Requested)
	w.text(prefix+":acID", string(tr.Losing))
	w.time(prefix+":acDate", tr.Acted)
}

// intOf returns the value of a valid integer; 0 for "".
func intOf(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
