package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/epp"
	"github.com/cadastre-registry/cadastre/face/repp"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// newEPP is the environment's EPP server. All its addresses are one server, which
// counts a registrar's sessions together.
func (e *environment) newEPP() *epp.Server {
	c := e.config
	return &epp.Server{
		Runner: e.runner, Log: e.log, Name: "Cadastre " + e.name, Hosts: c.EPPHosts,
		Seen: e.metrics.epp, Sessions: c.EPPSessions, Idle: time.Duration(c.EPPIdle), Absolute: time.Duration(c.EPPLasts), Estonian: c.EPPEstonian,
	}
}

func (e *environment) serveEPP(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	return e.epp.Serve(ctx, l)
}

// console lets REPP's users send EPP's frames, where there is EPP.
func (e *environment) console(d *rest.Dialect) *rest.Dialect {
	if d.Name != repp.Dialect.Name || len(e.config.EPP) == 0 {
		return d
	}
	return repp.WithConsole(d, func(ctx context.Context, _ *command.Runner, by registry.Actor, frame []byte) ([]byte, error) {
		return e.epp.Execute(ctx, by, frame), nil
	})
}

// epp counts a command of EPP: it is the epp.Server's Seen.
func (m *metrics) epp(command string, code registry.Code, took time.Duration) {
	m.request("epp", cmp.Or(command, "none"), int(code), took)
}

func (e environmentConfig) checkEPP() error {
	switch {
	case e.EPPSessions < 0:
		return errors.New("epp_sessions is 1 or more")
	case e.EPPIdle < 0, e.EPPLasts < 0:
		return errors.New("epp_idle and epp_lasts are longer than nothing")
	}
	return nil
}

// A duration is written as Go does: "10m".
type duration time.Duration

// UnmarshalText reads a duration.
func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("a duration is such as 10m or 24h, not %q", text)
	}
	*d = duration(v)
	return nil
}
