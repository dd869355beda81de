package registry

// DomainParts is a set of parts of a domain that an update gives new values for.
// Label and AutoRenew belong to none: no status prohibits their change.
type DomainParts uint16

const (
	PartRegistrant DomainParts = 1 << iota
	PartAdmin
	PartTech
	PartBilling
	PartNameservers
	PartDNSSEC
	PartStatuses
	PartForward
	PartShield
	PartAuthInfo
)

// DomainChanges are the changes of a domain that an update asks for.
type DomainChanges struct {
	Parts      DomainParts
	Registrant ContactID    // the new registrant, if Parts has PartRegistrant
	Statuses   StatusChange // of PartStatuses
}

// CanUpdate returns ErrStatus or ErrPendingState if by may not make the changes c of
// d (RFC 5731 section 3.2.5). clientUpdateProhibited permits the update that removes
// it. Operators may change statuses alone at any time, or they could not remove
// serverUpdateProhibited.
func (d Domain) CanUpdate(c DomainChanges, by Actor) error {
	if by.Operator() && c.Parts == PartStatuses {
		return nil
	}
	if err := d.checkUpdateStatuses(c); err != nil {
		return err
	}
	switch {
	case !d.registered():
		return ErrStatus.On("status", string(StatusPendingDelete))
	case d.transferPending():
		return ErrStatus.On("status", string(StatusPendingTransfer))
	case d.Pending != nil:
		return ErrPendingState.On("name", string(d.Name))
	}
	return nil
}

// checkUpdateStatuses returns ErrStatus if a set status of d prohibits a change of c.
func (d Domain) checkUpdateStatuses(c DomainChanges) error {
	switch {
	case d.Has(ServerUpdateProhibited),
		d.Has(ServerObjUpdateProhibited) && c.Parts != PartDNSSEC, // a registrant's lock permits DNSSEC changes
		d.Has(ClientUpdateProhibited) && !c.Statuses.removes(ClientUpdateProhibited):
		return ErrStatus.On("status", "updateProhibited")
	}
	if c.Registrant == d.Registrant {
		c.Parts &^= PartRegistrant
	}
	for _, rule := range partProhibitions {
		if c.Parts&rule.parts != 0 && d.Has(rule.status) {
			return ErrStatus.On("status", string(rule.status))
		}
	}
	return nil
}

// partProhibitions lists the statuses that prohibit the change of a part of a domain.
var partProhibitions = []struct {
	status Status
	parts  DomainParts
}{
	{ServerExtensionUpdateProhibited, PartDNSSEC},
	{ServerRegistrantChangeProhibited, PartRegistrant},
	{ServerAdminChangeProhibited, PartAdmin},
	{ServerTechChangeProhibited, PartTech},
}
