package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListZoneKeys lists the actor's own keys, without their secrets.
type ListZoneKeys struct{}

func (ListZoneKeys) Answer(s *command.Snapshot) ([]registry.ZoneKey, error) {
	var list []registry.ZoneKey
	for k, err := range s.Store.ZoneKeys().All() {
		if err != nil {
			return nil, err
		}
		if ownsZoneKey(s, k) {
			k.Secret = nil
			list = append(list, k)
		}
	}
	return list, nil
}
