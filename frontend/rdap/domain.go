package rdap

import (
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// domain encodes a domain (RFC 9083 section 5.3). If outermost is set, it includes
// the members of the outermost object of a response.
func (enc encoder) domain(d lookup.Domain, outermost bool) domain {
	enc.profile = d.Policy.Public.RDAPProfile
	d.Contacts = d.RDAPContacts()
	self := enc.base + "/domain/" + string(d.Name)
	o := domain{
		Class: "domain", Handle: d.ROID, LDH: string(d.Name), Unicode: unicodeForm(d.Name),
		Events: enc.events(d.Created, d.Updated, d.Transferred, d.Expires), Port43: enc.Port43,
		Links: []link{enc.link("self", self, mediaType)},
	}
	o.Status, o.Remarks = statuses(d.Statuses, d.RGP)
	for _, ns := range d.Nameservers {
		o.Nameservers = append(o.Nameservers, nameserver{
			Class: "nameserver", LDH: string(ns.Host), Unicode: unicodeForm(ns.Host), Addresses: addressesOf(ns.Addrs),
			Links: []link{enc.link("self", enc.base+"/nameserver/"+string(ns.Host), mediaType)},
		})
	}
	o.SecureDNS = secureDNSOf(d)
	o.Entities = []entity{enc.registrar(d.Sponsor, false)}
	for _, c := range d.Contacts {
		o.Entities = append(o.Entities, enc.contact(c))
	}
	if d.Sponsor.RDAP != "" {
		o.Links = append(o.Links, enc.link("related", strings.TrimSuffix(d.Sponsor.RDAP, "/")+"/domain/"+string(d.Name), mediaType))
	}
	if outermost {
		o.top = enc.top()
	}
	o.Redacted = redactions(d, o.Entities) // in a search its paths are relative to the object (RFC 9537 section 4.2)
	return o
}

func (enc encoder) link(rel, href, kind string) link {
	return link{Value: enc.self, Rel: rel, Href: href, Type: kind}
}

// unicodeForm returns the name with U-labels; "" if it has none.
func unicodeForm(n name.Name) string {
	if u := n.Unicode(); u != string(n) {
		return u
	}
	return ""
}

// events encodes the events of an object (RFC 9083 section 4.5) without those
// whose time is zero.
func (enc encoder) events(created, updated, transferred, expires time.Time) []event {
	all := make([]event, 0, 5)
	for _, e := range []struct {
		action string
		at     time.Time
	}{{"registration", created}, {"expiration", expires}, {"last changed", updated}, {"transfer", transferred}} {
		if !e.at.IsZero() {
			all = append(all, event{e.action, e.at.UTC().Format(time.RFC3339)})
		}
	}
	return append(all, event{"last update of RDAP database", enc.asOf(created, updated, transferred)})
}

// secureDNSOf encodes the DNSSEC data of a domain. A domain that is not in the
// zone is not signed there.
func secureDNSOf(d lookup.Domain) *secureDNS {
	s := &secureDNS{MaxSigLife: d.DNSSEC.MaxSigLife, Signed: d.Delegated() && len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) > 0}
	for _, one := range d.DNSSEC.DS {
		s.DS = append(s.DS, ds{one.KeyTag, one.Algorithm, one.Digest, one.DigestType})
	}
	for _, k := range d.DNSSEC.Keys {
		s.Keys = append(s.Keys, dkey{k.Flags, k.Protocol, k.PublicKey, k.Algorithm})
	}
	return s
}

// rdapStatus maps EPP statuses and RFC 3915 statuses to RDAP statuses (RFC 8056
// section 2).
var rdapStatus = map[string]string{
	"ok": "active", "inactive": "inactive", "linked": "associated",
	"clientDeleteProhibited": "client delete prohibited", "clientHold": "client hold", "clientRenewProhibited": "client renew prohibited",
	"clientTransferProhibited": "client transfer prohibited", "clientUpdateProhibited": "client update prohibited",
	"serverDeleteProhibited": "server delete prohibited", "serverHold": "server hold", "serverRenewProhibited": "server renew prohibited",
	"serverTransferProhibited": "server transfer prohibited", "serverUpdateProhibited": "server update prohibited",
	"pendingCreate": "pending create", "pendingDelete": "pending delete", "pendingRenew": "pending renew",
	"pendingTransfer": "pending transfer", "pendingUpdate": "pending update", "pendingRestore": "pending restore",
	"addPeriod": "add period", "autoRenewPeriod": "auto renew period", "renewPeriod": "renew period",
	"transferPeriod": "transfer period", "redemptionPeriod": "redemption period",

	// Statuses of .ee that have an RDAP equivalent.
	"deleteCandidate": "pending delete", "serverObjUpdateProhibited": "server update prohibited",
}

// statuses returns the RDAP statuses of EPP and RGP statuses, and a remark that
// lists those that have no RDAP equivalent.
func statuses(set []registry.Status, rgp []string) (all []string, remarks []notice) {
	var unmapped []string
	seen := map[string]bool{}
	add := func(epp string) {
		status, ok := rdapStatus[epp]
		switch {
		case !ok:
			unmapped = append(unmapped, epp)
		case !seen[status]:
			seen[status] = true
			all = append(all, status)
		}
	}
	for _, s := range set {
		add(string(s))
	}
	for _, s := range rgp {
		add(s)
	}
	if unmapped != nil {
		remarks = []notice{{Title: "Statuses of this registry", Description: []string{"Also: " + strings.Join(unmapped, ", ")}}}
	}
	return all, remarks
}
