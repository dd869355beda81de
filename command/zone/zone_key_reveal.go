package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// RevealZoneKey returns a key with its secret to the frontend that checks
// signatures. ErrNoKey when there is no such key, or its owner may not log in.
type RevealZoneKey struct{ Name string }

func (q RevealZoneKey) Answer(s *command.Snapshot) (ZoneKeySecret, error) {
	k, err := s.Store.ZoneKeys().Get(q.Name)
	if err != nil {
		return ZoneKeySecret{}, command.NotFoundAs(err, registry.ErrNoKey, "key", registry.Truncate(q.Name))
	}
	if err := access.AuthorizeUser(s, registry.User{Registrar: k.Registrar, Account: k.Account}, ""); err != nil {
		return ZoneKeySecret{}, registry.ErrNoKey.On("key", k.Name)
	}
	secret, err := s.Unseal(k.Secret, "zone key", k.Name)
	return ZoneKeySecret{k, secret}, err
}
