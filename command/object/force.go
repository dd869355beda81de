package object

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// liftForceDelete returns d without its forced deletion, and queues a message
// for the registrar.
func liftForceDelete(t *command.Tx, d registry.Domain) (registry.Domain, error) {
	after, err := d.CancelForceDelete()
	if err != nil {
		return d, err
	}
	text := fmt.Sprintf("The forced deletion of domain %s is cancelled", d.Name.Unicode())
	return after, t.QueueMessage(d.Registrar, "pardon", registry.KindDomain, string(d.Name), text, after)
}

// loadForOperator returns the current state of any domain, and its policy.
// ErrRole unless the actor is an operator.
func loadForOperator(t *command.Tx, text string) (registry.Domain, registry.Policy, error) {
	if !t.By.Operator() {
		return registry.Domain{}, registry.Policy{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	return LoadDomain(t, text)
}
