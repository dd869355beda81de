package registry

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// A ZoneKey signs DNS messages (TSIG, RFC 8945): with it its owner changes the
// zones of its names (RFC 2136), and copies them (RFC 5936).
type ZoneKey struct {
	Name      string      `json:"name"`      // a domain name in lower case, without a final dot
	Algorithm string      `json:"algorithm"` // one of KeyAlgorithms
	Registrar RegistrarID `json:"registrar,omitempty"`
	Account   AccountID   `json:"account,omitempty"`
	Operator  bool        `json:"operator,omitempty"` // the registry's own: opens every zone
	Zones     []name.Name `json:"zones,omitempty"`    // that it opens; empty: all of its owner's
	Created   time.Time   `json:"created"`
	CreatedBy string      `json:"created_by,omitempty"`

	Secret []byte `json:"-"` // sealed; never in the change log
}

// KeyAlgorithms are those that a ZoneKey may have, the usual one first.
var KeyAlgorithms = []string{"hmac-sha256", "hmac-sha384", "hmac-sha512"}

// Acting returns who acts when a message is signed with k.
func (k ZoneKey) Acting() Actor {
	a := Actor{Registrar: k.Registrar, Account: k.Account, User: UserID("key " + k.Name)}
	if k.Operator {
		a.Roles = []Role{RoleOperator}
	}
	return a
}

// Opens reports whether k is for zone, too.
func (k ZoneKey) Opens(zone name.Name) bool {
	return len(k.Zones) == 0 || slices.Contains(k.Zones, zone)
}
