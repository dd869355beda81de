package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

func deleteContact(c *call, n *node) error {
	deleted, err := do(c, command.DeleteContact{ID: registry.ContactID(n.get("id"))})
	if err != nil {
		return err
	}
	return c.encodeExtensions(&deleted)
}
