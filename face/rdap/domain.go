package rdap

import (
	"bytes"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

const stamp = "2006-01-02T15:04:05Z"

// date puts the instant of the answer into a body.
func date(body []byte, now string) {
	for {
		i := bytes.Index(body, []byte(unborn))
		if i < 0 {
			return
		}
		copy(body[i:], now)
		body = body[i+len(now):]
	}
}

// domain tells of a name (RFC 9083 section 5.3); outermost has what only the
// outermost object of an answer has.
func (t teller) domain(d view.Domain, outermost bool) domain {
	self := t.base + "/domain/" + string(d.Name)
	o := domain{
		Class: "domain", Handle: d.ROID, LDH: string(d.Name), Unicode: readable(d.Name),
		Events: t.events(d.Created, d.Updated, d.Transferred, d.Expires), Port43: t.Port43,
		Links: []link{t.link("self", self, mediaType)},
	}
	o.Status, o.Remarks = statuses(d.Statuses, d.RGP)
	for _, ns := range d.Nameservers {
		o.Nameservers = append(o.Nameservers, nameserver{
			Class: "nameserver", LDH: string(ns.Host), Unicode: readable(ns.Host), Addresses: addressesOf(ns.Addrs),
			Links: []link{t.link("self", t.base+"/nameserver/"+string(ns.Host), mediaType)},
		})
	}
	o.SecureDNS = secured(d)
	o.Entities = []entity{t.registrar(d.Sponsor, false)}
	for _, c := range d.Contacts {
		o.Entities = append(o.Entities, t.contact(c, d.Policy.Public.Profile, d.Sponsor))
	}
	if d.Sponsor.RDAP != "" {
		o.Links = append(o.Links, t.link("related", strings.TrimSuffix(d.Sponsor.RDAP, "/")+"/domain/"+string(d.Name), mediaType))
	}
	if !outermost {
		return o
	}
	o.top = top{
		Conformance: conformance(d.Policy.Public.Profile), Lang: "en",
		Notices: t.notices(d.Policy.Public.Profile), Redacted: redactions(d, o.Entities),
	}
	return o
}

func (t teller) link(rel, href, kind string) link {
	return link{Value: t.self, Rel: rel, Href: href, Type: kind}
}

// readable returns the name with U-labels; "" when it has none.
func readable(n name.Name) string {
	if u := n.Unicode(); u != string(n) {
		return u
	}
	return ""
}

// events tells what happened, and what will (RFC 9083 section 4.5). Zero times
// did not.
func (t teller) events(created, updated, transferred, expires time.Time) []event {
	all := make([]event, 0, 5)
	for _, e := range []struct {
		action string
		at     time.Time
	}{{"registration", created}, {"expiration", expires}, {"last changed", updated}, {"transfer", transferred}} {
		if !e.at.IsZero() {
			all = append(all, event{e.action, e.at.UTC().Format(time.RFC3339)})
		}
	}
	return append(all, event{"last update of RDAP database", unborn})
}

// secured tells how a delegation is signed. What is not in the zone is not.
func secured(d view.Domain) *secureDNS {
	s := &secureDNS{MaxSigLife: d.DNSSEC.MaxSigLife, Signed: d.Delegated() && len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) > 0}
	for _, one := range d.DNSSEC.DS {
		s.DS = append(s.DS, ds{one.KeyTag, one.Algorithm, one.Digest, one.DigestType})
	}
	for _, k := range d.DNSSEC.Keys {
		s.Keys = append(s.Keys, dkey{k.Flags, k.Protocol, k.PublicKey, k.Algorithm})
	}
	return s
}

// rdapStatus is what RDAP calls an EPP status or an RFC 3915 period (RFC 8056
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

	// A registry's own, where an agreed word says as much.
	"deleteCandidate": "pending delete", "serverObjUpdateProhibited": "server update prohibited",
}

// statuses tells statuses in RDAP's words, and in a remark those for which it
// has none.
func statuses(set []registry.Status, rgp []string) (words []string, remarks []notice) {
	var own []string
	seen := map[string]bool{}
	add := func(epp string) {
		word, ok := rdapStatus[epp]
		switch {
		case !ok:
			own = append(own, epp)
		case !seen[word]:
			seen[word] = true
			words = append(words, word)
		}
	}
	for _, s := range set {
		add(string(s))
	}
	for _, s := range rgp {
		add(s)
	}
	if own != nil {
		remarks = []notice{{Title: "Statuses of this registry", Description: []string{"Also: " + strings.Join(own, ", ")}}}
	}
	return words, remarks
}
