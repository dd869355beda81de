// Package sqlstore is the SQL that both engines share: PostgreSQL's text, with
// parameters $1 and up, in the subset that SQLite understands too. An engine
// gives it a Conn and decides about connections, transactions and commits.
package sqlstore

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ErrReadOnly is what writing in a View returns.
var ErrReadOnly = errors.New("store: a view cannot write")

// A Conn runs statements in one transaction. Arguments are int64, string,
// []byte or nil. Statements are prepared once per connection and text, so texts
// come from a bounded set. Errors that mean "run again" are store.ErrConflict.
type Conn interface {
	Query(text string, args ...any) (Rows, error)
	// Exec returns how many rows it touched.
	Exec(text string, args ...any) (int64, error)
	// ExecEach is Exec for each of several arguments.
	ExecEach(text string, args [][]any) ([]int64, error)
	// Send is Exec without an answer: the engine may run it later, but before
	// the next Query or Exec and before the transaction ends. An error of it
	// may come late, too.
	Send(text string, args ...any) error
	// Must is Send of what has to touch a row: if it does not, that is
	// store.ErrNotFound.
	Must(text string, args ...any) error
}

// Rows are what a Query found. Scan reads into *int64, *string and *[]byte; a
// NULL is read as nil bytes.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// A Tx implements store.Tx. It is for one transaction on one goroutine.
type Tx struct {
	conn   Conn
	locks  bool // what is read by key is read FOR UPDATE
	write  bool
	nextID func() (int64, error)
	log    func(registry.Change) error
	memory *Memory // may be nil
	err    error   // the first error of the connection: nothing of this transaction may be committed
	wrote  bool

	registrars table[registry.RegistrarID, registry.Registrar]
	accounts   accounts
	users      users
	tokens     tokens
	domains    domains
	contacts   contacts
	hosts      hosts
	records    records
	preorders  preorders
	transfers  transfers
	messages   messages
	purses     purses
	invoices   invoices
	certs      certificates
	replies    replies
	settings   table[string, store.Setting]
	zoneKeys   table[string, registry.ZoneKey]
}

// View returns a transaction that only reads.
func View(c Conn) *Tx { return newTx(&Tx{conn: c}) }

// An Engine is what a writing transaction needs beyond its connection.
type Engine struct {
	Locks  bool                        // rows read by key are locked until the transaction ends
	Memory *Memory                     // where an engine may have one; nil: none
	NextID func() (int64, error)       // store.Tx.NextID
	Log    func(registry.Change) error // store.Tx.Append
}

// Update returns a transaction that reads and writes.
func Update(c Conn, e Engine) *Tx {
	return newTx(&Tx{conn: c, locks: e.Locks, write: true, memory: e.Memory, nextID: e.NextID, log: e.Log})
}

func newTx(tx *Tx) *Tx {
	tx.registrars = table[registry.RegistrarID, registry.Registrar]{noun: registrarNoun, tx: tx}
	tx.accounts = accounts{table[registry.AccountID, registry.Account]{noun: accountNoun, tx: tx}}
	tx.users = users{table[registry.UserID, registry.User]{noun: userNoun, tx: tx}}
	tx.tokens = tokens{table[string, registry.Token]{noun: tokenNoun, tx: tx}}
	tx.domains = newDomains(tx)
	tx.contacts = contacts{table[registry.ContactID, registry.Contact]{noun: contactNoun, tx: tx}}
	tx.hosts = newHosts(tx)
	tx.records = records{table[int64, registry.Record]{noun: recordNoun, tx: tx}}
	tx.preorders = preorders{table[int64, registry.Preorder]{noun: preorderNoun, tx: tx}}
	tx.transfers = transfers{table[int64, registry.Transfer]{noun: transferNoun, tx: tx}}
	tx.messages = messages{table[int64, registry.Message]{noun: messageNoun, tx: tx}}
	tx.purses = purses{tx}
	tx.invoices = invoices{table[int64, registry.Invoice]{noun: invoiceNoun, tx: tx}}
	tx.certs = certificates{table[int64, registry.Certificate]{noun: certificateNoun, tx: tx}}
	tx.replies = replies{table[string, store.Reply]{noun: replyNoun, tx: tx}}
	tx.settings = table[string, store.Setting]{noun: settingNoun, tx: tx}
	tx.zoneKeys = table[string, registry.ZoneKey]{noun: zoneKeyNoun, tx: tx}
	return tx
}

// Wrote reports whether there is anything to roll back.
func (tx *Tx) Wrote() bool { return tx.wrote }

