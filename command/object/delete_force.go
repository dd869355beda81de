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
	if err := SaveDomain(t, "force", d, after); err != nil {
		return d, err
	}
	return after, t.QueueMessage(d.Registrar, "force", registry.KindDomain, string(d.Name), text, after)
}

// formatLocalDay returns the date of t in the policy's time zone.
func formatLocalDay(t time.Time, p registry.Policy) string {
	if p.Location != nil {
		t = t.In(p.Location)
	}
	return t.Format(time.DateOnly)
}
