package registrar

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateAccount creates an account of the actor's registrar, with an empty
// wallet and a contact that becomes the registrant of domains created without
// one. Accounts cannot create accounts (ErrRole); operators give the registrar
// in Account.Registrar.
type CreateAccount struct {
	Account registry.Account   // ID "": generated from the registrar and the ROID
	Handle  registry.ContactID // of the account's contact; "": generated
}

func (c CreateAccount) Run(t *command.Tx) (registry.Account, error) {
	a := c.Account
	if !t.By.Operator() {
		a.Registrar = t.By.Registrar
	}
	if t.By.Account != "" {
		return a, registry.ErrRole.On("role", string(registry.RoleSuper))
	}
	r, err := t.FindRegistrar(a.Registrar)
	if err != nil {
		return a, err
	}
	a.Email = strings.ToLower(strings.TrimSpace(a.Email))
	if _, err := t.Store.Accounts().ByEmail(r.ID, a.Email); err == nil {
		return a, registry.ErrTaken.On("email", a.Email)
	} else if _, err := command.IsFound(err); err != nil {
		return a, err
	}
	if _, err := t.Store.Accounts().Get(a.ID); err == nil {
		return a, registry.ErrTaken.On("account", string(a.ID))
	} else if _, err := command.IsFound(err); err != nil {
		return a, err
	}
	id, err := t.NewObjectIDs()
	if err != nil {
		return a, err
	}
	if a.Number, a.Created = id.Number, t.Now; a.ID == "" {
		a.ID = registry.AccountID(string(r.ID) + "-" + id.ROID)
	}
	holder, err := createAccountContact(t, a, c.Handle)
	if err != nil {
		return a, err
	}
	a.Contact = holder.ID
	if err := t.Store.Balances().Open(store.AccountOwner(a.ID), r.Currency); err != nil {
		return a, err
	}
	return a, command.Save(t, t.Store.Accounts(), a, registry.VerbCreate, registry.KindAccount, string(a.ID))
}

// createAccountContact creates the contact of a new account from its profile.
func createAccountContact(t *command.Tx, a registry.Account, handle registry.ContactID) (registry.Contact, error) {
	holder := registry.Actor{Registrar: a.Registrar, Account: a.ID, User: t.By.User, Frontend: t.By.Frontend, Request: t.By.Request}
	postal := a.Address
	if postal.Name == "" {
		postal.Name = strings.TrimSpace(a.First + " " + a.Last)
	}
	if postal.Org == "" {
		postal.Org = a.Org
	}
	created, err := contact.CreateContact{Prefix: "C", Complete: true, Contact: registry.Contact{
		ID: handle, Postal: postal, First: a.First, Last: a.Last, Voice: a.Voice, Email: a.Email,
	}}.Run(t.As(holder))
	return created.Contact, err
}
