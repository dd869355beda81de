package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/server"
)

type auditCmd struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file of the server. An SQLite store cannot be audited while the server runs."`
}

func (c auditCmd) Run(ctx context.Context, k *kong.Context) error {
	conf, err := server.ReadConfig(c.Config)
	if err != nil {
		return err
	}
	total := 0
	for _, n := range conf.EnvironmentNames() {
		problems, err := audit(ctx, conf, n)
		if err != nil {
			return err
		}
		for _, problem := range problems {
			fmt.Fprintf(k.Stdout, "%s: %s\n", n, problem)
		}
		if total += len(problems); len(problems) == 0 {
			fmt.Fprintf(k.Stdout, "%s: the books are in order\n", n)
		}
	}
	if total > 0 {
		return fmt.Errorf("the books are not in order: %d things are wrong", total)
	}
	return nil
}

// audit returns the errors that ledger.Audit finds in an environment.
func audit(ctx context.Context, conf server.Config, env string) ([]string, error) {
	e, err := server.OpenEnvironment(ctx, env, conf.Environments[env], slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer e.Close()
	return command.Ask(ctx, e.Runner, server.Superuser("admin"), ledger.Audit{})
}
