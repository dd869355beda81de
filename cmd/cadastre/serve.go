package main

import (
	"context"
	"io"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/server"
)

type serveCmd struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file; see cadastre config."`
}

func (c serveCmd) Run(ctx context.Context, k *kong.Context) error {
	conf, err := server.ReadConfig(c.Config)
	if err != nil {
		return err
	}
	log, err := conf.Log.Logger(k.Stderr)
	if err != nil {
		return err
	}
	if len(conf.Deprecated) > 0 {
		log.Warn("the configuration has keys with old spellings; cadastre config prints the new ones", "keys", conf.Deprecated)
	}
	s, err := server.New(ctx, conf, log)
	if err != nil {
		return err
	}
	err = s.Serve(ctx, func() error {
		for _, n := range conf.EnvironmentNames() {
			log.Info("serving", "environment", n, "http", conf.Environments[n].HTTP.Listen, "metrics", conf.Environments[n].Metrics.Listen)
		}
		return nil
	})
	if closeErr := s.Close(); err == nil {
		err = closeErr
	}
	return err
}

type configCmd struct{}

func (configCmd) Run(k *kong.Context) error {
	_, err := io.WriteString(k.Stdout, server.Sample())
	return err
}
