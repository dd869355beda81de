package sqlstore

import (
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var contactSpec = jsonSpecWithSecret("contacts", "id",
	func(c registry.Contact) registry.ContactID { return c.ID }, textKey,
	[]string{"number", "uuid", "registrar", "account", "ident_country", "ident_code", "name_lower", "email_lower", "ident_type"},
	func(c registry.Contact) []any {
		return []any{c.Number, c.UUID, string(c.Registrar), string(c.Account), c.Ident.Country, c.Ident.Code,
			strings.ToLower(c.Postal.Name), strings.ToLower(c.Email), string(c.Ident.Type)}
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

func (t *contacts) Page(q store.ContactQuery) ([]registry.Contact, error) {
	w := contactConditions(q)
	if (q != store.ContactQuery{Registrar: q.Registrar, Account: q.Account, Offset: q.Offset, Limit: q.Limit}) {
		return queryAll(t.tx, t.scan, t.selectSQL+w.sql()+" ORDER BY id"+w.limit(q.Limit)+w.offset(q.Offset), w.args...)
	}
	// The inner query reads handles from an index, so that skipped rows are not
	// read.
	text := "SELECT c.doc, c.secret FROM (SELECT id FROM contacts" + w.sql() + " ORDER BY id" + w.limit(q.Limit) + w.offset(q.Offset) +
		") p JOIN contacts c ON c.id = p.id ORDER BY c.id"
	return queryAll(t.tx, t.scan, text, w.args...)
}

func (t *contacts) Count(q store.ContactQuery) (int, error) {
	w := contactConditions(q)
	n, err := queryOne(t.tx, scanInt, "SELECT count(*) FROM contacts"+w.sql(), w.args...)
	return int(n), err
}

// contactConditions returns the conditions of q. Handles and codes are in ASCII,
// which lower handles; names and addresses have columns in lower case.
func contactConditions(q store.ContactQuery) (w where) {
	w.ownedBy("", q.Registrar, q.Account)
	if q.Text != "" {
		like := "%" + likeEscape.Replace(strings.ToLower(q.Text)) + "%"
		w.and(`(name_lower LIKE ? ESCAPE '\' OR lower(id) LIKE ? ESCAPE '\' OR lower(ident_code) LIKE ? ESCAPE '\')`, like, like, like)
	}
	for _, c := range []struct{ cond, pattern string }{
		{`name_lower LIKE ? ESCAPE '\'`, q.NameLike}, {`email_lower LIKE ? ESCAPE '\'`, q.EmailLike}, {`lower(ident_code) LIKE ? ESCAPE '\'`, q.IdentLike},
	} {
		if c.pattern != "" {
			w.and(c.cond, patternEscape.Replace(strings.ToLower(c.pattern)))
		}
	}
	w.equal("lower(id)", strings.ToLower(string(q.ID)))
	w.equal("lower(ident_type)", strings.ToLower(string(q.IdentType)))
	w.equal("lower(ident_country)", strings.ToLower(q.IdentCountry))
	return w
}

// patternEscape escapes what is special in LIKE, except "%".
var patternEscape = strings.NewReplacer(`\`, `\\`, "_", `\_`)

func (t *contacts) ByIdent(country, code string, limit int) ([]registry.Contact, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE ident_country = $1 AND ident_code = $2 AND ident_code <> '' ORDER BY id LIMIT $3",
		country, code, limitOrDefault(limit))
}
