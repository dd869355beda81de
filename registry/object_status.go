package registry

import "slices"

// HostSettable and ContactSettable are the statuses of a host and of a contact
// that its registrar may set (RFC 5732 section 2.3, RFC 5733 section 2.2).
var (
	HostSettable    = []Status{ClientDeleteProhibited, ClientUpdateProhibited}
	ContactSettable = []Status{ClientDeleteProhibited, ClientTransferProhibited, ClientUpdateProhibited}
)

// All returns every status of a host, derived ones included: ok when there is
// no other but linked.
func (h Host) All(linked bool) []Status { return allOf(h.Statuses, false, linked) }

// All returns every status of a contact, derived ones included: ok when there
// is no other but linked.
func (c Contact) All(linked bool) []Status { return allOf(c.Statuses, c.Pends(), linked) }

func allOf(set []SetStatus, transferring, linked bool) []Status {
	var all []Status
	for _, s := range set {
		if transferring && slices.Contains(clashes[StatusPendingTransfer], s.Status) {
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

// Suits reports whether a status of that name, the client's or the server's
// own, exists for objects whose client may set those of settable.
func (s Status) Suits(settable []Status) bool {
	return slices.Contains(settable, s) || len(s) > 6 && s[:6] == "server" && slices.Contains(settable, "client"+s[6:])
}
