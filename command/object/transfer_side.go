package object

import "github.com/cadastre-registry/cadastre/registry"

// transferSide reports whether the actor is on one side of a transfer.
type transferSide func(registry.Actor, registry.Transfer) bool

func isLosing(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Losing, tr.LosingAccount)
}

func isGaining(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Gaining, tr.GainingAccount)
}

func isEitherSide(by registry.Actor, tr registry.Transfer) bool {
	return isLosing(by, tr) || isGaining(by, tr)
}
