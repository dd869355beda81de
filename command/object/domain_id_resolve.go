package object

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ResolveDomainID returns the name that an identifier stands for. An identifier
// of digits only is a domain's Number, any other is the name itself. ErrNoName
// when there is no domain of that number or the name is not valid.
type ResolveDomainID struct{ ID string }

func (q ResolveDomainID) Answer(s *command.Snapshot) (name.Name, error) {
	notFound := registry.ErrNoName.On("name", registry.Truncate(q.ID))
	if strings.Trim(q.ID, "0123456789") != "" {
		n, err := name.ParseLookup(q.ID)
		if err != nil {
			return n, notFound
		}
		return n, nil
	}
	var number int64
	for _, digit := range q.ID {
		if number = 10*number + int64(digit-'0'); number < 0 || len(q.ID) > 18 {
			return "", notFound
		}
	}
	d, err := s.Store.Domains().ByNumber(number)
	return d.Name, command.NotFoundAs(err, notFound, "name", q.ID)
}
