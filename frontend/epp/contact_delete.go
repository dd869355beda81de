package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
)

func deleteContact(c *call, n *node) error {
	deleted, err := do(c, contact.DeleteContact{ID: registry.ContactID(n.get("id"))})
	if err != nil {
		return err
	}
	return c.encodeExtensions(&deleted)
}
