package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// domains is the mapping of RFC 5731.
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

// maxCheck bounds the objects of one check.
const maxCheck = 1000

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

	// authInfo is a password; eppcom-1.0's other kind is nobody's here.
	authInfo = element{name: "authInfo", choice: true, also: onlyPassword, sub: []element{
		{name: "pw", attrs: []attribute{{name: "roid", opt: true, text: roid}}, text: normalized(0, 255)},
		{name: "ext", any: true},
	}}
)

// orNone returns e as one that may be left out.
func (e element) orNone() element {
	e.opt = true
	return e
}

func onlyPassword(n *node) error {
	if ext := n.child("ext"); ext != nil {
		return &problem{code: 2102, reason: "authorization information is a password here", node: ext}
	}
	return nil
}

// termOf reads a checked period; nil is none.
func termOf(n *node) registry.Term {
	if n == nil {
		return registry.Term{}
	}
	return registry.Term{N: number(n.text), Unit: n.attr("unit")[0]}
}

func checkDomains(c *call, n *node) error {
	answers, err := ask(c, command.CheckDomains{Names: n.texts("name")})
	if err != nil {
		return err
	}
	w := &c.data
	w.object(domainURI, "chkData")
	for _, a := range answers {
		w.open("domain:cd")
		w.available("domain:name", a.Asked, a.Fault == nil)
		if a.Fault != nil {
			w.text("domain:reason", whyNot(a.Fault))
		}
		w.close("domain:cd")
	}
	w.close("domain:chkData")
	return c.tell(answers)
}

// available writes an object of a check.
func (w *writer) available(element, object string, free bool) {
	if free {
		w.text(element, object, "avail", "1")
		return
	}
	w.text(element, object, "avail", "0")
}

// whyNot words a fault in the 32 characters that a check has for it.
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

// A sight is what an info, or a message about a domain, shows.
type sight struct {
	command.Dossier
	hosts string // of the info: "all", "del", "sub", "none"
}

func domainInfo(c *call, n *node) error {
	q := command.DomainInfo{Name: n.get("name"), AuthInfo: n.get("authInfo", "pw"), Glimpse: true}
	if n.child("authInfo") != nil && q.AuthInfo == "" {
		return registry.ErrAuthInfo.On("authInfo", "") // one that is empty opens nothing
	}
	found, err := ask(c, q)
	if err != nil {
		return err
	}
	s := sight{found, n.child("name").attr("hosts")}
	s.write(c)
	return c.tell(&s)
}

// write writes <domain:infData>.
func (s *sight) write(c *call) {
	w, d := &c.data, s.Domain
	w.object(domainURI, "infData")
	w.text("domain:name", string(d.Name))
	w.text("domain:roid", d.ROID)
	if s.Glimpse {
		w.text("domain:clID", string(d.Registrar))
		w.close("domain:infData")
		return
	}
	w.statuses("domain:status", d.Statuses, known(d.All()))
	w.optional("domain:registrant", string(d.Registrant))
	for _, role := range []struct {
		name string
		ids  []registry.ContactID
	}{{"admin", d.Admin}, {"billing", d.Billing}, {"tech", d.Tech}} {
		for _, id := range role.ids {
			w.text("domain:contact", string(id), "type", role.name)
		}
	}
	if len(d.Nameservers) > 0 && (s.hosts == "" || s.hosts == "all" || s.hosts == "del") {
		w.nameservers(d, c.runner.Policies[d.Name.Parent()].HostAttrs)
	}
	if s.hosts == "" || s.hosts == "all" || s.hosts == "sub" {
		for _, h := range s.Hosts {
			w.text("domain:host", string(h.Name))
		}
	}
	w.text("domain:clID", string(d.Registrar))
	w.party("domain:crID", d.CreatedBy, "")
	w.time("domain:crDate", d.Created)
	w.party("domain:upID", d.UpdatedBy, "")
	w.time("domain:upDate", d.Updated)
	w.time("domain:exDate", d.Expires)
	w.time("domain:trDate", d.Transferred)
	if s.AuthInfo != "" && !c.uses(secureURI) {
		w.open("domain:authInfo")
		w.text("domain:pw", s.AuthInfo)
		w.close("domain:authInfo")
	}
	w.close("domain:infData")
}

func (w *writer) nameservers(d registry.Domain, attrs bool) {
	w.open("domain:ns")
	for _, ns := range d.Nameservers {
		if !attrs {
			w.text("domain:hostObj", string(ns.Host))
			continue
		}
		w.open("domain:hostAttr")
		w.text("domain:hostName", string(ns.Host))
		w.addresses("domain:hostAddr", ns.Addrs)
		w.close("domain:hostAttr")
	}
	w.close("domain:ns")
}

// known returns the statuses that RFC 5731 knows; what a TLD has beyond them
// is told as the one that comes nearest, or left out.
func known(all []registry.Status) []registry.Status {
	var told []registry.Status
	add := func(s registry.Status) {
		for _, t := range told {
			if t == s {
				return
			}
		}
		told = append(told, s)
	}
	for _, s := range all {
		switch s {
		case registry.StatusDeleteCandidate, registry.PendingDeleteConfirmation:
			add(registry.StatusPendingDelete)
		case registry.OK, registry.Inactive,
			registry.ClientDeleteProhibited, registry.ClientHold, registry.ClientRenewProhibited, registry.ClientTransferProhibited, registry.ClientUpdateProhibited,
			registry.ServerDeleteProhibited, registry.ServerHold, registry.ServerRenewProhibited, registry.ServerTransferProhibited, registry.ServerUpdateProhibited,
			registry.StatusPendingCreate, registry.StatusPendingDelete, registry.StatusPendingRenew, registry.StatusPendingTransfer, registry.StatusPendingUpdate:
			add(s)
		case registry.ServerObjUpdateProhibited:
			add(registry.ServerUpdateProhibited)
		}
	}
	if len(told) == 0 {
		return []registry.Status{registry.OK}
	}
	return told
}
