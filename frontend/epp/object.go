package epp

import (
	"net/netip"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// Elements that the mappings of domains, contacts and hosts share.

// status declares a status that a client adds or removes. The registry decides
// which of them a client may set.
var status = eppxml.Element{Name: "status", Optional: true, Max: 11, Attrs: []eppxml.Attribute{
	{Name: "s", Text: eppxml.OneOf(statusValues...)}, eppxml.LangAttr,
}, Text: eppxml.Normalized(0, 255)}

// statusValues are the statuses in the schemas of RFC 5731 to 5733.
var statusValues = []string{
	"ok", "inactive", "linked",
	"clientDeleteProhibited", "clientHold", "clientRenewProhibited", "clientTransferProhibited", "clientUpdateProhibited",
	"serverDeleteProhibited", "serverHold", "serverRenewProhibited", "serverTransferProhibited", "serverUpdateProhibited",
	"pendingCreate", "pendingDelete", "pendingRenew", "pendingTransfer", "pendingUpdate",
}

// statusesOf decodes the statuses in n; nil when n is nil.
func statusesOf(n *eppxml.Node) (all []registry.StatusEntry) {
	if n == nil {
		return nil
	}
	for s := range n.All("status") {
		all = append(all, registry.StatusEntry{Status: registry.Status(s.Attr("s")), Note: s.Text, Lang: s.Attr("lang")})
	}
	return all
}

// statusEdit decodes the statuses that an update adds and removes.
func statusEdit(n *eppxml.Node) command.Edit[registry.StatusEntry] {
	return command.Edit[registry.StatusEntry]{Add: statusesOf(n.Child("add")), Rem: statusesOf(n.Child("rem"))}
}

// requireChanges refuses an update without add, rem and chg with 2003, unless it
// has an extension (RFC 5731 section 3.2.5). Those that are there may be empty: many
// clients always send all three.
func (c *call) requireChanges(n *eppxml.Node) error {
	if n.Child("add") == nil && n.Child("rem") == nil && n.Child("chg") == nil && len(c.extensionElements) == 0 {
		return eppxml.Missing(n, "chg")
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
			w.Empty(element, "s", string(s))
		case lang == "en":
			w.Text(element, note, "s", string(s))
		default:
			w.Text(element, note, "s", string(s), "lang", lang)
		}
	}
}

// registrarID writes the registrar that created or updated an object, if its id is a
// ClID (3 to 16 characters); else fallback, and nothing when that is "".
func (w *writer) registrarID(element string, id, fallback registry.RegistrarID) {
	if len(id) < 3 || len(id) > 16 {
		id = fallback
	}
	w.Optional(element, string(id))
}

// addresses writes IP addresses as elements named element.
func (w *writer) addresses(element string, addrs []netip.Addr) {
	for _, a := range addrs {
		if a.Is4() {
			w.Text(element, a.String(), "ip", "v4")
		} else {
			w.Text(element, a.String(), "ip", "v6")
		}
	}
}

// addressElement declares IP addresses as elements with that name.
func addressElement(name string) eppxml.Element {
	return eppxml.Element{
		Name: name, Optional: true, Max: eppxml.Unbounded, Limit: maxHostAddresses, Text: eppxml.Token(3, 45),
		Attrs: []eppxml.Attribute{{Name: "ip", Optional: true, Text: eppxml.OneOf("v4", "v6")}},
	}
}

// maxHostAddresses is the maximum number of addresses of a host.
const maxHostAddresses = 13

// addressesOf decodes the addresses in the children of n with that name; nil when
// n is nil. An invalid address is 2005.
func addressesOf(n *eppxml.Node, name string) ([]string, error) {
	if n == nil {
		return nil, nil
	}
	var all []string
	for a := range n.All(name) {
		ip, err := netip.ParseAddr(a.Text)
		if err != nil || ip.Is4() != (a.Attr("ip") != "v6") {
			return nil, &eppxml.Error{Code: 2005, Reason: "this is not an IP address of that version", Node: a}
		}
		all = append(all, ip.String())
	}
	return all, nil
}

// trnData writes the trnData element of a transfer (RFC 5730 section 2.9.3.4)
// without its end tag. object is the name of the object's identifier element.
func (w *writer) trnData(space eppxml.Namespace, object string, tr registry.Transfer) {
	prefix := space.Prefix
	w.OpenNS(space, "trnData")
	w.Text(prefix+":"+object, tr.Key)
	w.Text(prefix+":trStatus", string(tr.State))
	w.Text(prefix+":reID", string(tr.Gaining))
	w.Time(prefix+":reDate", tr.Requested)
	w.Text(prefix+":acID", string(tr.Losing))
	w.Time(prefix+":acDate", tr.Acted)
}

// intOf returns the value of a valid integer; 0 for "".
func intOf(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
