package registry

import (
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// Host is a name server (RFC 5732). A host below a domain of this registry is
// subordinate: it has that domain's registrar, and needs addresses (glue) if the
// domain delegates to it. Any other host is external and has no addresses.
type Host struct {
	Name      name.Name     `json:"name"`
	ROID      string        `json:"roid"`
	Number    int64         `json:"number"`
	Registrar RegistrarID   `json:"registrar"`
	Account   AccountID     `json:"account,omitempty"`
	Parent    name.Name     `json:"parent,omitempty"` // superordinate domain; empty: external
	Addrs     []netip.Addr  `json:"addrs,omitempty"`  // glue
	Statuses  []StatusEntry `json:"statuses,omitempty"`

	Created     time.Time `json:"created"`
	CreatedBy   Author    `json:"created_by,omitzero"`
	Updated     time.Time `json:"updated,omitzero"`
	UpdatedBy   Author    `json:"updated_by,omitzero"`
	Transferred time.Time `json:"transferred,omitzero"`
}

// Record is one DNS record of a hosted zone.
type Record struct {
	ID       int64     `json:"id"`
	Zone     name.Name `json:"zone"`  // domain name of the zone
	Label    string    `json:"label"` // owner relative to the zone: "@", "www", "*.shop"
	Type     string    `json:"type"`  // "A", "AAAA", "CNAME", "MX", "TXT"
	Value    string    `json:"value"` // presentation form of the data, without priority; TXT unquoted
	Priority int       `json:"priority,omitempty"`
	TTL      int       `json:"ttl"` // seconds
	Updated  time.Time `json:"updated"`
}
