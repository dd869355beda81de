package delegation

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// RecordServerCheck records what the name servers of a domain answered. Nothing changes if
// the domain does not wait any more, or for other name servers than those that were asked.
type RecordServerCheck struct {
	Name    name.Name
	Since   time.Time // ServerCheck.Since of the domain whose servers were asked
	Failure string    // what is wrong, in English; "": nothing, the zone gets the delegation
}

// Run returns whether the domain was changed.
func (c RecordServerCheck) Run(t *command.Tx) (bool, error) {
	before, exists, err := object.RefreshDomain(t, c.Name)
	if err != nil || !exists {
		return false, err
	}
	if w := before.ServerCheck; w == nil || w.Ends.IsZero() || !w.Since.Equal(c.Since) || c.Failure != "" && w.Failure == c.Failure {
		return false, nil
	}
	d := before.Clone()
	text := fmt.Sprintf("The name servers of domain %s answer for it: it is delegated", d.Name)
	if c.Failure == "" {
		d.ServerCheck = nil
	} else {
		d.ServerCheck.Failure = c.Failure
		text = fmt.Sprintf("Domain %s is not delegated yet: %s", d.Name, c.Failure)
	}
	if err := t.QueueMessage(d.Registrar, registry.VerbServerCheck, registry.KindDomain, string(d.Name), text, d); err != nil {
		return false, err
	}
	return true, command.SaveDomain(t, registry.VerbServerCheck, before, d)
}
