package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ApproveTransfer approves the pending transfer of a domain of the actor (RFC
// 5730 section 2.9.3.4). The state is serverApproved for an operator, else
// clientApproved.
type ApproveTransfer struct{ Name string }

func (c ApproveTransfer) Run(t *command.Tx) (TransferResult, error) {
	d, err := loadPendingTransfer(t, c.Name, isLosing)
	if err != nil {
		return TransferResult{}, err
	}
	return endTransfer(t, d, decisionState(t, registry.TransferClientApproved, registry.TransferServerApproved), "", paidPrice(*d.Transfer))
}
