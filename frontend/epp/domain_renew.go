package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// A renewRequest is a renew with the data of its extensions.
type renewRequest struct {
	object.RenewDomain
	fee *money.Amount // the fee that the client agreed to (RFC 8748); nil: any
}

func renewDomain(c *call, n *eppxml.Node) error {
	cmd := renewRequest{RenewDomain: object.RenewDomain{
		Name: n.Get("name"), Term: termOf(n.Child("period")), Expires: dateOf(n.Get("curExpDate")),
	}}
	if err := c.decodeExtensions(&cmd); err != nil {
		return err
	}
	renewed, err := do(c, withAgreedFee(cmd.fee, command.Command[object.Registration](cmd.RenewDomain)))
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(domainSpace, "renData")
	w.Text("domain:name", string(renewed.Domain.Name))
	w.Time("domain:exDate", renewed.Domain.Expires)
	w.Close("domain:renData")
	return c.encodeExtensions(&registrationResult{registry.ProductRenew, renewed})
}
