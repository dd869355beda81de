package object

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ForceDelete starts the forced deletion of a domain of any registrar
// (docs/contracts/ee.md section 4, lifecycle 8). For operators; ErrForced if one
// has been started already.
type ForceDelete struct {
	Name   string
	Kind   registry.ForceKind
	Reason string // at most 255 octets
}

func (c ForceDelete) Run(t *command.Tx) (registry.Domain, error) {
	d, p, err := loadForOperator(t, c.Name)
	if err != nil {
		return d, err
	}
	if len(c.Reason) > 255 {
		return d, registry.ErrRange.On("reason", "at most 255 octets")
	}
	after, err := d.ForceDelete(c.Kind, c.Reason, t.Now, p)
	if err != nil {
		return d, err
	}
	text := fmt.Sprintf("Domain %s is to be deleted by the registry when it expires", d.Name.Unicode())
	if f := after.Force; !f.Delete.IsZero() {
		text = fmt.Sprintf("Domain %s is to be deleted by the registry: on hold from %s, released on %s",
			d.Name.Unicode(), formatLocalDay(f.Hold, p), formatLocalDay(f.Delete, p))
	}
	if err := command.SaveDomain(t, registry.VerbForce, d, after); err != nil {
		return d, err
	}
	return after, t.QueueMessage(d.Registrar, registry.VerbForce, registry.KindDomain, string(d.Name), text, after)
}

// formatLocalDay returns the date of t in the policy's time zone.
func formatLocalDay(t time.Time, p registry.Policy) string {
	if p.Location != nil {
		t = t.In(p.Location)
	}
	return t.Format(time.DateOnly)
}

// liftForceDelete returns d without its forced deletion, and queues a message
// for the registrar.
func liftForceDelete(t *command.Tx, d registry.Domain) (registry.Domain, error) {
	after, err := d.CancelForceDelete()
	if err != nil {
		return d, err
	}
	text := fmt.Sprintf("The forced deletion of domain %s is cancelled", d.Name.Unicode())
	return after, t.QueueMessage(d.Registrar, registry.VerbForceCancel, registry.KindDomain, string(d.Name), text, after)
}

// loadForOperator returns the current state of any domain, and its policy.
// ErrRole unless the actor is an operator.
func loadForOperator(t *command.Tx, text string) (registry.Domain, registry.Policy, error) {
	if !t.By.Operator() {
		return registry.Domain{}, registry.Policy{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	return LoadDomain(t, text)
}
