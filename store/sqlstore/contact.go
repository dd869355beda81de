package sqlstore

import "github.com/cadastre-registry/cadastre/registry"

var contactNoun = secretive("contacts", "id",
	func(c registry.Contact) registry.ContactID { return c.ID }, text,
	[]string{"number", "uuid", "registrar", "account", "ident_country", "ident_code"},
	func(c registry.Contact) []any {
		return []any{c.Number, c.UUID, string(c.Registrar), string(c.Account), c.Ident.Country, c.Ident.Code}
	},
	func(c registry.Contact) []byte { return c.AuthInfo },
	func(c *registry.Contact, secret []byte) { c.AuthInfo = secret }).asSteady()

type contacts struct {
	table[registry.ContactID, registry.Contact]
}

func (t *contacts) ByUUID(uuid string) (registry.Contact, error) {
	return t.by("uuid = $1 AND uuid <> ''", uuid)
}

func (t *contacts) List(registrar registry.RegistrarID, account registry.AccountID, after registry.ContactID, limit int) ([]registry.Contact, error) {
	var w where
	w.owned("", registrar, account)
	w.and("id > ?", string(after))
	text := t.pick + w.text() + " ORDER BY id" + w.limit(limit)
	return many(t.tx, t.scan, text, w.args...)
}

func (t *contacts) Page(registrar registry.RegistrarID, account registry.AccountID, offset, limit int) ([]registry.Contact, error) {
	var w where
	w.owned("", registrar, account)
	text := "SELECT c.doc, c.secret FROM (SELECT id FROM contacts" + w.text() + " ORDER BY id" + w.limit(limit) + w.offset(offset) +
		") p JOIN contacts c ON c.id = p.id ORDER BY c.id"
	return many(t.tx, t.scan, text, w.args...)
}

func (t *contacts) Count(registrar registry.RegistrarID, account registry.AccountID) (int, error) {
	var w where
	w.owned("", registrar, account)
	n, err := one(t.tx, scanInt, "SELECT count(*) FROM contacts"+w.text(), w.args...)
	return int(n), err
}

func (t *contacts) ByIdent(country, code string, limit int) ([]registry.Contact, error) {
	return many(t.tx, t.scan, t.pick+" WHERE ident_country = $1 AND ident_code = $2 AND ident_code <> '' ORDER BY id LIMIT $3",
		country, code, atMost(limit))
}
