package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

func transferDomain(c *call, n *eppxml.Node) error {
	op, domain := c.commandNode.Attr("op"), n.Get("name")
	h, err := c.runTransfer(op, domain, n)
	if err != nil {
		return err
	}
	if op == "request" && h.Transfer.State == registry.TransferPending {
		c.code = 1001
	}
	if h.Transfer.State.Approved() {
		h.Transfer.Expires = h.Domain.Expires
	}
	c.resData.domainTrnData(h.Transfer)
	c.envelope.transform.domain, c.envelope.transform.term = h.Domain, h.Transfer.Term
	return nil
}

// runTransfer runs the transfer operation op on the domain named domain.
func (c *call) runTransfer(op, domain string, n *eppxml.Node) (object.TransferResult, error) {
	switch op {
	case "query":
		return ask(c, transfer.TransferQuery{Name: domain, AuthInfo: n.Get("authInfo", "pw")})
	case "approve":
		return do(c, transfer.ApproveTransfer{Name: domain})
	case "reject":
		return do(c, transfer.RejectTransfer{Name: domain})
	case "cancel":
		return do(c, transfer.CancelTransfer{Name: domain})
	}
	if err := c.decodeExtensions(); err != nil {
		return object.TransferResult{}, err
	}
	cmd := transfer.RequestTransfer{Name: domain, AuthInfo: n.Get("authInfo", "pw"), Term: termOf(n.Child("period"))}
	return doPriced(c, &c.envelope.transform, command.Command[object.TransferResult](cmd))
}

// domainTrnData writes <domain:trnData>.
func (w *writer) domainTrnData(tr registry.Transfer) {
	w.trnData(domainSpace, "name", tr)
	w.Time("domain:exDate", tr.Expires)
	w.Close("domain:trnData")
}
