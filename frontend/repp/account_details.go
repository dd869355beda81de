package repp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

type details struct {
	Account    accountDetails       `json:"account"`
	Roles      []string             `json:"roles"`
	Interfaces []registry.Interface `json:"interfaces"`
}

type accountDetails struct {
	BillingEmail string       `json:"billing_email"`
	IBAN         string       `json:"iban"`
	IBANLength   int          `json:"iban_max_length"`
	Linked       []linkedUser `json:"linked_users"`
	Users        []linkedUser `json:"api_users"`
	Addresses    []whiteIP    `json:"white_ips"`
	Reload       *reloadType  `json:"balance_auto_reload"`
	PDF          bool         `json:"accept_pdf_invoices"`
	MinDeposit   string       `json:"min_deposit"`
}

type linkedUser struct {
	ID        int64  `json:"id"`
	Username  string `json:"username"`
	Role      string `json:"role" example:"epp, billing"`
	Registrar string `json:"registrar_name"`
}

func encodeLinkedUser(u registry.User, r registry.Registrar) linkedUser {
	return linkedUser{u.Number, u.Login, rolesText(u.Roles), r.Name}
}

// detailsQuery reads what GET /accounts/details shows. Without the role super,
// users and access stay empty.
type detailsQuery struct{}

type detailsResult struct {
	registrar registry.Registrar
	linked    []registry.User
	access    accessList
	users     []access.RegistrarUser
}

func (detailsQuery) Answer(s *command.Snapshot) (d detailsResult, err error) {
	if d.registrar, err = s.FindRegistrar(s.By.Registrar); err != nil {
		return d, err
	}
	if d.linked, err = (access.LinkedUsers{}).Answer(s); err != nil || !s.By.May(registry.RoleSuper) {
		return d, err
	}
	if d.users, err = (access.ListRegistrarUsers{}).Answer(s); err != nil {
		return d, err
	}
	d.access, err = accessListQuery{}.Answer(s)
	return d, err
}

func showDetails(c *rest.Call, _ struct{}) (answer[details], error) {
	d, err := rest.Ask(c, detailsQuery{})
	r := d.registrar
	out := details{
		Account: accountDetails{
			BillingEmail: r.BillingEmail, IBAN: r.IBAN, IBANLength: registrar.MaxIBAN, Reload: encodeReloadType(r), PDF: !r.NoPDF,
			MinDeposit: decimal(money.Amount{Minor: max(c.Runner.Billing.MinAmount, 1), Currency: r.Currency}),
			Linked:     []linkedUser{}, Users: []linkedUser{}, Addresses: []whiteIP{},
		},
		Roles: allRoles, Interfaces: interfaces,
	}
	for _, u := range d.linked {
		out.Account.Linked = append(out.Account.Linked, encodeLinkedUser(u, r))
	}
	for _, u := range d.users {
		out.Account.Users = append(out.Account.Users, encodeLinkedUser(u.User, r))
	}
	out.Account.Addresses = append(out.Account.Addresses, encodeAddresses(d.access)...)
	return success(out), err
}
