package admin

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/registry"
)

// keyCmd manages the TSIG keys for UPDATE and zone transfers.
type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"Create a key and print it in the form that nsupdate -k reads."`
	Delete keyDeleteCmd `cmd:"" help:"Revoke a key."`
}

type keyCreateCmd struct {
	target
	Name      string             `help:"Name of the key, a domain name; default: generated."`
	Account   registry.AccountID `help:"Account whose zones the key is for; default: none, the key is for all zones."`
	Zone      []string           `help:"Zone that the key is for, instead of all zones; may be repeated."`
	Algorithm string             `default:"hmac-sha256" help:"hmac-sha256, hmac-sha384 or hmac-sha512."`
}

func (c keyCreateCmd) Run(ctx context.Context, k *kong.Context) error {
	created, err := runCommand(ctx, c.target, zone.CreateZoneKey{Name: c.Name, Account: c.Account, Zones: c.Zone, Algorithm: c.Algorithm})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "key \"%s\" {\n\talgorithm %s;\n\tsecret \"%s\";\n};\n", created.Key.Name, created.Key.Algorithm, base64.StdEncoding.EncodeToString(created.Secret))
	return nil
}

type keyDeleteCmd struct {
	target
	Name string `arg:"" help:"Name of the key."`
}

func (c keyDeleteCmd) Run(ctx context.Context, k *kong.Context) error {
	deleted, err := runCommand(ctx, c.target, zone.DeleteZoneKey{Name: c.Name})
	if err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "key %s revoked\n", deleted.Name)
	return nil
}
