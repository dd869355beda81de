package epp

import (
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// deleteDomain responds 1000 when the domain is released at once, and 1001 when
// it is in redemption or pending deletion (RFC 5731 section 3.2.2).
func deleteDomain(c *call, n *eppxml.Node) error {
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	x := &c.envelope.transform
	deleted, err := doRefunded(c, x, object.DeleteDomainWithCredit{DeleteDomain: object.DeleteDomain{Name: n.Get("name"), RequireNoHosts: true}})
	if err != nil {
		return err
	}
	if deleted.Domain.Phase != registry.Released {
		c.code = 1001
	}
	x.domain = deleted.Domain
	return nil
}
