package host

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CheckHosts returns for each name whether a host of that name is available
// (RFC 5732 section 3.1.1): true when none exists.
type CheckHosts struct{ Names []string }

func (q CheckHosts) Answer(s *command.Snapshot) (map[string]bool, error) {
	free := map[string]bool{}
	for _, text := range q.Names {
		n, err := registry.ParseHostname("name", text)
		if err != nil {
			return nil, err
		}
		_, err = s.Store.Hosts().Get(n)
		exists, err := command.IsFound(err)
		if err != nil {
			return nil, err
		}
		free[text] = !exists
	}
	return free, nil
}
