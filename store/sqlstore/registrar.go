package sqlstore

import (
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

var registrarNoun = document("registrars", "id", "",
	func(r registry.Registrar) registry.RegistrarID { return r.ID }, text,
	nil, func(registry.Registrar) []any { return nil }).asSteady()

var accountNoun = document("accounts", "id", "",
	func(a registry.Account) registry.AccountID { return a.ID }, text,
	[]string{"registrar", "email"},
	func(a registry.Account) []any { return []any{string(a.Registrar), strings.ToLower(a.Email)} }).asSteady()

type accounts struct {
	table[registry.AccountID, registry.Account]
}

func (t *accounts) ByEmail(registrar registry.RegistrarID, email string) (registry.Account, error) {
	return t.by("registrar = $1 AND email = $2 AND email <> ''", string(registrar), strings.ToLower(email))
}
