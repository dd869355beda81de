package main

import (
	"context"
	"fmt"
)

type serveCmd struct {
	Config string `required:"" placeholder:"FILE" help:"The configuration; see cadastre config."`
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
	h, err := open(ctx, conf, log)
	if err != nil {
		return err
	}
	err = h.serve(ctx, func() error {
		for _, n := range conf.names() {
			log.Info("serving", "environment", n, "http", conf.Environments[n].HTTP, "metrics", conf.Environments[n].Metrics)
		}
		return nil
	})
	if end := h.close(); err == nil {
		err = end
	}
	return err
}

type configCmd struct{}

func (configCmd) Run(t terminal) error {
	_, err := t.out.Write(sample)
	return err
}

type auditCmd struct {
	Config string `required:"" placeholder:"FILE" help:"The configuration of the server. A store in a file is audited while the server is down."`
}

func (c auditCmd) Run(ctx context.Context, t terminal) error {
	conf, err := readConfig(c.Config)
	if err != nil {
		return err
	}
	faults := 0
	for _, n := range conf.names() {
		wrong, err := audit(ctx, conf, n)
		if err != nil {
			return err
		}
		for _, sentence := range wrong {
			fmt.Fprintf(t.out, "%s: %s\n", n, sentence)
		}
		if faults += len(wrong); len(wrong) == 0 {
			fmt.Fprintf(t.out, "%s: the books are in order\n", n)
		}
	}
	if faults > 0 {
		return fmt.Errorf("the books are not in order: %d things are wrong", faults)
	}
	return nil
}
