package main

import (
	"context"

	"github.com/alecthomas/kong"
)

type serveCmd struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file; see cadastre config."`
}

func (c serveCmd) Run(ctx context.Context, k *kong.Context) error {
	conf, err := readConfig(c.Config)
	if err != nil {
		return err
	}
	log, err := conf.Log.logger(k.Stderr)
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

func (configCmd) Run(k *kong.Context) error {
	_, err := k.Stdout.Write(sample)
	return err
}
