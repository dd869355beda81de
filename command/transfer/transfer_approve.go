package transfer

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// ApproveTransfer approves the pending transfer of a domain of the actor (RFC
// 5730 section 2.9.3.4). The state is serverApproved for an operator, else
// clientApproved.
type ApproveTransfer struct{ Name string }

func (c ApproveTransfer) Run(t *command.Tx) (object.TransferResult, error) {
	d, err := loadPendingTransfer(t, c.Name, command.IsLosing)
	if err != nil {
		return object.TransferResult{}, err
	}
	return object.EndTransfer(t, d, decisionState(t, registry.TransferClientApproved, registry.TransferServerApproved), "", d.Transfer.PaidPrice())
}
