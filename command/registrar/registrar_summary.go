package registrar

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// RegistrarSummary returns the balance and the object counts of the actor's
// registrar. For its own users.
type RegistrarSummary struct{}

// Summary is the overview that a registrar's user sees after the login.
type Summary struct {
	Registrar registry.Registrar
	User      registry.User
	Balance   money.Amount
	Domains   int
	Contacts  int
	Unread    int              // unacknowledged messages
	Newest    registry.Message // the newest unacknowledged one; the zero Message when there is none
}

func (RegistrarSummary) Answer(s *command.Snapshot) (sum Summary, err error) {
	if err := s.RequireRole(registry.RoleEPP, registry.RoleBilling); err != nil {
		return sum, err
	}
	if sum.Registrar, err = s.FindRegistrar(s.By.Registrar); err != nil {
		return sum, err
	}
	if sum.User, err = (access.UserInfo{}).Answer(s); err != nil {
		return sum, err
	}
	bal, err := ledger.FindBalance(s)
	if err != nil {
		return sum, err
	}
	sum.Balance = money.Amount{Minor: bal.Available, Currency: bal.Currency}
	if sum.Domains, err = s.Store.Domains().Count(store.DomainQuery{Registrar: s.By.Registrar}); err != nil {
		return sum, err
	}
	if sum.Contacts, err = s.Store.Contacts().Count(store.ContactQuery{Registrar: s.By.Registrar}); err != nil {
		return sum, err
	}
	_, sum.Unread, err = s.Store.Messages().Unread(s.By.Registrar)
	if errors.Is(err, store.ErrNotFound) {
		return sum, nil
	}
	if err != nil {
		return sum, err
	}
	newest, err := s.Store.Messages().List(s.By.Registrar, true, 0, 1)
	if len(newest) > 0 {
		sum.Newest = newest[0]
	}
	return sum, err
}
