package registry

import "slices"

// A Status is an EPP status value (RFC 5731 section 2.3, RFC 5732, RFC 5733)
// or one of the .ee registry's own.
type Status string

const (
	OK       Status = "ok"       // derived
	Inactive Status = "inactive" // derived: not delegated
	Linked   Status = "linked"   // derived: contacts and hosts in use

	ClientDeleteProhibited   Status = "clientDeleteProhibited"
	ClientHold               Status = "clientHold"
	ClientRenewProhibited    Status = "clientRenewProhibited"
	ClientTransferProhibited Status = "clientTransferProhibited"
	ClientUpdateProhibited   Status = "clientUpdateProhibited"
	ServerDeleteProhibited   Status = "serverDeleteProhibited"
	ServerHold               Status = "serverHold"
	ServerRenewProhibited    Status = "serverRenewProhibited"
	ServerTransferProhibited Status = "serverTransferProhibited"
	ServerUpdateProhibited   Status = "serverUpdateProhibited"

	StatusPendingCreate   Status = "pendingCreate"
	StatusPendingDelete   Status = "pendingDelete"
	StatusPendingRenew    Status = "pendingRenew"
	StatusPendingTransfer Status = "pendingTransfer"
	StatusPendingUpdate   Status = "pendingUpdate"

	// The .ee registry's own (contract ee, section 4).
	StatusExpired                    Status = "expired"
	StatusDeleteCandidate            Status = "deleteCandidate"
	PendingDeleteConfirmation        Status = "pendingDeleteConfirmation"
	ServerForceDelete                Status = "serverForceDelete"
	ServerManualInzone               Status = "serverManualInzone"
	ServerReleaseProhibited          Status = "serverReleaseProhibited"
	ServerObjUpdateProhibited        Status = "serverObjUpdateProhibited"
	ServerExtensionUpdateProhibited  Status = "serverExtensionUpdateProhibited"
	ServerRegistrantChangeProhibited Status = "serverRegistrantChangeProhibited"
	ServerAdminChangeProhibited      Status = "serverAdminChangeProhibited"
	ServerTechChangeProhibited       Status = "serverTechChangeProhibited"
	StatusDisputed                   Status = "disputed"
)

// ClientSettable are the statuses of a domain that its registrar may set.
var ClientSettable = []Status{ClientDeleteProhibited, ClientHold, ClientRenewProhibited, ClientTransferProhibited, ClientUpdateProhibited}

// ServerSettable are the statuses of a domain that only the registry may set.
var ServerSettable = []Status{
	ServerDeleteProhibited, ServerHold, ServerRenewProhibited, ServerTransferProhibited, ServerUpdateProhibited,
	ServerForceDelete, ServerManualInzone, ServerReleaseProhibited, ServerObjUpdateProhibited, ServerExtensionUpdateProhibited,
	ServerRegistrantChangeProhibited, ServerAdminChangeProhibited, ServerTechChangeProhibited, StatusDisputed,
}

// A SetStatus is a status that somebody set, with the reason given.
type SetStatus struct {
	Status Status `json:"status"`
	Note   string `json:"note,omitempty"`
	Lang   string `json:"lang,omitempty"` // of Note; "" is "en"
}

// has reports whether any of want is set.
func has(set []SetStatus, want ...Status) bool {
	return slices.ContainsFunc(set, func(s SetStatus) bool { return slices.Contains(want, s.Status) })
}

// With returns set with s in it, replacing an earlier note; set is not changed.
func With(set []SetStatus, s SetStatus) []SetStatus {
	return append(Without(set, s.Status), s)
}

// Without returns set with none of gone in it; set is not changed.
func Without(set []SetStatus, gone ...Status) []SetStatus {
	var left []SetStatus
	for _, s := range set {
		if !slices.Contains(gone, s.Status) {
			left = append(left, s)
		}
	}
	return left
}
