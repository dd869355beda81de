package epp

import (
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// A domainView is a domain as an info response, or a poll message about it,
// shows it.
type domainView struct {
	object.DomainDetail
	hosts string // attribute of the info command: "all", "del", "sub", "none"; "" means "all"
}

func domainInfo(c *call, n *node) error {
	q := object.DomainInfo{Name: n.get("name"), AuthInfo: n.get("authInfo", "pw"), AllowPartial: true}
	if n.child("authInfo") != nil && q.AuthInfo == "" {
		return registry.ErrAuthInfo.On("authInfo", "") // a stored empty authInfo must not match an empty one
	}
	found, err := ask(c, q)
	if err != nil {
		return err
	}
	s := domainView{found, n.child("name").attr("hosts")}
	s.writeInfData(c)
	return c.encodeExtensions(&s)
}

// writeInfData writes <domain:infData>.
func (s *domainView) writeInfData(c *call) {
	w, d := &c.resData, s.Domain
	w.openNS(domainURI, "infData")
	w.text("domain:name", string(d.Name))
	w.text("domain:roid", d.ROID)
	if s.Partial {
		w.text("domain:clID", string(d.Registrar))
		w.close("domain:infData")
		return
	}
	w.statuses("domain:status", d.Statuses, rfc5731Statuses(d.AllStatuses()))
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
	w.registrarID("domain:crID", d.CreatedBy, "")
	w.time("domain:crDate", d.Created)
	w.registrarID("domain:upID", d.UpdatedBy, "")
	w.time("domain:upDate", d.Updated)
	w.time("domain:exDate", d.Expires)
	w.time("domain:trDate", d.Transferred)
	if s.AuthInfo != "" && !c.uses(secureAuthInfoURI) {
		w.open("domain:authInfo")
		w.text("domain:pw", s.AuthInfo)
		w.close("domain:authInfo")
	}
	w.close("domain:infData")
}

// nameservers writes <domain:ns>, as host attributes when attrs is true and as
// host objects otherwise.
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

// rfc5731Statuses maps statuses to those of RFC 5731: a status that only a TLD
// has becomes the nearest one, or is left out. An empty result becomes ok.
func rfc5731Statuses(all []registry.Status) []registry.Status {
	var result []registry.Status
	add := func(s registry.Status) {
		for _, t := range result {
			if t == s {
				return
			}
		}
		result = append(result, s)
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
	if len(result) == 0 {
		return []registry.Status{registry.OK}
	}
	return result
}
