package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/altravia"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// tokenLife is how long the operator's token is good: longer than a sandbox's
// clock can be moved.
const tokenLife = 250 * 365 * 24 * time.Hour

// demoKey signs the demo's DNS messages. It is the registry's own: it opens all
// zones.
const demoKey = "demo"

// furnish puts into a store what the demo begins with, as far as it is not
// there: the registrars and their names in one transaction, and each
// storefront's customers in another. So whoever is killed on the way goes on
// the next time, and a new storefront comes into an old store.
func furnish(ctx context.Context, e *environment, keys keyring) error {
	r := e.runner
	there, err := command.Ask(ctx, r, founder("demo"), hasRegistrar(bestNames))
	if err != nil {
		return err
	}
	if !there {
		if _, err := command.Do(ctx, r, founder("demo"), found{keys.Operator}); err != nil {
			return err
		}
	}
	_, err = command.Do(ctx, r, founder("demo"), command.CreateZoneKey{Name: demoKey, Secret: keys.TSIG})
	if err != nil && !errors.Is(err, registry.ErrTaken) {
		return err
	}
	for _, a := range accreditedOnly() {
		if err := employ(ctx, e, a.Registrar, keys); err != nil {
			return fmt.Errorf("%s: %w", a.ID, err)
		}
	}
	for _, s := range storefronts() {
		there, err := command.Ask(ctx, r, founder("demo"), hasAccount(s.customers()[0].ID))
		if err != nil {
			return err
		}
		if there {
			continue
		}
		shop := stock{people: s.customers()}
		if s == altravia.Realm {
			shop.tokens = keys.Tokens
			shop.host = e.config.Dialects[altravia.Dialect.Name].dialect(&altravia.Dialect).Host
		}
		for _, p := range shop.people { // hashing takes too long for a transaction
			secret, err := r.HashPassword(keys.Passwords[p.Email])
			if err != nil {
				return err
			}
			shop.secrets = append(shop.secrets, secret)
		}
		if _, err := command.Do(ctx, r, founder("demo"), shop); err != nil {
			return err
		}
	}
	return nil
}

type hasRegistrar registry.RegistrarID

func (q hasRegistrar) Answer(s *command.Snapshot) (bool, error) {
	_, err := s.Registrar(registry.RegistrarID(q))
	return there(err, registry.ErrNoRegistrar)
}

type hasAccount registry.AccountID

func (q hasAccount) Answer(s *command.Snapshot) (bool, error) {
	_, err := s.Account(registry.AccountID(q))
	return there(err, registry.ErrNoAccount)
}

func there(err, absent error) (bool, error) {
	if errors.Is(err, absent) {
		return false, nil
	}
	return err == nil, err
}

// found makes the operator, the registrars, and the names they begin with.
type found struct{ token string }

func (c found) Run(t *command.Tx) (struct{}, error) {
	var none struct{}
	if _, err := (command.CreateOperator{Login: "operator", Secret: c.token, TTL: tokenLife}).Run(t); err != nil {
		return none, err
	}
	for _, r := range registrars() {
		r.Currency = r.deposit.Currency
		if _, err := (command.CreateRegistrar{Registrar: r.Registrar}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", r.ID, err)
		}
		if _, err := (command.Deposit{Registrar: r.ID, Amount: r.deposit, Memo: "opening deposit"}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	for _, h := range contacts() {
		if _, err := as(t, h.registrar, command.CreateContact{Contact: h.of}); err != nil {
			return none, fmt.Errorf("%s: %w", h.of.ID, err)
		}
	}
	for _, h := range names() {
		if err := settle(t, h.registrar, h.of); err != nil {
			return none, fmt.Errorf("%s: %w", h.of.name, err)
		}
	}
	return none, nil
}

// settle registers a name and gives the registrar back what it cost: the
// deposits begin round.
func settle(t *command.Tx, by registry.RegistrarID, h home) error {
	sold, err := as(t, by, command.CreateDomain{
		Name: h.name, Registrant: h.registrant, Admin: []registry.ContactID{h.admin}, Tech: []registry.ContactID{h.tech},
	})
	if err != nil || sold.Price.Wholesale == (money.Amount{}) {
		return err
	}
	_, err = command.Deposit{Registrar: by, Amount: sold.Price.Wholesale, Memo: "opening deposit"}.Run(t)
	return err
}

// as runs cmd for a registrar, in the transaction of another command.
func as[R any](t *command.Tx, r registry.RegistrarID, cmd command.Command[R]) (R, error) {
	asked := t.By
	t.By = registry.Actor{Registrar: r, Roles: []registry.Role{registry.RoleSuper}, Face: asked.Face, Request: asked.Request}
	defer func() { t.By = asked }()
	return cmd.Run(t)
}

// stock makes a storefront's customers.
type stock struct {
	people  []customer
	secrets []string          // hashes of their passwords
	tokens  map[string]string // by e-mail address, where they begin with one
	host    string            // in the scopes of the tokens
}

func (c stock) Run(t *command.Tx) (struct{}, error) {
	var none struct{}
	for i, p := range c.people {
		a, err := command.CreateAccount{Account: p.Account}.Run(t)
		if err != nil {
			return none, fmt.Errorf("%s: %w", p.Email, err)
		}
		if _, err := (command.Credit{Account: a.ID, Amount: p.balance, Memo: "opening balance"}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", p.Email, err)
		}
		u := registry.User{Realm: string(a.Registrar), Login: a.Email, Registrar: a.Registrar, Account: a.ID, Email: a.Email}
		if u, err = (command.CreateUser{User: u, Secret: c.secrets[i]}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", p.Email, err)
		}
		if secret := c.tokens[p.Email]; secret != "" {
			if err := giveToken(t, u, secret, c.host); err != nil {
				return none, err
			}
		}
	}
	return none, nil
}
