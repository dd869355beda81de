package registry

import "slices"

// Status is an EPP status value (RFC 5731 section 2.3, RFC 5732, RFC 5733) or a
// status of .ee.
type Status string

const (
	OK       Status = "ok"       // derived
	Inactive Status = "inactive" // derived: no name servers
	DNSHold  Status = "dnsHold"  // derived, beside Inactive: a new domain's name servers do not answer for it yet
	Linked   Status = "linked"   // derived: other objects refer to the contact or host

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

	// Statuses of .ee (docs/contracts/ee.md section 4).
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

// StatusEntry is a status set by a registrar or the registry, with an optional
// reason.
type StatusEntry struct {
	Status Status `json:"status"`
	Note   string `json:"note,omitempty"`
	Lang   string `json:"lang,omitempty"` // of Note; "" is "en"
}

// hasAny reports whether at least one of want is in set.
func hasAny(set []StatusEntry, want ...Status) bool {
	return slices.ContainsFunc(set, func(s StatusEntry) bool { return slices.Contains(want, s.Status) })
}

// WithStatus returns set with s, replacing an entry of the same status; set is not
// modified.
func WithStatus(set []StatusEntry, s StatusEntry) []StatusEntry {
	return append(WithoutStatuses(set, s.Status), s)
}

// WithoutStatuses returns set without the statuses removed; set is not modified.
func WithoutStatuses(set []StatusEntry, removed ...Status) []StatusEntry {
	var left []StatusEntry
	for _, s := range set {
		if !slices.Contains(removed, s.Status) {
			left = append(left, s)
		}
	}
	return left
}
