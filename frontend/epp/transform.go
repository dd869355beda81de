package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/money"
)

// doPriced runs cmd and stores its cost in x. When the client agreed to a fee, cmd
// fails unless it costs that, and the balance that it leaves is stored in x.
func doPriced[R interface{ Cost() money.Amount }](c *call, x *transform, cmd command.Command[R]) (R, error) {
	if x.fee != nil {
		cmd = object.RequireFee(*x.fee, cmd)
	}
	result, err := doFree(c, x, cmd)
	x.cost = result.Cost()
	return result, err
}

// doFree runs cmd, which costs nothing. When the client agreed to a fee, the
// balance that cmd leaves is stored in x.
func doFree[R any](c *call, x *transform, cmd command.Command[R]) (R, error) {
	if x.fee == nil {
		return do(c, cmd)
	}
	return doWithBalance(c, x, cmd)
}

// doRefunded runs a deletion and stores its refund in x, with the balance that it
// leaves when the response may show it.
func doRefunded(c *call, x *transform, cmd object.DeleteDomainWithCredit) (deleted object.DeleteDomainResult, err error) {
	if c.mayWrite(feeSpace.URI) {
		deleted, err = doWithBalance(c, x, command.Command[object.DeleteDomainResult](cmd))
	} else {
		deleted, err = do(c, command.Command[object.DeleteDomainResult](cmd))
	}
	x.cost = deleted.Credit.Neg()
	return deleted, err
}

// doWithBalance runs cmd and stores the balance that it leaves in x.
func doWithBalance[R any](c *call, x *transform, cmd command.Command[R]) (R, error) {
	r, err := do(c, command.Command[resultWithBalance[R]](commandWithBalance[R]{cmd}))
	x.balance = r.balance
	return r.result, err
}

// A commandWithBalance is a command whose transaction also reads the balance that
// it leaves.
type commandWithBalance[R any] struct{ cmd command.Command[R] }

// A resultWithBalance is the result of a commandWithBalance.
type resultWithBalance[R any] struct {
	result  R
	balance ledger.Balance
}

func (c commandWithBalance[R]) Run(t *command.Tx) (r resultWithBalance[R], err error) {
	if r.result, err = c.cmd.Run(t); err != nil {
		return r, err
	}
	r.balance, err = ledger.FindBalance(t.Snapshot)
	return r, err
}

// Wrapped returns the command that c extends.
func (c commandWithBalance[R]) Wrapped() any { return c.cmd }
