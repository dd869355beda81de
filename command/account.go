package command

import (
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateAccount makes a customer of the actor's registrar, with an empty wallet
// and a contact that names bought without a registrant get. For the registrar
// itself; operators name it in Account.Registrar.
type CreateAccount struct {
	Account registry.Account   // ID "": made up of the registrar and a number
	Handle  registry.ContactID // of the account's contact; "": made up
}

func (c CreateAccount) Run(t *Tx) (registry.Account, error) {
	a := c.Account
	if !t.By.Operator() {
		a.Registrar = t.By.Registrar
	}
	if t.By.Account != "" {
		return a, registry.ErrRole.On("role", string(registry.RoleSuper))
	}
	r, err := t.Registrar(a.Registrar)
	if err != nil {
		return a, err
	}
	a.Email = strings.ToLower(strings.TrimSpace(a.Email))
	if _, err := t.st.Accounts().ByEmail(r.ID, a.Email); err == nil {
		return a, registry.ErrTaken.On("email", a.Email)
	} else if _, err := found(err); err != nil {
		return a, err
	}
	if _, err := t.st.Accounts().Get(a.ID); err == nil {
		return a, registry.ErrTaken.On("account", string(a.ID))
	} else if _, err := found(err); err != nil {
		return a, err
	}
	id, err := t.identify()
	if err != nil {
		return a, err
	}
	if a.Number, a.Created = id.Number, t.Now; a.ID == "" {
		a.ID = registry.AccountID(string(r.ID) + "-" + id.ROID)
	}
	holder, err := t.holder(a, c.Handle)
	if err != nil {
		return a, err
	}
	a.Contact = holder.ID
	if err := t.st.Purses().Open(store.AccountPurse(a.ID), r.Currency); err != nil {
		return a, err
	}
	if err := t.st.Accounts().Put(a); err != nil {
		return a, err
	}
	return a, t.append("create", registry.KindAccount, string(a.ID), a)
}

// holder makes the contact of a new account out of its profile.
func (t *Tx) holder(a registry.Account, handle registry.ContactID) (registry.Contact, error) {
	asked := t.By
	t.By = registry.Actor{Registrar: a.Registrar, Account: a.ID, User: asked.User, Face: asked.Face, Request: asked.Request}
	defer func() { t.By = asked }()
	postal := a.Address
	if postal.Name == "" {
		postal.Name = strings.TrimSpace(a.First + " " + a.Last)
	}
	if postal.Org == "" {
		postal.Org = a.Org
	}
	made, err := CreateContact{Prefix: "C", Contact: registry.Contact{
		ID: handle, Postal: postal, First: a.First, Last: a.Last, Voice: a.Voice, Email: a.Email,
		EntityType: 7, Nationality: postal.Country, // .it: a subject of no special kind
	}}.Run(t)
	return made.Contact, err
}

// AccountInfo tells about the actor's own account.
type AccountInfo struct{}

func (AccountInfo) Answer(s *Snapshot) (registry.Account, error) { return s.Account(s.By.Account) }
