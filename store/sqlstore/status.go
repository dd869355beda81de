package sqlstore

import (
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// statuses lists the statuses of domains; the bit of each in column statuses is
// its place in the list, so a new one is added at the end.
var statuses = []registry.Status{
	registry.OK, registry.Inactive,
	registry.ClientDeleteProhibited, registry.ClientHold, registry.ClientRenewProhibited, registry.ClientTransferProhibited, registry.ClientUpdateProhibited,
	registry.ServerDeleteProhibited, registry.ServerHold, registry.ServerRenewProhibited, registry.ServerTransferProhibited, registry.ServerUpdateProhibited,
	registry.StatusPendingCreate, registry.StatusPendingDelete, registry.StatusPendingRenew, registry.StatusPendingTransfer, registry.StatusPendingUpdate,
	registry.StatusExpired, registry.StatusDeleteCandidate, registry.PendingDeleteConfirmation,
	registry.ServerForceDelete, registry.ServerManualInzone, registry.ServerReleaseProhibited, registry.ServerObjUpdateProhibited,
	registry.ServerExtensionUpdateProhibited, registry.ServerRegistrantChangeProhibited, registry.ServerAdminChangeProhibited,
	registry.ServerTechChangeProhibited, registry.StatusDisputed, registry.DNSHold,
}

// unknownStatus is the bit of statuses that are not in the list. No row has it.
const unknownStatus = 1 << 62

// statusBits returns the sum of the bits of set.
func statusBits(set []registry.Status) (bits int64) {
	for _, s := range set {
		if i := slices.Index(statuses, s); i >= 0 {
			bits |= 1 << i
		} else {
			bits |= unknownStatus
		}
	}
	return bits
}
