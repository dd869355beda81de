package epp

import (
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// A domainView is a domain as an info response, or a poll message about it,
// shows it.
type domainView struct {
	object.DomainDetail
	hosts string // attribute of the info command: "all", "del", "sub", "none"; "" means "all"
}

func domainInfo(c *call, n *eppxml.Node) error {
	q := object.DomainInfo{Name: n.Get("name"), AuthInfo: n.Get("authInfo", "pw"), AllowPartial: true}
	if n.Find("authInfo", "pw") != nil && q.AuthInfo == "" {
		return registry.ErrAuthInfo.On("authInfo", "") // a stored empty authInfo must not match an empty one
	}
	found, err := ask(c, q)
	if err != nil {
		return err
	}
	s := &c.envelope.info
	s.DomainDetail, s.hosts = found, n.Child("name").Attr("hosts")
	s.writeInfData(c)
	return nil
}

// writeInfData writes <domain:infData>.
func (s *domainView) writeInfData(c *call) {
	w, d := &c.resData, s.Domain
	w.OpenNS(domainSpace, "infData")
	w.Text("domain:name", string(d.Name))
	w.Text("domain:roid", d.ROID)
	if s.Partial {
		w.Text("domain:clID", string(d.Registrar))
		w.Close("domain:infData")
		return
	}
	w.statuses("domain:status", d.Statuses, rfc5731Statuses(d.AllStatuses()))
	w.Optional("domain:registrant", string(d.Registrant))
	for _, role := range []struct {
		name string
		ids  []registry.ContactID
	}{{"admin", d.Admin}, {"billing", d.Billing}, {"tech", d.Tech}} {
		for _, id := range role.ids {
			w.Text("domain:contact", string(id), "type", role.name)
		}
	}
	if len(d.Nameservers) > 0 && (s.hosts == "" || s.hosts == "all" || s.hosts == "del") {
		w.nameservers(d, c.runner.Policies[d.Name.Parent()].HostAttrs)
	}
	if s.hosts == "" || s.hosts == "all" || s.hosts == "sub" {
		for _, h := range s.Hosts {
			w.Text("domain:host", string(h.Name))
		}
	}
	w.Text("domain:clID", string(d.Registrar))
	w.registrarID("domain:crID", d.CreatedBy.Registrar, "")
	w.Time("domain:crDate", d.Created)
	w.registrarID("domain:upID", d.UpdatedBy.Registrar, "")
	w.Time("domain:upDate", d.Updated)
	w.Time("domain:exDate", d.Expires)
	w.Time("domain:trDate", d.Transferred)
	c.writeAuthInfo("domain", s.AuthInfo)
	w.Close("domain:infData")
}

// nameservers writes <domain:ns>, as host attributes when attrs is true and as
// host objects otherwise.
func (w *writer) nameservers(d registry.Domain, attrs bool) {
	w.Open("domain:ns")
	for _, ns := range d.Nameservers {
		if !attrs {
			w.Text("domain:hostObj", string(ns.Host))
			continue
		}
		w.Open("domain:hostAttr")
		w.Text("domain:hostName", string(ns.Host))
		w.addresses("domain:hostAddr", ns.Addrs)
		w.Close("domain:hostAttr")
	}
	w.Close("domain:ns")
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
