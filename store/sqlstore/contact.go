package sqlstore

import "github.com/cadastre-registry/cadastre/registry"

var contactSpec = jsonSpecWithSecret("contacts", "id",
	func(c registry.Contact) registry.ContactID { return c.ID }, textKey,
	[]string{"number", "uuid", "registrar", "account", "ident_country", "ident_code"},
	func(c registry.Contact) []any {
		return []any{c.Number, c.UUID, string(c.Registrar), string(c.Account), c.Ident.Country, c.Ident.Code}
	},
	func(c registry.Contact) []byte { return c.AuthInfo },
	func(c *registry.Contact, secret []byte) { c.AuthInfo = secret }).withCache()

type contacts struct {
	table[registry.ContactID, registry.Contact]
}

func (t *contacts) ByUUID(uuid string) (registry.Contact, error) {
	return t.getWhere("uuid = $1 AND uuid <> ''", uuid)
}

func (t *contacts) List(registrar registry.RegistrarID, account registry.AccountID, after registry.ContactID, limit int) ([]registry.Contact, error) {
	var w where
	w.ownedBy("", registrar, account)
	w.and("id > ?", string(after))
	text := t.selectSQL + w.sql() + " ORDER BY id" + w.limit(limit)
	return queryAll(t.tx, t.scan, text, w.args...)
}

func (t *contacts) Page(registrar registry.RegistrarID, account registry.AccountID, offset, limit int) ([]registry.Contact, error) {
	var w where
	w.ownedBy("", registrar, account)
	text := "SELECT c.doc, c.secret FROM (SELECT id FROM contacts" + w.sql() + " ORDER BY id" + w.limit(limit) + w.offset(offset) +
		") p JOIN contacts c ON c.id = p.id ORDER BY c.id"
	return queryAll(t.tx, t.scan, text, w.args...)
}

func (t *contacts) Count(registrar registry.RegistrarID, account registry.AccountID) (int, error) {
	var w where
	w.ownedBy("", registrar, account)
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM contacts"+w.sql(), w.args...)
	return int(n), err
}

func (t *contacts) ByIdent(country, code string, limit int) ([]registry.Contact, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE ident_country = $1 AND ident_code = $2 AND ident_code <> '' ORDER BY id LIMIT $3",
		country, code, limitOrDefault(limit))
}