// Err returns the first error that the connection had: with one, the
// transaction must be rolled back whatever its function says.
func (tx *Tx) Err() error { return tx.err }

func (tx *Tx) Registrars() store.Table[registry.RegistrarID, registry.Registrar] {
	return &tx.registrars
}
func (tx *Tx) Accounts() store.Accounts                        { return &tx.accounts }
func (tx *Tx) Users() store.Users                              { return &tx.users }
func (tx *Tx) Tokens() store.Tokens                            { return &tx.tokens }
func (tx *Tx) Domains() store.Domains                          { return &tx.domains }
func (tx *Tx) Contacts() store.Contacts                        { return &tx.contacts }
func (tx *Tx) Hosts() store.Hosts                              { return &tx.hosts }
func (tx *Tx) Records() store.Records                          { return &tx.records }
func (tx *Tx) Preorders() store.Preorders                      { return &tx.preorders }
func (tx *Tx) Transfers() store.Transfers                      { return &tx.transfers }
func (tx *Tx) Messages() store.Messages                        { return &tx.messages }
func (tx *Tx) Purses() store.Purses                            { return &tx.purses }
func (tx *Tx) Invoices() store.Invoices                        { return &tx.invoices }
func (tx *Tx) Certificates() store.Certificates                { return &tx.certs }
func (tx *Tx) Statistics() store.Statistics                    { return statistics{tx} }
func (tx *Tx) Replies() store.Replies                          { return &tx.replies }
func (tx *Tx) Settings() store.Table[string, store.Setting]    { return &tx.settings }
func (tx *Tx) Search() store.Search                            { return search{tx} }
func (tx *Tx) ZoneKeys() store.Table[string, registry.ZoneKey] { return &tx.zoneKeys }

// Append writes one line of the change log.
func (tx *Tx) Append(c registry.Change) error {
	if err := tx.may(); err != nil {
		return err
	}
	tx.wrote = true
	return tx.failed(tx.log(c))
}

// NextID returns a number that no other object has.
func (tx *Tx) NextID() (int64, error) {
	if err := tx.may(); err != nil {
		return 0, err
	}
	id, err := tx.nextID()
	return id, tx.failed(err)
}

// may reports why nothing can be written. After an error nothing more is sent:
// SQLite may have ended the transaction by itself, and what came then would
// stay.
func (tx *Tx) may() error {
	if !tx.write {
		return ErrReadOnly
	}
	return tx.err
}

func (tx *Tx) exec(text string, args ...any) (int64, error) {
	if err := tx.may(); err != nil {
		return 0, err
	}
	n, err := tx.conn.Exec(text, args...)
	tx.wrote = tx.wrote || n > 0
	return n, tx.failed(err)
}

func (tx *Tx) send(text string, args ...any) error {
	if err := tx.may(); err != nil {
		return err
	}
	tx.wrote = true
	return tx.failed(tx.conn.Send(text, args...))
}

func (tx *Tx) failed(err error) error {
	if err != nil && tx.err == nil {
		tx.err = err
	}
	return err
}

// query calls row for every row that text finds.
func (tx *Tx) query(row func(Rows) error, text string, args ...any) error {
	if tx.err != nil {
		return tx.err
	}
	rows, err := tx.conn.Query(text, args...)
	if err != nil {
		return tx.failed(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return tx.failed(err)
		}
	}
	return tx.failed(rows.Err())
}

// one returns the only row that text finds, or store.ErrNotFound.
func one[V any](tx *Tx, scan func(Rows) (V, error), text string, args ...any) (V, error) {
	var v V
	found := false
	err := tx.query(func(r Rows) (err error) {
		found = true
		v, err = scan(r)
		return err
	}, text, args...)
	if err == nil && !found {
		err = store.ErrNotFound
	}
	return v, err
}

// many returns the rows that text finds.
func many[V any](tx *Tx, scan func(Rows) (V, error), text string, args ...any) ([]V, error) {
	var vs []V
	err := tx.query(func(r Rows) error {
		v, err := scan(r)
		vs = append(vs, v)
		return err
	}, text, args...)
	return vs, err
}

func scanInt(r Rows) (n int64, err error) { return n, r.Scan(&n) }

// micros is how an instant is stored: microseconds since 1970, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// instant undoes micros.
func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// atMost is the limit that a caller means by zero.
func atMost(limit int) int64 {
	if limit <= 0 {
		return 100
	}
	return int64(limit)
}
