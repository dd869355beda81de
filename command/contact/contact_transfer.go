package contact

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// endContactTransfer stores a contact whose transfer has just ended and queues
// the messages about it.
func endContactTransfer(t *command.Tx, c registry.Contact) error {
	if err := t.Store.Transfers().Put(*c.Transfer); err != nil {
		return err
	}
	if err := command.QueueTransferMessages(t, *c.Transfer); err != nil {
		return err
	}
	verb := registry.VerbTransfer
	if !c.Transfer.State.Approved() {
		verb = registry.VerbTransferCancel
	}
	return SaveContact(t, verb, c)
}

// FindDueContactTransfer returns the contact transfer that is due first, at
// until or before, and whether there is one.
func FindDueContactTransfer(s *command.Snapshot, until time.Time) (registry.Transfer, bool, error) {
	first, err := s.Store.Transfers().Due(registry.KindContact, until, 1)
	if err != nil || len(first) == 0 {
		return registry.Transfer{}, false, err
	}
	return first[0], true, nil
}

// AdvanceContactAt ends the transfer tr at the instant now.
func AdvanceContactAt(t *command.Tx, tr registry.Transfer, now time.Time) error {
	switch steps, err := (AdvanceContact{registry.ContactID(tr.Key)}).Run(t.At(now)); {
	case err != nil:
		return fmt.Errorf("contact %s: %w", tr.Key, err)
	case steps == 0:
		return fmt.Errorf("contact %s: due, but has no transition", tr.Key)
	}
	return nil
}
