package object

import "github.com/cadastre-registry/cadastre/registry"

// TransferResult is a transfer with its domain and the price that the gaining
// side has paid.
type TransferResult struct {
	Transfer registry.Transfer
	Domain   registry.Domain
	Price    registry.Price
}
