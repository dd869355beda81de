package epp

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// A moving is a request for a transfer with what extensions say about it.
type moving struct {
	command.RequestTransfer
	fee *money.Amount // agreed to; nil: whatever it costs
}

// A moved is a transfer of a domain; requested says that it was just asked for.
type moved struct {
	command.Handover
	requested bool
}

func transferDomain(c *call, n *node) error {
	op, object := c.op.attr("op"), n.get("name")
	h, err := c.handOver(op, object, n)
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
	c.data.domainTransfer(h.Transfer, expires)
	return c.tell(&moved{h, op == "request"})
}

func (c *call) handOver(op, object string, n *node) (command.Handover, error) {
	switch op {
	case "query":
		return ask(c, command.TransferQuery{Name: object, AuthInfo: n.get("authInfo", "pw")})
	case "approve":
		return do(c, command.ApproveTransfer{Name: object})
	case "reject":
		return do(c, command.RejectTransfer{Name: object})
	case "cancel":
		return do(c, command.CancelTransfer{Name: object})
	}
	cmd := moving{RequestTransfer: command.RequestTransfer{Name: object, AuthInfo: n.get("authInfo", "pw"), Term: termOf(n.child("period"))}}
	if err := c.extend(&cmd); err != nil {
		return command.Handover{}, err
	}
	return do(c, agree(cmd.fee, command.Command[command.Handover](cmd.RequestTransfer)))
}

// domainTransfer writes <domain:trnData>. exDate is what a transfer that goes
// through makes of it; the zero time: not known.
func (w *writer) domainTransfer(tr registry.Transfer, expires time.Time) {
	w.trnData(domainURI, "name", tr)
	w.time("domain:exDate", expires)
	w.close("domain:trnData")
}

// dateOf reads a checked date.
func dateOf(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}
