package admin

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// preorderCmd manages the preorders of accounts, which no dialect can cancel.
type preorderCmd struct {
	List   preorderListCmd   `cmd:"" help:"List the preorders of an account."`
	Cancel preorderCancelCmd `cmd:"" help:"Cancel a preorder and release the money that it holds."`
}

type preorderListCmd struct {
	target
	Account registry.AccountID `arg:"" help:"Account."`
}

func (c preorderListCmd) Run(ctx context.Context, k *kong.Context) error {
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	by := server.Superuser("admin")
	by.Account = c.Account
	for after := int64(0); ; {
		list, err := command.Ask(ctx, e.Runner, by, preorder.ListPreorders{After: after})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, o := range list {
			fmt.Fprintf(k.Stdout, "%d %s %s, %s on hold\n", o.ID, o.Name, o.State, money.Amount{Minor: o.Held, Currency: o.Currency})
			after = o.ID
		}
	}
}

type preorderCancelCmd struct {
	target
	ID int64 `arg:"" help:"Number of the preorder, as listed."`
}

func (c preorderCancelCmd) Run(ctx context.Context, k *kong.Context) error {
	o, err := runCommand(ctx, c.target, preorder.CancelPreorder{ID: c.ID})
	if err == nil {
		fmt.Fprintf(k.Stdout, "preorder %d of %s by %s cancelled\n", o.ID, o.Name, o.Account)
	}
	return err
}
