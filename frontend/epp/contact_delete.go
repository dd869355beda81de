package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

func deleteContact(c *call, n *eppxml.Node) error {
	deleted, err := do(c, contact.DeleteContact{ID: registry.ContactID(n.Get("id"))})
	if err != nil {
		return err
	}
	return c.encodeExtensions(&deleted)
}
