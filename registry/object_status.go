package registry

import "slices"

// HostSettable and ContactSettable are the statuses of a host and of a contact
// that the registrar may set (RFC 5732 section 2.3, RFC 5733 section 2.2).
var (
	HostSettable    = []Status{ClientDeleteProhibited, ClientUpdateProhibited}
	ContactSettable = []Status{ClientDeleteProhibited, ClientTransferProhibited, ClientUpdateProhibited}
)

// AllStatuses returns the set and derived statuses of h: ok if there is no other
// than linked.
func (h Host) AllStatuses(linked bool) []Status { return objectStatuses(h.Statuses, false, linked) }

// AllStatuses returns the set and derived statuses of c: ok if there is no other
// than linked.
func (c Contact) AllStatuses(linked bool) []Status {
	return objectStatuses(c.Statuses, c.HasPendingTransfer(), linked)
}

func objectStatuses(set []StatusEntry, transferring, linked bool) []Status {
	var all []Status
	for _, s := range set {
		if transferring && slices.Contains(hiddenByPending[StatusPendingTransfer], s.Status) {
			continue
		}
		all = append(all, s.Status)
	}
	if transferring {
		all = append(all, StatusPendingTransfer)
	}
	if len(all) == 0 {
		all = append(all, OK)
	}
	if linked {
		all = append(all, Linked)
	}
	return all
}

// AppliesTo reports whether s is one of settable, the client statuses of an
// object type, or the server status of the same name.
func (s Status) AppliesTo(settable []Status) bool {
	return slices.Contains(settable, s) || len(s) > 6 && s[:6] == "server" && slices.Contains(settable, "client"+s[6:])
}
