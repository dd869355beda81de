package main

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// keyCmd keeps the TSIG keys with which zones are changed and copied.
type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"Make a key and print it, as nsupdate -k reads it."`
	Delete keyDeleteCmd `cmd:"" help:"Take a key back."`
}

type keyCreateCmd struct {
	target
	Name      string             `help:"Its domain name; made up when there is none."`
	Account   registry.AccountID `help:"Whose zones it opens; without it, the registry's own key opens all."`
	Zone      []string           `help:"A zone that it opens, instead of all of its owner's; may be given several times."`
	Algorithm string             `default:"hmac-sha256" help:"hmac-sha256, hmac-sha384 or hmac-sha512."`
}

func (c keyCreateCmd) Run(ctx context.Context, t terminal) error {
	k, err := on(ctx, c.target, command.CreateZoneKey{Name: c.Name, Account: c.Account, Zones: c.Zone, Algorithm: c.Algorithm})
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "key \"%s\" {\n\talgorithm %s;\n\tsecret \"%s\";\n};\n", k.Key.Name, k.Key.Algorithm, base64.StdEncoding.EncodeToString(k.Secret))
	return nil
}

type keyDeleteCmd struct {
	target
	Name string `arg:"" help:"Its domain name."`
}

func (c keyDeleteCmd) Run(ctx context.Context, t terminal) error {
	k, err := on(ctx, c.target, command.DeleteZoneKey{Name: c.Name})
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "key %s is of no use any more\n", k.Name)
	return nil
}
