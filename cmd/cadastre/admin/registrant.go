package admin

import (
	"context"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/registry"
)

type confirmationCmd struct {
	target
	Name string `required:"" help:"Domain whose change waits for confirmation."`
}

// Run prints the pending change and the path of the Registrant API that confirms or
// rejects it. The path contains the confirmation token: it must reach the registrant
// alone, never a registrar.
func (c confirmationCmd) Run(ctx context.Context, k *kong.Context) error {
	p, err := runQuery(ctx, c.target, registrant.ConfirmationTokenInfo{Name: c.Name})
	if err != nil {
		return err
	}
	template := p.Verb
	if template == "update" {
		template = "change"
		fmt.Fprintf(k.Stdout, "%s: change of registrant from %s to %s\n", p.Domain.Name.Unicode(), p.Registrant.Postal.Name, p.NewRegistrant.Postal.Name)
	} else {
		fmt.Fprintf(k.Stdout, "%s: deletion, requested for registrant %s\n", p.Domain.Name.Unicode(), p.Registrant.Postal.Name)
	}
	fmt.Fprintf(k.Stdout, "for    %s\nuntil  %s\npath   /api/v1/registrant/confirms/%s/%s/%s\n",
		p.Registrant.Email, p.Domain.Pending.Ends.Format("2006-01-02 15:04:05 UTC"), p.Domain.Name, template, p.Token)
	return nil
}

type forceCmd struct {
	target
	Name   string             `arg:"" help:"Domain."`
	Kind   registry.ForceKind `default:"fast_track" help:"fast_track: starts tomorrow. soft: starts on the next anniversary of the expiry date."`
	Reason string             `help:"Reason; an internal note of the registry."`
	Cancel bool               `help:"Cancel the forced deletion."`
}

func (c forceCmd) Run(ctx context.Context, k *kong.Context) error {
	if c.Cancel {
		d, err := runCommand(ctx, c.target, object.CancelForceDelete{Name: c.Name})
		if err == nil {
			fmt.Fprintf(k.Stdout, "the forced deletion of %s is cancelled\n", d.Name.Unicode())
		}
		return err
	}
	d, err := runCommand(ctx, c.target, object.ForceDelete{Name: c.Name, Kind: c.Kind, Reason: c.Reason})
	switch {
	case err != nil:
		return err
	case d.Force.Delete.IsZero():
		fmt.Fprintf(k.Stdout, "%s is deleted when it expires\n", d.Name.Unicode())
	default:
		fmt.Fprintf(k.Stdout, "%s is on hold from %s and deleted on %s\n", d.Name.Unicode(),
			d.Force.Hold.Format("2006-01-02 15:04 UTC"), d.Force.Delete.Format("2006-01-02 15:04 UTC"))
	}
	return nil
}

type reserveCmd struct {
	target
	Name string `arg:"" help:"Domain."`
}

func (c reserveCmd) Run(ctx context.Context, k *kong.Context) error {
	password, err := runCommand(ctx, c.target, operator.ReserveName{Name: c.Name})
	if err == nil {
		fmt.Fprintln(k.Stdout, password)
	}
	return err
}

type logoutCmd struct {
	target
	Realm string `arg:"" help:"Realm in which the login is unique: \"registrant\", or the name of a dialect."`
	Login string `arg:"" help:"Login, for example EE-37605030299."`
}

func (c logoutCmd) Run(ctx context.Context, k *kong.Context) error {
	n, err := runCommand(ctx, c.target, registrant.EndSessions{Realm: c.Realm, Login: c.Login})
	if err == nil {
		fmt.Fprintf(k.Stdout, "%d tokens revoked\n", n)
	}
	return err
}
