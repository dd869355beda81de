package command

import "github.com/cadastre-registry/cadastre/registry"

// TransferSide reports whether the actor is on one side of a transfer.
type TransferSide func(registry.Actor, registry.Transfer) bool

func IsLosing(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Losing, tr.LosingAccount)
}

func IsGaining(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Gaining, tr.GainingAccount)
}

func IsEitherSide(by registry.Actor, tr registry.Transfer) bool {
	return IsLosing(by, tr) || IsGaining(by, tr)
}
