package command

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Verdict is what became of one of several transfers asked for together:
// Fault is nil when it succeeded.
type Verdict struct {
	Name  string // as it was asked for
	Fault *registry.Fault
}

// TransferDomains asks for several names, each with a verdict of its own: one
// that is refused changes nothing, and stops no other. They share transactions,
// a portion at a time. ErrRange when there are more than 1000.
func TransferDomains(ctx context.Context, r *Runner, by registry.Actor, asked []RequestTransfer) ([]Verdict, error) {
	const portion = 100
	if len(asked) > maxTogether {
		return nil, registry.ErrRange.On("domain_transfers", fmt.Sprintf("at most %d", maxTogether))
	}
	var all []Verdict
	for some := range slices.Chunk(asked, portion) {
		verdicts, err := transferSome(ctx, r, by, some)
		if err != nil {
			return nil, err
		}
		all = append(all, verdicts...)
	}
	return all, nil
}

// transferSome tries some transfers in one transaction, and again without
// those that were refused after they had begun to write.
func transferSome(ctx context.Context, r *Runner, by registry.Actor, some []RequestTransfer) ([]Verdict, error) {
	spoilt := map[int]*registry.Fault{}
	for {
		verdicts, err := Do(ctx, r, by, transfers{some, spoilt})
		late, ok := errors.AsType[*lateRefusal](err)
		if !ok {
			return verdicts, err
		}
		spoilt[late.index] = late.fault
	}
}

// transfers is a portion of TransferDomains in one transaction.
type transfers struct {
	asked  []RequestTransfer
	spoilt map[int]*registry.Fault // not to be tried again
}

// A lateRefusal undoes a transaction for the sake of one of its parts.
type lateRefusal struct {
	index int
	fault *registry.Fault
}

func (e *lateRefusal) Error() string { return e.fault.Error() }

func (c transfers) Run(t *Tx) ([]Verdict, error) {
	verdicts := make([]Verdict, 0, len(c.asked))
	for i, one := range c.asked {
		fault, tried := c.spoilt[i]
		if !tried {
			var err error
			if fault, err = t.transferOne(one, i); err != nil {
				return nil, err
			}
		}
		verdicts = append(verdicts, Verdict{one.Name, fault})
	}
	return verdicts, nil
}

// transferOne returns the refusal of a transfer that left nothing behind;
// lateRefusal is one that did.
func (t *Tx) transferOne(c RequestTransfer, i int) (*registry.Fault, error) {
	asked, price, err := c.ask(t)
	if err == nil {
		err = t.canPay(t.By.Registrar, t.By.Account, price)
	}
	if fault, ok := errors.AsType[*registry.Fault](err); ok || err != nil {
		if ok {
			err = nil
		}
		return fault, err
	}
	_, err = c.act(t, asked, price)
	if fault, ok := errors.AsType[*registry.Fault](err); ok {
		return nil, &lateRefusal{i, fault}
	}
	return nil, err
}

// Wrapped returns what the log calls a portion.
func (c transfers) Wrapped() any { return RequestTransfer{} }
