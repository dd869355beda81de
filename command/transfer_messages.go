package command

import (
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// QueueTransferMessages queues a message about the end of a transfer for both
// sides, and one about a request for the losing side only.
func QueueTransferMessages(t *Tx, tr registry.Transfer) error {
	text := fmt.Sprintf("Transfer of %s %s: %s", tr.Kind, tr.Key, tr.State)
	err := t.QueueMessage(tr.Losing, registry.VerbTransfer, registry.KindTransfer, tr.Key, text, tr)
	if tr.State == registry.TransferPending || tr.Losing == tr.Gaining {
		return err
	}
	return errors.Join(err, t.QueueMessage(tr.Gaining, registry.VerbTransfer, registry.KindTransfer, tr.Key, text, tr))
}
