package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// deleteDomain answers 1000 when the name is gone, and 1001 when it is on its
// way (RFC 5731 section 3.2.2).
func deleteDomain(c *call, n *node) error {
	gone, err := do(c, command.CreditedDelete{DeleteDomain: command.DeleteDomain{Name: n.get("name"), Bare: true}})
	if err != nil {
		return err
	}
	if gone.Domain.Phase != registry.Released {
		c.code = 1001
	}
	return c.tell(&gone)
}

// A renewing is a renewal with what extensions say about it.
type renewing struct {
	command.RenewDomain
	fee *money.Amount // agreed to; nil: whatever it costs
}

func renewDomain(c *call, n *node) error {
	cmd := renewing{RenewDomain: command.RenewDomain{
		Name: n.get("name"), Term: termOf(n.child("period")), Expires: dateOf(n.get("curExpDate")),
	}}
	if err := c.extend(&cmd); err != nil {
		return err
	}
	made, err := do(c, agree(cmd.fee, command.Command[command.Registration](cmd.RenewDomain)))
	if err != nil {
		return err
	}
	w := &c.data
	w.object(domainURI, "renData")
	w.text("domain:name", string(made.Domain.Name))
	w.time("domain:exDate", made.Domain.Expires)
	w.close("domain:renData")
	return c.tell(&bought{registry.ProductRenew, made})
}
