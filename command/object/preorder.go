package object

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// catchProduct returns the product by whose price a caught name is sold:
// ProductCatch where the TLD has a price for it, else ProductCreate.
func catchProduct(p registry.Policy) registry.Product {
	if len(p.Prices[registry.ProductCatch]) > 0 {
		return registry.ProductCatch
	}
	return registry.ProductCreate
}

func savePreorder(t *command.Tx, verb string, o registry.Preorder) error {
	if err := t.Store.Preorders().Put(o); err != nil {
		return err
	}
	return t.AppendChange(verb, registry.KindPreorder, fmt.Sprintf("%s/%d", o.Name, o.ID), o)
}
