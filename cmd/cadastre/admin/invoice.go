package admin

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command/ledger"
)

type invoiceCmd struct {
	Pay payCmd `cmd:"" help:"Book the payment of an invoice."`
}

type payCmd struct {
	target
	Number int64 `arg:"" help:"Number of the invoice."`
}

func (c payCmd) Run(ctx context.Context, k *kong.Context) error {
	i, err := runCommand(ctx, c.target, ledger.PayInvoice{Number: c.Number})
	if err == nil {
		fmt.Fprintf(k.Stdout, "invoice %d of %s: %s added to the deposit\n", i.Number, i.Registrar, i.Subtotal())
	}
	return err
}
