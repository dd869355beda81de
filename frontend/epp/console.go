package epp

import (
	"bytes"
	"context"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// Execute runs the command in frame, an XML document without the frame header,
// as actor and returns the response. There is no session and no login: the
// caller has authenticated actor and checked its EPP role. All services are
// available.
func (s *Server) Execute(ctx context.Context, actor registry.Actor, frame []byte) []byte {
	s.once.Do(s.start)
	single := &session{
		server: s, address: actor.Address, checkedAt: s.now(), login: s.services.allServicesLogin(string(actor.Registrar)),
		user: registry.User{ID: actor.User, Registrar: actor.Registrar, Roles: actor.Roles},
	}
	d := getFrameBuffer(len(frame))
	defer d.release()
	copy(d.in, frame)
	single.respond(ctx, d, false)
	return bytes.Clone(d.out.Buf[eppxml.HeaderSize:])
}

// allServicesLogin returns a login with clID id that names every service.
func (x *services) allServicesLogin(id string) *login {
	l := &login{id: id}
	for _, m := range x.mappings {
		l.objects = append(l.objects, m.URI)
	}
	for _, e := range x.extensions {
		l.extensions = append(l.extensions, e.URI)
	}
	return l
}
