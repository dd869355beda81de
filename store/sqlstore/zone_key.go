package sqlstore

import "github.com/cadastre-registry/cadastre/registry"

var zoneKeySpec = jsonSpecWithSecret("zone_keys", "name",
	func(k registry.ZoneKey) string { return k.Name }, textKey,
	nil, func(registry.ZoneKey) []any { return nil },
	func(k registry.ZoneKey) []byte { return k.Secret },
	func(k *registry.ZoneKey, secret []byte) { k.Secret = secret })
