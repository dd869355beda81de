package command

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// RegistrarUser is a user of a registrar, with its certificates.
type Member struct {
	User         registry.User
	Certificates []registry.Certificate
	Makers       map[string]registry.User // all users of the registrar by UserID, to resolve CreatedBy and UpdatedBy
	Now          time.Time                // time of the query
}

// ListRegistrarUsers lists the users of the actor's registrar in the order of their
// numbers. For users with RoleSuper.
type ListUsers struct{}

func (ListUsers) Answer(s *Snapshot) ([]Member, error) {
	if err := s.demand(registry.RoleSuper); err != nil {
		return nil, err
	}
	users, err := s.team()
	if err != nil {
		return nil, err
	}
	byID := map[string]registry.User{}
	for _, u := range users {
		byID[string(u.ID)] = u
	}
	all := make([]Member, len(users))
	for i, u := range users {
		certs, err := s.certificates(u)
		if err != nil {
			return nil, err
		}
		all[i] = Member{u, certs, byID, s.Now}
	}
	return all, nil
}

// RegistrarUserInfo returns one user of the actor's registrar by its number;
// ErrNoUser. For users with RoleSuper.
type ColleagueInfo struct{ Number int64 }

func (q ColleagueInfo) Answer(s *Snapshot) (Member, error) {
	u, err := s.Colleague(q.Number)
	if err != nil {
		return Member{}, err
	}
	all, err := ListUsers{}.Answer(s)
	if err != nil {
		return Member{}, err
	}
	return all[slices.IndexFunc(all, func(m Member) bool { return m.User.ID == u.ID })], nil
}

// LinkedUsers lists the other users of the actor's registrar that belong to the same
// person: they have the same ident, which only a user with RoleSuper can set.
type LinkedUsers struct{}

func (LinkedUsers) Answer(s *Snapshot) ([]registry.User, error) {
	me, err := UserInfo{}.Answer(s)
	if err != nil || me.Ident.Code == "" {
		return nil, err
	}
	users, err := s.team()
	return slices.DeleteFunc(users, func(u registry.User) bool { return u.ID == me.ID || u.Disabled || u.Ident != me.Ident }), err
}
