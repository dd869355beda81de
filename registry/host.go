package registry

import (
	"net/netip"
	"strings"
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

// ParseHostname returns the name of a name server: a host name below a TLD (RFC 1123
// section 2.1), which need not be one that a registry would register. A text whose last
// label has digits only, such as an IPv4 address, is none. ErrNameSyntax on field.
func ParseHostname(field, text string) (name.Name, error) {
	n, err := name.ParseReference(text)
	last := string(n[strings.LastIndexByte(string(n), '.')+1:])
	if err != nil || n.Depth() < 2 || !n.IsHostname() || strings.Trim(last, "0123456789") == "" {
		return "", ErrNameSyntax.On(field, Truncate(text))
	}
	return n, nil
}

// Record is one DNS record of a hosted zone.
type Record struct {
	ID      int64     `json:"id"`
	Zone    name.Name `json:"zone"`  // domain name of the zone
	Label   string    `json:"label"` // owner relative to the zone: "@", "www", "*.shop"
	Type    string    `json:"type"`  // one of rdata.Types
	Data    string    `json:"data"`  // in canonical form, see rdata.Canonical: "10 mail.b.example."
	TTL     int       `json:"ttl"`   // seconds
	Updated time.Time `json:"updated"`
}
