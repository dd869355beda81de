package command

import "github.com/cadastre-registry/cadastre/registry"

// TransferSide reports whether the actor is on one side of a transfer.
type TransferSide func(registry.Actor, registry.Transfer) bool

// IsLosing reports whether the actor is the losing side of a transfer.
func IsLosing(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Losing, tr.LosingAccount)
}

// IsGaining reports whether the actor is the gaining side of a transfer.
func IsGaining(by registry.Actor, tr registry.Transfer) bool {
	return by.Owns(tr.Gaining, tr.GainingAccount)
}

// IsEitherSide reports whether the actor is the gaining or the losing side.
func IsEitherSide(by registry.Actor, tr registry.Transfer) bool {
	return IsLosing(by, tr) || IsGaining(by, tr)
}
