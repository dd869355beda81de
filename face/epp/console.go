package epp

import (
	"bytes"
	"context"

	"github.com/cadastre-registry/cadastre/registry"
)

// Execute answers one frame without a session, on behalf of by, who has logged
// in elsewhere with a right to EPP. Every service counts as asked for.
func (s *Server) Execute(ctx context.Context, by registry.Actor, frame []byte) []byte {
	s.once.Do(s.start)
	one := &session{
		server: s, address: by.Address, looked: now(), login: s.index.everything(string(by.Registrar)),
		user: registry.User{ID: by.User, Registrar: by.Registrar, Roles: by.Roles},
	}
	d := take(len(frame))
	defer d.leave()
	copy(d.in, frame)
	one.answer(ctx, d, false)
	return bytes.Clone(d.out.b[frameHead:])
}

// everything is the login of one who has asked for all services.
func (x *index) everything(id string) *login {
	l := &login{id: id}
	for _, m := range x.mappings {
		l.objects = append(l.objects, m.uri)
	}
	for _, e := range x.extensions {
		l.extensions = append(l.extensions, e.uri)
	}
	return l
}
