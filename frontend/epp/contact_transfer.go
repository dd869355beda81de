package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

func transferContact(c *call, n *eppxml.Node) error {
	op := c.commandNode.Attr("op")
	tr, err := c.runContactTransfer(op, registry.ContactID(n.Get("id")), n.Get("authInfo", "pw"))
	if err != nil {
		return err
	}
	if op == "request" && tr.State == registry.TransferPending {
		c.code = 1001
	}
	c.resData.contactTrnData(tr)
	return nil
}

// runContactTransfer runs the transfer operation op: request, query, approve,
// reject or cancel.
func (c *call) runContactTransfer(op string, id registry.ContactID, authInfo string) (registry.Transfer, error) {
	state := map[string]registry.TransferState{
		"approve": registry.TransferClientApproved, "reject": registry.TransferClientRejected, "cancel": registry.TransferClientCancelled,
	}[op]
	switch op {
	case "request":
		return do(c, contact.RequestContactTransfer{ID: id, AuthInfo: authInfo})
	case "query":
		return ask(c, contact.ContactTransferQuery{ID: id, AuthInfo: authInfo})
	}
	return do(c, contact.AnswerContactTransfer{ID: id, State: state})
}

// contactTrnData writes <contact:trnData>.
func (w *writer) contactTrnData(tr registry.Transfer) {
	w.trnData(contactSpace, "id", tr)
	w.Close("contact:trnData")
}
