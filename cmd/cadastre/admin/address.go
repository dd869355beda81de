package admin

import (
	"context"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// addressCmd manages the address lists that registrars maintain. It also lets in a
// registrar again whose list leaves out its own users.
type addressCmd struct {
	List   addressListCmd   `cmd:"" help:"List the addresses of a registrar."`
	Commit addressCommitCmd `cmd:"" help:"Commit addresses that a registrar has entered."`
	Remove addressRemoveCmd `cmd:"" help:"Remove an address from the list of a registrar."`
}

// registrarTarget selects a registrar in an environment.
type registrarTarget struct {
	target
	Registrar registry.RegistrarID `arg:"" help:"Registrar."`
}

// runFor runs cmd as the superuser on behalf of the registrar.
func runFor[R any](ctx context.Context, t registrarTarget, cmd command.Command[R]) (R, error) {
	var none R
	e, err := t.open(ctx)
	if err != nil {
		return none, err
	}
	defer e.Close()
	by := server.Superuser("admin")
	by.Registrar = t.Registrar
	return command.Do(ctx, e.Runner, by, cmd)
}

type addressListCmd struct{ registrarTarget }

func (c addressListCmd) Run(ctx context.Context, k *kong.Context) error {
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	by := server.Superuser("admin")
	by.Registrar = c.Registrar
	r, err := command.Ask(ctx, e.Runner, by, access.ListAccess{})
	if err != nil {
		return err
	}
	for _, p := range r.OperatorNetworks() {
		fmt.Fprintf(k.Stdout, "- %s api, by the operator\n", p)
	}
	for _, a := range r.Access {
		fmt.Fprintln(k.Stdout, formatAccess(a))
	}
	return nil
}

type addressCommitCmd struct {
	registrarTarget
	ID int64 `arg:"" optional:"" help:"Number of the address, as listed; all that wait if absent."`
}

func (c addressCommitCmd) Run(ctx context.Context, k *kong.Context) error {
	committed, err := runFor(ctx, c.registrarTarget, access.CommitAccess{ID: c.ID})
	for _, a := range committed {
		fmt.Fprintln(k.Stdout, formatAccess(a))
	}
	return err
}

type addressRemoveCmd struct {
	registrarTarget
	ID int64 `arg:"" help:"Number of the address, as listed."`
}

func (c addressRemoveCmd) Run(ctx context.Context, k *kong.Context) error {
	a, err := runFor(ctx, c.registrarTarget, access.RemoveAccess{ID: c.ID})
	if err == nil {
		fmt.Fprintf(k.Stdout, "address %d %s of %s removed\n", a.ID, a.Prefix, c.Registrar)
	}
	return err
}

// formatAccess returns one line about an entry of a list.
func formatAccess(a registry.Access) string {
	var interfaces []string
	for _, i := range a.Interfaces {
		interfaces = append(interfaces, string(i))
	}
	state := "committed"
	if a.Waiting {
		state = "waits for a commit"
	}
	return fmt.Sprintf("%d %s %s, %s", a.ID, a.Prefix, strings.Join(interfaces, " "), state)
}
