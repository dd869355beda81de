package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// newEPP returns the environment's EPP server. One server serves all addresses, so
// that it counts a registrar's sessions together.
func (e *Environment) newEPP() *epp.Server {
	c := e.Config
	return &epp.Server{
		Runner: e.Runner, Log: e.log, Name: "Cadastre " + e.Name, Hosts: c.EPPHosts,
		Observe: e.metrics.observeEPP, MaxSessions: c.EPPSessions, IdleTimeout: time.Duration(c.EPPIdle), MaxSessionAge: time.Duration(c.EPPMaxSessionAge), EISExtension: c.EPPEISExtension,
	}
}

func (e *Environment) serveEPP(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	return e.epp.Serve(ctx, l)
}

// withXMLConsole adds REPP's XML console to the REPP dialect, if EPP is configured.
func (e *Environment) withXMLConsole(d *rest.Dialect) *rest.Dialect {
	if d.Name != repp.Dialect.Name || len(e.Config.EPP) == 0 {
		return d
	}
	return repp.WithConsole(d, func(ctx context.Context, _ *command.Runner, by registry.Actor, frame []byte) ([]byte, error) {
		return e.epp.Execute(ctx, by, frame), nil
	})
}

// observeEPP counts an EPP command. It is the callback of the epp.Server.
func (m *metrics) observeEPP(command string, code registry.Code, took time.Duration) {
	m.observeRequest("epp", cmp.Or(command, "none"), int(code), took)
}

// checkEPP returns an error if a key of EPP is invalid.
func (e EnvironmentConfig) checkEPP() error {
	switch {
	case e.EPPSessions < 0:
		return errors.New("epp_sessions must not be negative")
	case e.EPPIdle < 0, e.EPPMaxSessionAge < 0:
		return errors.New("epp_idle and epp_lasts must not be negative")
	}
	return nil
}

// A duration is a time.Duration in Go's notation, such as "10m".
type duration time.Duration

// UnmarshalText parses a duration.
func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a duration such as 10m or 24h", text)
	}
	*d = duration(v)
	return nil
}
