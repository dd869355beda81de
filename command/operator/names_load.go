package operator

import (
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// LoadNames sets lines of a list, at most MaxLines: each entry is added to its name, or
// replaces the one of the same class and From. A line with a fault changes nothing and does
// not stop the others. For operators.
type LoadNames struct{ Lines []namelist.Line }

// A LineFault is why a line of LoadNames was not set.
type LineFault struct {
	Number int // of the line
	Fault  *registry.Fault
}

func (c LoadNames) Run(t *command.Tx) ([]LineFault, error) {
	if err := requireOperator(t.Snapshot); err != nil {
		return nil, err
	}
	if len(c.Lines) > MaxLines {
		return nil, registry.ErrRange.On("lines", fmt.Sprintf("at most %d", MaxLines))
	}
	var refused []LineFault
	for _, line := range c.Lines {
		err := setLine(t, line)
		if fault, ok := errors.AsType[*registry.Fault](err); ok {
			refused = append(refused, LineFault{line.Number, fault})
		} else if err != nil {
			return nil, err
		}
	}
	return refused, nil
}

func setLine(t *command.Tx, line namelist.Line) error {
	if _, err := t.FindPolicy(line.Name); err != nil {
		return err
	}
	if err := line.Entry.Check(); err != nil {
		return err
	}
	if line.Entry.Registrar != "" {
		if _, err := t.FindRegistrar(line.Entry.Registrar); err != nil {
			return err
		}
	}
	return setEntry(t, line.Name, line.Entry)
}
