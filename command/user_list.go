package command

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Member is a user of a registrar with its certificates.
type Member struct {
	User         registry.User
	Certificates []registry.Certificate
	Makers       map[string]registry.User // the registrar's users, one of whom may have made or changed it, by UserID
	Now          time.Time                // when this was so
}

// ListUsers tells the users of the actor's registrar in the order of their
// numbers. For users with RoleSuper.
type ListUsers struct{}

func (ListUsers) Answer(s *Snapshot) ([]Member, error) {
	if err := s.demand(registry.RoleSuper); err != nil {
		return nil, err
	}
	team, err := s.team()
	if err != nil {
		return nil, err
	}
	makers := map[string]registry.User{}
	for _, u := range team {
		makers[string(u.ID)] = u
	}
	all := make([]Member, len(team))
	for i, u := range team {
		certs, err := s.certificates(u)
		if err != nil {
			return nil, err
		}
		all[i] = Member{u, certs, makers, s.Now}
	}
	return all, nil
}

// ColleagueInfo tells one user of the actor's registrar by its number;
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

// LinkedUsers tells the other users of the actor's registrar who are the same
// person as the actor: they have the same ident, which only a user with
// RoleSuper can give them.
type LinkedUsers struct{}

func (LinkedUsers) Answer(s *Snapshot) ([]registry.User, error) {
	me, err := UserInfo{}.Answer(s)
	if err != nil || me.Ident.Code == "" {
		return nil, err
	}
	team, err := s.team()
	return slices.DeleteFunc(team, func(u registry.User) bool { return u.ID == me.ID || u.Disabled || u.Ident != me.Ident }), err
}
