package transfer

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// TransferOutcome is the outcome of one request of TransferDomains. Fault is nil
// when it succeeded.
type TransferOutcome struct {
	Name  string // as requested
	Fault *registry.Fault
}

// TransferDomains requests several transfers and returns an outcome for each. A
// refused request changes nothing and does not stop the others. Up to 100
// requests share one transaction. ErrRange when there are more than 1000.
func TransferDomains(ctx context.Context, r *command.Runner, by registry.Actor, requests []RequestTransfer) ([]TransferOutcome, error) {
	const batch = 100
	if len(requests) > object.MaxBatchNames {
		return nil, registry.ErrRange.On("domain_transfers", fmt.Sprintf("at most %d", object.MaxBatchNames))
	}
	var all []TransferOutcome
	for chunk := range slices.Chunk(requests, batch) {
		outcomes, err := transferBatch(ctx, r, by, chunk)
		if err != nil {
			return nil, err
		}
		all = append(all, outcomes...)
	}
	return all, nil
}

// transferBatch runs requests in one transaction. When a request is refused
// after it has written, the transaction is rolled back and run again without it.
func transferBatch(ctx context.Context, r *command.Runner, by registry.Actor, requests []RequestTransfer) ([]TransferOutcome, error) {
	rejected := map[int]*registry.Fault{}
	for {
		outcomes, err := command.Do(ctx, r, by, transferBatchCommand{requests, rejected})
		undone, ok := errors.AsType[*rolledBack](err)
		if !ok {
			return outcomes, err
		}
		rejected[undone.index] = undone.fault
	}
}

// transferBatchCommand runs some requests of TransferDomains in one transaction.
type transferBatchCommand struct {
	requests []RequestTransfer
	rejected map[int]*registry.Fault // by index; not to be run again
}

// rolledBack is the error that rolls back a batch because of one of its
// requests.
type rolledBack struct {
	index int
	fault *registry.Fault
}

func (e *rolledBack) Error() string { return e.fault.Error() }

func (c transferBatchCommand) Run(t *command.Tx) ([]TransferOutcome, error) {
	outcomes := make([]TransferOutcome, 0, len(c.requests))
	for i, request := range c.requests {
		fault, refused := c.rejected[i]
		if !refused {
			var err error
			if fault, err = tryTransfer(t, request, i); err != nil {
				return nil, err
			}
		}
		outcomes = append(outcomes, TransferOutcome{request.Name, fault})
	}
	return outcomes, nil
}

// tryTransfer runs request c, the i-th of its batch. It returns the fault of a
// refusal that wrote nothing, or a rolledBack error for one that wrote.
func tryTransfer(t *command.Tx, c RequestTransfer, i int) (*registry.Fault, error) {
	d, price, err := c.prepare(t)
	if err == nil {
		err = ledger.CheckFunds(t.Snapshot, t.By.Registrar, t.By.Account, price)
	}
	if fault, ok := errors.AsType[*registry.Fault](err); ok || err != nil {
		if ok {
			err = nil
		}
		return fault, err
	}
	_, err = c.execute(t, d, price)
	if fault, ok := errors.AsType[*registry.Fault](err); ok {
		return nil, &rolledBack{i, fault}
	}
	return nil, err
}

// Wrapped makes the log name a batch RequestTransfer.
func (c transferBatchCommand) Wrapped() any { return RequestTransfer{} }
