package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ZoneKeySecret is a key with its secret in plain.
type ZoneKeySecret struct {
	Key    registry.ZoneKey
	Secret []byte
}

// ownsZoneKey reports whether k is the actor's own.
func ownsZoneKey(s *command.Snapshot, k registry.ZoneKey) bool {
	return s.By.Operator() || !k.Operator && s.By.Owns(k.Registrar, k.Account)
}
