package sqlstore

import (
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

var registrarSpec = jsonSpec("registrars", "id", "",
	func(r registry.Registrar) registry.RegistrarID { return r.ID }, textKey,
	nil, func(registry.Registrar) []any { return nil }).withCache()

var accountSpec = jsonSpec("accounts", "id", "",
	func(a registry.Account) registry.AccountID { return a.ID }, textKey,
	[]string{"registrar", "email"},
	func(a registry.Account) []any { return []any{string(a.Registrar), strings.ToLower(a.Email)} }).withCache()

type accounts struct {
	table[registry.AccountID, registry.Account]
}

func (t *accounts) ByEmail(registrar registry.RegistrarID, email string) (registry.Account, error) {
	return t.getWhere("registrar = $1 AND email = $2 AND email <> ''", string(registrar), strings.ToLower(email))
}
