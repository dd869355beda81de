package admin

import (
	"context"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/registry"
)

type identityCmd struct {
	target
	Contact registry.ContactID `xor:"whose" required:"" help:"Contact that was checked."`
	User    string             `xor:"whose" required:"" help:"User of a registrar that was checked."`
	Name    string             `required:"" help:"Name of the person, from the eID service."`
	Ident   string             `required:"" help:"Identity code of the person."`
	Country string             `default:"EE" help:"Country of the code, two letters."`
}

func (c identityCmd) Run(ctx context.Context, k *kong.Context) error {
	result, err := runCommand(ctx, c.target, registrar.RecordVerification{
		Contact: c.Contact, Login: c.User, Name: c.Name,
		Ident: registry.Ident{Code: c.Ident, Type: registry.IdentPerson, Country: strings.ToUpper(c.Country)},
	})
	if err == nil {
		fmt.Fprintf(k.Stdout, "identity check %s answered\n", result.Verification.Reference)
	}
	return err
}
