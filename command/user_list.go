package command

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// RegistrarUser is a user of a registrar, with its certificates.
type RegistrarUser struct {
	User         registry.User
	Certificates []registry.Certificate
	UsersByID    map[string]registry.User // all users of the registrar by UserID, to resolve CreatedBy and UpdatedBy
	AsOf         time.Time                // time of the query
}

// ListRegistrarUsers lists the users of the actor's registrar in the order of their
// numbers. For users with RoleSuper.
type ListRegistrarUsers struct{}

func (ListRegistrarUsers) Answer(s *Snapshot) ([]RegistrarUser, error) {
	if err := s.requireRole(registry.RoleSuper); err != nil {
		return nil, err
	}
	users, err := s.loadRegistrarUsers()
	if err != nil {
		return nil, err
	}
	byID := map[string]registry.User{}
	for _, u := range users {
		byID[string(u.ID)] = u
	}
	all := make([]RegistrarUser, len(users))
	for i, u := range users {
		certs, err := s.listCertificates(u)
		if err != nil {
			return nil, err
		}
		all[i] = RegistrarUser{u, certs, byID, s.Now}
	}
	return all, nil
}

// RegistrarUserInfo returns one user of the actor's registrar by its number;
// ErrNoUser. For users with RoleSuper.
type RegistrarUserInfo struct{ Number int64 }

func (q RegistrarUserInfo) Answer(s *Snapshot) (RegistrarUser, error) {
	u, err := s.FindRegistrarUser(q.Number)
	if err != nil {
		return RegistrarUser{}, err
	}
	all, err := ListRegistrarUsers{}.Answer(s)
	if err != nil {
		return RegistrarUser{}, err
	}
	return all[slices.IndexFunc(all, func(m RegistrarUser) bool { return m.User.ID == u.ID })], nil
}

// LinkedUsers lists the other users of the actor's registrar that belong to the same
// person: they have the same ident, which only a user with RoleSuper can set.
type LinkedUsers struct{}

func (LinkedUsers) Answer(s *Snapshot) ([]registry.User, error) {
	me, err := UserInfo{}.Answer(s)
	if err != nil || me.Ident.Code == "" {
		return nil, err
	}
	users, err := s.loadRegistrarUsers()
	return slices.DeleteFunc(users, func(u registry.User) bool { return u.ID == me.ID || u.Disabled || u.Ident != me.Ident }), err
}
