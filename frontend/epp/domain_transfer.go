package epp

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// A transferRequest is a transfer request with the data of its extensions.
type transferRequest struct {
	transfer.RequestTransfer
	fee *money.Amount // the fee that the client agreed to (RFC 8748); nil: any
}

// A transferResult is the result of a domain transfer command; requested is true
// for op="request".
type transferResult struct {
	object.TransferResult
	requested bool
}

func transferDomain(c *call, n *eppxml.Node) error {
	op, domain := c.commandNode.Attr("op"), n.Get("name")
	h, err := c.runTransfer(op, domain, n)
	if err != nil {
		return err
	}
	if op == "request" && h.Transfer.State == registry.TransferPending {
		c.code = 1001
	}
	expires := time.Time{}
	if h.Transfer.State.Approved() {
		expires = h.Domain.Expires
	}
	c.resData.domainTrnData(h.Transfer, expires)
	return c.encodeExtensions(&transferResult{h, op == "request"})
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
	cmd := transferRequest{RequestTransfer: transfer.RequestTransfer{Name: domain, AuthInfo: n.Get("authInfo", "pw"), Term: termOf(n.Child("period"))}}
	if err := c.decodeExtensions(&cmd); err != nil {
		return object.TransferResult{}, err
	}
	return do(c, withAgreedFee(cmd.fee, command.Command[object.TransferResult](cmd.RequestTransfer)))
}

// domainTrnData writes <domain:trnData>. expires is the end of the registration
// after an approved transfer; the zero time leaves exDate out.
func (w *writer) domainTrnData(tr registry.Transfer, expires time.Time) {
	w.trnData(domainSpace, "name", tr)
	w.Time("domain:exDate", expires)
	w.Close("domain:trnData")
}

// dateOf returns the start of the day, UTC, of a valid date.
func dateOf(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}
