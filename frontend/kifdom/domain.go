package kifdom

import (
	"time"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A domain is a domain in responses. Exactly one of DNS and NS is present.
type domain struct {
	Name     string           `json:"name" doc:"In Unicode"`
	Punycode string           `json:"punycode_name" doc:"In A-label form"`
	Status   string           `json:"status" enum:"active,outgoing_transfer,expired,redemption,pending_restore,pending_delete" doc:"expired: past its end, can still be renewed; redemption: deleted, or past its end; a PUT with renew 1 restores it; pending_delete: about to be released"`
	Renew    bool             `json:"renew" doc:"Whether it is renewed automatically"`
	KifDNS   bool             `json:"kifdns" doc:"Whether KifDom's name servers serve it"`
	DNS      []domainRecord   `json:"dns,omitzero" doc:"Records; absent when kifdns is false"`
	NS       []domainServer   `json:"ns,omitzero" doc:"Name servers of your own; absent when kifdns is true"`
	Ends     string           `json:"registry_ends_at" doc:"End of the registration, UTC" example:"2023-03-01T00:00:00Z"`
	Label    rest.Opt[string] `json:"label" doc:"Your own note"`
}

type domainRecord struct {
	ID       int64  `json:"id"`
	Type     string `json:"type" enum:"A,AAAA,CNAME,MX,TXT"`
	Name     string `json:"name" doc:"@ is the domain name itself" example:"www"`
	Data     string `json:"data"`
	Priority *int   `json:"priority,omitempty" doc:"MX only: the lowest is tried first"`
	TTL      int    `json:"ttl" doc:"Seconds"`
}

// A domainServer is an NS row. Two members are always null, as in the original.
type domainServer struct {
	ID       int64            `json:"id"`
	Type     string           `json:"type" enum:"NS"`
	Name     rest.Opt[string] `json:"name" doc:"Always null"`
	Data     string           `json:"data"`
	Priority rest.Opt[int]    `json:"priority" doc:"Always null"`
	TTL      int              `json:"ttl" doc:"Seconds"`
}

// serverTTL is the TTL of NS rows in seconds.
const serverTTL = 1800

func encodeDomain(detail object.DomainDetail) domain {
	d := detail.Domain
	out := domain{
		Name: d.Name.Unicode(), Punycode: d.Name.String(), Status: statusOf(d), Renew: d.AutoRenew, KifDNS: d.Hosted,
		Ends: d.Expires.UTC().Format(time.RFC3339), Label: rest.Null[string](),
	}
	if d.Label != "" {
		out.Label = rest.Some(d.Label)
	}
	if d.Hosted {
		out.DNS = []domainRecord{}
		for _, r := range detail.Records {
			if v, ok := r.Value(); ok {
				out.DNS = append(out.DNS, domainRecord{r.ID, v.Type, v.Label, v.Value, priorityOf(v), v.TTL})
			}
		}
		return out
	}
	out.NS = []domainServer{}
	for _, ns := range d.Nameservers {
		out.NS = append(out.NS, domainServer{ID: ns.ID, Type: "NS", Data: ns.Host.String(), TTL: serverTTL})
	}
	return out
}

// statusOf returns the status of a domain. The manual shows active and
// outgoing_transfer; the others are ours.
func statusOf(d registry.Domain) string {
	if d.Transfer != nil && d.Transfer.State == registry.TransferPending {
		return "outgoing_transfer"
	}
	switch d.Phase {
	case registry.Active:
		return "active"
	case registry.Expired, registry.Outzone:
		return "expired"
	case registry.Redemption:
		return "redemption"
	case registry.PendingRestore:
		return "pending_restore"
	}
	return "pending_delete"
}

// priorityOf returns the preference of an MX record, or nil for other types.
func priorityOf(v registry.RecordValue) *int {
	if v.Type != "MX" {
		return nil
	}
	return &v.Priority
}

// Examples from the original's manual.
var (
	ten, twenty   = 10, 20
	exampleHosted = domain{
		Name: "a.fr", Punycode: "a.fr", Status: "active", KifDNS: true,
		DNS: []domainRecord{
			{54321, "A", "@", "192.0.2.1", nil, 1800},
			{54322, "CNAME", "www", "blog.a.example", nil, 1800},
			{54323, "MX", "@", "mail1.a.example", &ten, 1800},
			{54324, "MX", "@", "mail2.a.example", &twenty, 1800},
		},
		Ends: "2023-03-01T00:00:00Z", Label: rest.Some("My first name"),
	}
	exampleOwn = domain{
		Name: "café.fr", Punycode: "xn--caf-dma.fr", Status: "outgoing_transfer",
		NS: []domainServer{
			{ID: 65432, Type: "NS", Data: "ns1.a.example", TTL: serverTTL},
			{ID: 65433, Type: "NS", Data: "ns2.a.example", TTL: serverTTL},
		},
		Ends: "2023-03-01T00:00:00Z", Label: rest.Null[string](),
	}
	sampleMeta = metaOf(sampleTotals)
)
