package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

func deleteContact(c *call, n *eppxml.Node) error {
	_, err := do(c, contact.DeleteContact{ID: registry.ContactID(n.Get("id"))})
	return err
}
