package registrar

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RecordAccreditation records that a registrar passed the theory test of its
// accreditation, and queues a message for it. Only access.AccreditationBot may run it.
// ErrNoRegistrar when no registrar has the name, ErrRange for a time to come.
type RecordAccreditation struct {
	Registrar string    // name of the registrar, not its ID
	Passed    time.Time // when the test was passed
}

func (c RecordAccreditation) Run(t *command.Tx) (registry.Registrar, error) {
	if _, err := (AccreditationPermission{}).Answer(t.Snapshot); err != nil {
		return registry.Registrar{}, err
	}
	if c.Passed.After(t.Now) {
		return registry.Registrar{}, registry.ErrRange.On("last_theory_test_passed_at", "not in the future")
	}
	for r, err := range t.Store.Registrars().All() {
		if err != nil {
			return r, err
		}
		if r.Name != c.Registrar {
			continue
		}
		r.Accredited = c.Passed
		if err := t.SaveRegistrar(registry.VerbAccredit, &r); err != nil {
			return r, err
		}
		return r, t.QueueMessage(r.ID, registry.VerbAccredit, registry.KindRegistrar, string(r.ID), "The accreditation test of "+r.Name+" was passed", nil)
	}
	return registry.Registrar{}, registry.ErrNoRegistrar.On("registrar_name", registry.Truncate(c.Registrar))
}
