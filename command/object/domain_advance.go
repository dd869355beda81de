package object

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// AdvanceDomain stores the transitions that are due for one domain and applies
// their effects: it charges renewals, queues messages for registrars, and gives
// a released name to the first preorder that can pay. The scheduler runs it.
// Reads do not depend on it: they project the stored row with Domain.At. It
// returns the number of transitions.
type AdvanceDomain struct{ Name name.Name }

func (c AdvanceDomain) Run(t *command.Tx) (int, error) {
	d, err := t.Store.Domains().Get(c.Name)
	if exists, err := command.IsFound(err); !exists {
		return 0, err
	}
	_, steps, err := recordTransitions(t, d)
	return steps, err
}

// recordTransitions stores the transitions of d that are due and returns the
// domain after them and their number.
func recordTransitions(t *command.Tx, d registry.Domain) (registry.Domain, int, error) {
	before := d
	d, steps, err := t.ProjectTransitions(d)
	if err != nil {
		return d, 0, err
	}
	if len(steps) == 0 {
		return d, 0, nil
	}
	caller := t.By
	t.By = registry.Actor{Frontend: command.SchedulerFrontend, Request: caller.Request}
	defer func() { t.By = caller }()
	last := before
	for i, step := range steps {
		if d, err = applyTransition(t, step, last); err != nil {
			return d, 0, fmt.Errorf("%s of %s: %w", step.Verb, d.Name, err)
		}
		if step.Verb == "transfer" { // At does not copy contacts to the new sponsor: project again from the row that has them
			return recordAfterTransfer(t, i+1, before, d)
		}
		if i < len(steps)-1 { // the last is appended with the row
			if err := t.AppendChangeAt(step.At, step.Verb, registry.KindDomain, string(d.Name), step.After); err != nil {
				return d, 0, err
			}
		}
		last = step.After
	}
	verb := steps[len(steps)-1].Verb
	if d.Phase == registry.Released {
		return d, len(steps), releaseDomain(t, verb, before)
	}
	if err := command.SaveDomain(t, verb, before, d); err != nil {
		return d, 0, err
	}
	d, err = offerToPreorders(t, d)
	return d, len(steps), err
}

// recordAfterTransfer saves d, whose last recorded transition is a transfer, and
// records the transitions that follow. steps counts those before.
func recordAfterTransfer(t *command.Tx, steps int, before, d registry.Domain) (registry.Domain, int, error) {
	if err := command.SaveDomain(t, "transfer", before, d); err != nil {
		return d, 0, err
	}
	d, more, err := recordTransitions(t, d)
	return d, steps + more, err
}
