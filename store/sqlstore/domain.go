package sqlstore

import (
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var domainSpec = jsonSpecWithSecret("domains", "name",
	func(d registry.Domain) name.Name { return d.Name }, textKey,
	[]string{"number", "roid", "uuid", "registrar", "account", "tld", "due", "expires", "statuses"},
	func(d registry.Domain) []any {
		return []any{
			d.Number, d.ROID, d.UUID, string(d.Registrar), string(d.Account), string(d.Name.Parent()),
			toMicros(d.Due()), toMicros(d.Expires), statusBits(d.AllStatuses()) &^ unknownStatus,
		}
	},
	func(d registry.Domain) []byte { return d.AuthInfo },
	func(d *registry.Domain, secret []byte) { d.AuthInfo = secret })

type domains struct{ linkedTable[registry.Domain] }

func newDomains(tx *Tx) domains {
	return domains{linkedTable[registry.Domain]{table: table[name.Name, registry.Domain]{tableSpec: domainSpec, tx: tx}, linksOf: linksOf}}
}

func (t *domains) ByNumber(number int64) (registry.Domain, error) {
	d, err := t.getWhere("number = $1 AND number <> 0", number)
	return t.noteLinks(d, err)
}

func (t *domains) ByUUID(uuid string) (registry.Domain, error) {
	d, err := t.getWhere("uuid = $1 AND uuid <> ''", uuid)
	return t.noteLinks(d, err)
}

func (t *domains) Due(now time.Time, limit int) ([]name.Name, error) {
	return queryAll(t.tx, scanName, "SELECT name FROM domains WHERE due > 0 AND due <= $1 ORDER BY due LIMIT $2",
		toMicros(now), limitOrDefault(limit))
}

func (t *domains) DueFor(registrar registry.RegistrarID, account registry.AccountID, now time.Time, limit int) ([]name.Name, error) {
	// The || '' keeps the planner from the index on names of a registrar, which has no due.
	owner, args := "registrar = $1 AND $2 = ''", []any{string(registrar), string(account), toMicros(now), limitOrDefault(limit)}
	if account != "" {
		owner = "registrar || '' = $1 AND account = $2 AND account <> ''"
	}
	return queryAll(t.tx, scanName, "SELECT name FROM domains WHERE "+owner+" AND due > 0 AND due <= $3 ORDER BY due LIMIT $4", args...)
}

func scanName(r Rows) (name.Name, error) {
	var s string
	err := r.Scan(&s)
	return name.Name(s), err
}
