package operator

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// ListNames lists the rows of a TLD that follow the name After, in name order, at most
// Limit (zero or above MaxLines: MaxLines). For operators.
type ListNames struct {
	TLD   string
	After name.Name
	Limit int
}

func (q ListNames) Answer(s *command.Snapshot) ([]namelist.Listing, error) {
	if err := requireOperator(s); err != nil {
		return nil, err
	}
	tld := name.Name(q.TLD)
	if _, ok := s.Runner.Policies[tld]; !ok {
		return nil, registry.ErrTLD.On("tld", registry.Truncate(q.TLD))
	}
	if q.Limit <= 0 || q.Limit > MaxLines {
		q.Limit = MaxLines
	}
	return s.Store.Listings().List(tld, q.After, q.Limit)
}
