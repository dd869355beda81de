package main

import (
	"context"
	"fmt"
)

type serveCmd struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file; see cadastre config."`
}

func (c serveCmd) Run(ctx context.Context, t terminal) error {
	conf, err := readConfig(c.Config)
	if err != nil {
		return err
	}
	log, err := conf.Log.logger(t.err)
	if err != nil {
		return err
	}
	s, err := openServer(ctx, conf, log)
	if err != nil {
		return err
	}
	err = s.serve(ctx, func() error {
		for _, n := range conf.environmentNames() {
			log.Info("serving", "environment", n, "http", conf.Environments[n].HTTP, "metrics", conf.Environments[n].Metrics)
		}
		return nil
	})
	if closeErr := s.close(); err == nil {
		err = closeErr
	}
	return err
}

type configCmd struct{}

func (configCmd) Run(t terminal) error {
	_, err := t.out.Write(sample)
	return err
}

type auditCmd struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file of the server. An SQLite store cannot be audited while the server runs."`
}

func (c auditCmd) Run(ctx context.Context, t terminal) error {
	conf, err := readConfig(c.Config)
	if err != nil {
		return err
	}
	total := 0
	for _, n := range conf.environmentNames() {
		problems, err := audit(ctx, conf, n)
		if err != nil {
			return err
		}
		for _, problem := range problems {
			fmt.Fprintf(t.out, "%s: %s\n", n, problem)
		}
		if total += len(problems); len(problems) == 0 {
			fmt.Fprintf(t.out, "%s: no errors\n", n)
		}
	}
	if total > 0 {
		return fmt.Errorf("audit found %d errors", total)
	}
	return nil
}
