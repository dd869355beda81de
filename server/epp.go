package server

import (
	"cmp"
	"context"
	"net"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/epp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// newEPP returns the environment's EPP server. One server serves all addresses, so
// that it counts a registrar's sessions together.
func (e *Environment) newEPP() *epp.Server {
	s := &epp.Server{Runner: e.Runner, Log: e.log, Name: "Cadastre " + e.Name, Observe: e.metrics.observeEPP}
	e.Config.EPP.Configure(s)
	return s
}

func (e *Environment) serveEPP(ctx context.Context, l net.Listener, _ net.PacketConn) error {
	return e.epp.Serve(ctx, l)
}

// withEPP adds what a dialect has for EPP frames, if EPP is configured.
func (e *Environment) withEPP(s rest.Seller, d *rest.Dialect) *rest.Dialect {
	if s.WithEPP == nil || len(e.Config.EPP.Listen) == 0 {
		return d
	}
	return s.WithEPP(d, e.epp.Execute)
}

// observeEPP counts an EPP command. It is the callback of the epp.Server.
func (m *metrics) observeEPP(command string, code registry.Code, took time.Duration) {
	m.observeRequest("epp", cmp.Or(command, "none"), int(code), took)
}
