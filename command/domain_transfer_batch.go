package command

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// TransferOutcome is the outcome of one request of TransferDomains. Fault is nil
// when it succeeded.
type Verdict struct {
	Name  string // as requested
	Fault *registry.Fault
}

// TransferDomains requests several transfers and returns an outcome for each. A
// refused request changes nothing and does not stop the others. Up to 100
// requests share one transaction. ErrRange when there are more than 1000.
func TransferDomains(ctx context.Context, r *Runner, by registry.Actor, requests []RequestTransfer) ([]Verdict, error) {
	const batch = 100
	if len(requests) > maxTogether {
		return nil, registry.ErrRange.On("domain_transfers", fmt.Sprintf("at most %d", maxTogether))
	}
	var all []Verdict
	for chunk := range slices.Chunk(requests, batch) {
		outcomes, err := transferSome(ctx, r, by, chunk)
		if err != nil {
			return nil, err
		}
		all = append(all, outcomes...)
	}
	return all, nil
}

// transferBatch runs requests in one transaction. When a request is refused
// after it has written, the transaction is rolled back and run again without it.
func transferSome(ctx context.Context, r *Runner, by registry.Actor, requests []RequestTransfer) ([]Verdict, error) {
	rejected := map[int]*registry.Fault{}
	for {
		outcomes, err := Do(ctx, r, by, transfers{requests, rejected})
		undone, ok := errors.AsType[*lateRefusal](err)
		if !ok {
			return outcomes, err
		}
		rejected[undone.index] = undone.fault
	}
}

// transferBatchCommand runs some requests of TransferDomains in one transaction.
type transfers struct {
	asked  []RequestTransfer
	spoilt map[int]*registry.Fault // by index; not to be run again
}

// rolledBack is the error that rolls back a batch because of one of its
// requests.
type lateRefusal struct {
	index int
	fault *registry.Fault
}

func (e *lateRefusal) Error() string { return e.fault.Error() }

func (c transfers) Run(t *Tx) ([]Verdict, error) {
	outcomes := make([]Verdict, 0, len(c.asked))
	for i, request := range c.asked {
		fault, refused := c.spoilt[i]
		if !refused {
			var err error
			if fault, err = t.transferOne(request, i); err != nil {
				return nil, err
			}
		}
		outcomes = append(outcomes, Verdict{request.Name, fault})
	}
	return outcomes, nil
}

// tryTransfer runs request c, the i-th of its batch. It returns the fault of a
// refusal that wrote nothing, or a rolledBack error for one that wrote.
func (t *Tx) transferOne(c RequestTransfer, i int) (*registry.Fault, error) {
	d, price, err := c.ask(t)
	if err == nil {
		err = t.canPay(t.By.Registrar, t.By.Account, price)
	}
	if fault, ok := errors.AsType[*registry.Fault](err); ok || err != nil {
		if ok {
			err = nil
		}
		return fault, err
	}
	_, err = c.act(t, d, price)
	if fault, ok := errors.AsType[*registry.Fault](err); ok {
		return nil, &lateRefusal{i, fault}
	}
	return nil, err
}

// Wrapped makes the log name a batch RequestTransfer.
func (c transfers) Wrapped() any { return RequestTransfer{} }
