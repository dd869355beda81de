package registry

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// ZoneKey is a TSIG key (RFC 8945) with which its owner updates the zones of its
// domains (RFC 2136) and transfers them (RFC 5936).
type ZoneKey struct {
	Name      string      `json:"name"`      // a domain name in lower case, without a final dot
	Algorithm string      `json:"algorithm"` // one of KeyAlgorithms
	Registrar RegistrarID `json:"registrar,omitempty"`
	Account   AccountID   `json:"account,omitempty"`
	Operator  bool        `json:"operator,omitempty"` // of the registry; valid for every zone
	Zones     []name.Name `json:"zones,omitempty"`    // zones it is valid for; empty: all of its owner's
	Created   time.Time   `json:"created"`
	CreatedBy Author      `json:"created_by,omitzero"`

	Secret []byte `json:"-"` // encrypted; never in the change log
}

// KeyAlgorithms are the algorithms of a ZoneKey, the default first.
var KeyAlgorithms = []string{"hmac-sha256", "hmac-sha384", "hmac-sha512"}

// Actor returns the actor of messages signed with k.
func (k ZoneKey) Actor() Actor {
	a := Actor{Registrar: k.Registrar, Account: k.Account, User: UserID("key " + k.Name)}
	if k.Operator {
		a.Roles = []Role{RoleOperator}
	}
	return a
}

// Allows reports whether k is valid for zone. It does not check that its owner
// holds the domain.
func (k ZoneKey) Allows(zone name.Name) bool {
	return len(k.Zones) == 0 || slices.Contains(k.Zones, zone)
}
