package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

type identityCmd struct {
	target
	Contact registry.ContactID `xor:"whose" required:"" help:"The contact that was checked."`
	User    string             `xor:"whose" required:"" help:"The registrar's user who was checked."`
	Name    string             `required:"" help:"As the eID service knows the person."`
	Ident   string             `required:"" help:"The person's identity code."`
	Country string             `default:"EE" help:"Of the code, in two letters."`
}

func (c identityCmd) Run(ctx context.Context, t terminal) error {
	done, err := on(ctx, c.target, command.AnswerIdentity{
		Contact: c.Contact, Login: c.User, Name: c.Name,
		Ident: registry.Ident{Code: c.Ident, Type: registry.IdentPerson, Country: strings.ToUpper(c.Country)},
	})
	if err == nil {
		fmt.Fprintf(t.out, "check %s answered\n", done.Identity.Reference)
	}
	return err
}
