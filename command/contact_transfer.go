package command

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// RequestContactTransfer requests the transfer of a contact to the actor (RFC
// 5733 section 3.2.4). It is free, and pending until the losing side decides or
// registry.ContactTransferWait has passed. Its faults include
// ErrAlreadySponsor, ErrAuthInfo, ErrTransferPending and ErrStatus.
type RequestContactTransfer struct {
	ID       registry.ContactID
	AuthInfo string
}

func (c RequestContactTransfer) Run(t *Tx) (registry.Transfer, error) {
	var none registry.Transfer
	if t.By.Registrar == "" {
		return none, registry.ErrRole.On("role", string(registry.RoleEPP))
	}
	before, err := t.refreshContact(c.ID)
	switch {
	case err != nil:
		return none, err
	case t.By.Owns(before.Registrar, before.Account):
		return none, registry.ErrAlreadySponsor.On("contact", string(c.ID))
	}
	if err := t.verifyContactAuthInfo(before, c.AuthInfo); err != nil {
		return none, err
	}
	tr := registry.Transfer{Kind: registry.KindContact, Key: string(c.ID), Gaining: t.By.Registrar, GainingAccount: t.By.Account}
	if tr.ID, err = t.st.NextID(); err != nil {
		return none, err
	}
	after, err := before.RequestTransfer(tr, t.Now)
	if err != nil {
		return none, err
	}
	tr = *after.Transfer
	if err := t.st.Transfers().Put(tr); err != nil {
		return none, err
	}
	if err := t.queueTransferMessages(tr); err != nil {
		return none, err
	}
	return tr, t.saveContact("transfer-request", after)
}

// AnswerContactTransfer ends a pending transfer of a contact. The losing side
// may approve or reject it, the gaining side may cancel it.
type AnswerContactTransfer struct {
	ID    registry.ContactID
	State registry.TransferState // TransferClientApproved, TransferClientRejected, TransferClientCancelled
}

func (c AnswerContactTransfer) Run(t *Tx) (registry.Transfer, error) {
	before, err := t.refreshContact(c.ID)
	if err != nil {
		return registry.Transfer{}, err
	}
	allowed := isLosing
	if c.State == registry.TransferClientCancelled {
		allowed = isGaining
	}
	switch tr := before.Transfer; {
	case before.HasPendingTransfer() && allowed(t.By, *tr):
	case !before.HasPendingTransfer() && (t.By.Owns(before.Registrar, before.Account) || tr != nil && isEitherSide(t.By, *tr)):
		return registry.Transfer{}, registry.ErrNoTransfer.On("contact", string(c.ID))
	default:
		return registry.Transfer{}, registry.ErrNotYours.On("contact", string(c.ID))
	}
	after, err := before.EndTransfer(c.State, t.Now)
	if err != nil {
		return registry.Transfer{}, err
	}
	return *after.Transfer, t.endContactTransfer(after)
}

// endContactTransfer stores a contact whose transfer has just ended and queues
// the messages about it.
func (t *Tx) endContactTransfer(c registry.Contact) error {
	if err := t.st.Transfers().Put(*c.Transfer); err != nil {
		return err
	}
	if err := t.queueTransferMessages(*c.Transfer); err != nil {
		return err
	}
	verb := "transfer"
	if !c.Transfer.State.Approved() {
		verb = "transfer-cancel"
	}
	return t.saveContact(verb, c)
}

// ContactTransferQuery returns the latest transfer of a contact (RFC 5733
// section 3.1.3) to its losing or gaining side, or with the right RevealAuthInfo to
// any actor. ErrNoTransfer when there was none.
type ContactTransferQuery struct {
	ID       registry.ContactID
	AuthInfo string
}

func (q ContactTransferQuery) Answer(s *Snapshot) (registry.Transfer, error) {
	c, err := s.findContact(q.ID)
	if err != nil {
		return registry.Transfer{}, err
	}
	switch {
	case s.By.Owns(c.Registrar, c.Account), c.Transfer != nil && isEitherSide(s.By, *c.Transfer):
	case q.AuthInfo == "":
		return registry.Transfer{}, registry.ErrNotYours.On("contact", string(q.ID))
	default:
		if err := s.verifyContactAuthInfo(c, q.AuthInfo); err != nil {
			return registry.Transfer{}, err
		}
	}
	if c.Transfer == nil {
		return registry.Transfer{}, registry.ErrNoTransfer.On("contact", string(q.ID))
	}
	return *c.Transfer, nil
}

// DueContacts lists the contacts with a pending transfer that is due and not
// stored as approved yet, at most Limit.
type DueContacts struct{ Limit int }

func (q DueContacts) Answer(s *Snapshot) ([]registry.ContactID, error) {
	due, err := s.st.Transfers().Due(registry.KindContact, s.Now, q.Limit)
	var ids []registry.ContactID
	for _, tr := range due {
		ids = append(ids, registry.ContactID(tr.Key))
	}
	return ids, err
}

// AdvanceContact stores the outcome of a contact's transfer if it is due. It
// returns the number of transitions, 0 or 1.
type AdvanceContact struct{ ID registry.ContactID }

func (c AdvanceContact) Run(t *Tx) (int, error) {
	contact, err := t.st.Contacts().Get(c.ID)
	if exists, err := isFound(err); !exists {
		return 0, err
	}
	if at := contact.Due(); at.IsZero() || t.Now.Before(at) {
		return 0, nil
	}
	_, err = t.refreshContact(c.ID)
	return 1, err
}

// findDueContactTransfer returns the contact transfer that is due first, at
// until or before, and whether there is one.
func (s *Snapshot) findDueContactTransfer(until time.Time) (registry.Transfer, bool, error) {
	first, err := s.st.Transfers().Due(registry.KindContact, until, 1)
	if err != nil || len(first) == 0 {
		return registry.Transfer{}, false, err
	}
	return first[0], true, nil
}

// advanceContactAt advances the contact of tr with t.Now set to now.
func (t *Tx) advanceContactAt(tr registry.Transfer, now time.Time) error {
	before := t.Now
	t.Now = now
	defer func() { t.Now = before }()
	switch steps, err := (AdvanceContact{registry.ContactID(tr.Key)}).Run(t); {
	case err != nil:
		return fmt.Errorf("contact %s: %w", tr.Key, err)
	case steps == 0:
		return fmt.Errorf("contact %s: due, but has no transition", tr.Key)
	}
	return nil
}
