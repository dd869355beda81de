package sqlstore

import (
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var domainNoun = secretive("domains", "name",
	func(d registry.Domain) name.Name { return d.Name }, text,
	[]string{"number", "roid", "uuid", "registrar", "account", "tld", "due", "expires"},
	func(d registry.Domain) []any {
		return []any{
			d.Number, d.ROID, d.UUID, string(d.Registrar), string(d.Account), string(d.Name.Parent()),
			micros(d.Due()), micros(d.Expires),
		}
	},
	func(d registry.Domain) []byte { return d.AuthInfo },
	func(d *registry.Domain, secret []byte) { d.AuthInfo = secret })

// domains also keeps the links of each domain to its contacts and hosts. They
// are a function of the domain, so what is there is known from the domain as
// it was read.
type domains struct {
	table[name.Name, registry.Domain]
	links map[name.Name][]link
}

func newDomains(tx *Tx) domains {
	return domains{table: table[name.Name, registry.Domain]{noun: domainNoun, tx: tx}}
}

func (t *domains) Get(n name.Name) (registry.Domain, error) {
	d, err := t.table.Get(n)
	return t.read(d, err)
}

func (t *domains) ByNumber(number int64) (registry.Domain, error) {
	d, err := t.by("number = $1 AND number <> 0", number)
	return t.read(d, err)
}

func (t *domains) ByUUID(uuid string) (registry.Domain, error) {
	d, err := t.by("uuid = $1 AND uuid <> ''", uuid)
	return t.read(d, err)
}

func (t *domains) read(d registry.Domain, err error) (registry.Domain, error) {
	if err == nil && t.tx.write {
		t.keep(d.Name, linksOf(d))
	}
	return d, err
}

func (t *domains) keep(n name.Name, links []link) {
	if t.links == nil {
		t.links = map[name.Name][]link{}
	}
	t.links[n] = links
}

func (t *domains) Put(d registry.Domain) error {
	if err := t.ask(d.Name); err != nil {
		return err
	}
	after := linksOf(d)
	if err := t.table.Put(d); err != nil {
		return err
	}
	if err := t.tx.relink(d.Name, t.links[d.Name], after); err != nil {
		return err
	}
	t.keep(d.Name, after)
	return nil
}

func (t *domains) Delete(n name.Name) error {
	if err := t.ask(n); err != nil {
		return err
	}
	if err := t.table.Delete(n); err != nil {
		return err
	}
	if err := t.tx.relink(n, t.links[n], nil); err != nil {
		return err
	}
	delete(t.links, n)
	return nil
}

// ask makes sure that it is known what is at n.
func (t *domains) ask(n name.Name) error {
	if _, asked := t.seen[n]; asked || !t.tx.write {
		return nil
	}
	if _, err := t.Get(n); t.tx.err != nil {
		return err
	}
	return nil
}

func (t *domains) Due(now time.Time, limit int) ([]name.Name, error) {
	return many(t.tx, scanName, "SELECT name FROM domains WHERE due > 0 AND due <= $1 ORDER BY due LIMIT $2",
		micros(now), atMost(limit))
}

func (t *domains) DueOf(registrar registry.RegistrarID, account registry.AccountID, now time.Time, limit int) ([]name.Name, error) {
	// Joined to '', owners keep off their own indexes: few names are due, and a
	// planner without statistics would rather read all that the owner has.
	return many(t.tx, scanName, `SELECT name FROM domains
		WHERE due > 0 AND due <= $1 AND registrar || '' = $2 AND ($3 = '' OR account || '' = $3) ORDER BY due LIMIT $4`,
		micros(now), string(registrar), string(account), atMost(limit))
}

func scanName(r Rows) (name.Name, error) {
	var s string
	err := r.Scan(&s)
	return name.Name(s), err
}
