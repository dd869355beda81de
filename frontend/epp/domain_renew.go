package epp

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
)

func renewDomain(c *call, n *eppxml.Node) error {
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	x := &c.envelope.transform
	cmd := object.RenewDomain{Name: n.Get("name"), Term: termOf(n.Child("period")), Expires: dateOf(n.Get("curExpDate"))}
	renewed, err := doPriced(c, x, command.Command[object.Registration](cmd))
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(domainSpace, "renData")
	w.Text("domain:name", string(renewed.Domain.Name))
	w.Time("domain:exDate", renewed.Domain.Expires)
	w.Close("domain:renData")
	x.domain, x.term = renewed.Domain, renewed.Domain.Term
	return nil
}

// dateOf returns the start of the day, UTC, of a valid date.
func dateOf(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}
