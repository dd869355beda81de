// Package sqlstore implements store.Tx in SQL for both engines. The SQL is PostgreSQL's,
// with parameters $1 and up, in the subset that SQLite understands too. An engine supplies
// a Conn and manages connections, transactions and commits.
//
// Begin with table.go: a row is the columns that are searched or constrained, and one JSON
// document. The folder migrations has the schema with a comment on every column;
// change.go has the change log, whose sequence is assigned last.
package sqlstore

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

// ErrReadOnly reports a write in a View.
var ErrReadOnly = errors.New("store: a view cannot write")

// A Conn runs statements in one transaction. Arguments are int64, string,
// []byte or nil. Statements are prepared once per connection and text, so texts
// come from a bounded set. Errors that mean "run again" are store.ErrConflict.
type Conn interface {
	Query(text string, args ...any) (Rows, error)
	// Exec returns the number of affected rows.
	Exec(text string, args ...any) (int64, error)
	// ExecEach runs the statement once for each list of arguments.
	ExecEach(text string, args [][]any) ([]int64, error)
	// Send is Exec without a result: the engine may defer it, but runs it before
	// the next Query or Exec and before the transaction ends. Its error may be
	// returned by that later call.
	Send(text string, args ...any) error
	// SendExpectingRow is Send of a statement that must affect a row: otherwise
	// the error is store.ErrNotFound.
	SendExpectingRow(text string, args ...any) error
}

// Rows is the result of a Query. Scan reads into *int64, *string and *[]byte;
// NULL is read as a nil []byte.
type Rows interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close()
}

// A Tx implements store.Tx for one transaction. It is not safe for concurrent
// use.
type Tx struct {
	conn     Conn
	lockRows bool // reads by key are FOR UPDATE
	write    bool
	nextID   func() (int64, error)
	log      func(registry.Change) error
	cache    *Cache // nil: none
	err      error  // the first error of the connection; the transaction must not be committed
	wrote    bool

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
	balances   balances
	invoices   invoices
	certs      certificates
	responses  storedResponses
	settings   table[string, store.Setting]
	zoneKeys   table[string, registry.ZoneKey]
	listings   listings
}

// NewView returns a read-only transaction on c.
func NewView(c Conn) *Tx { return newTx(&Tx{conn: c}) }

// WriteOptions configures a writing transaction.
type WriteOptions struct {
	LockRows bool                        // lock rows that are read by key until the transaction ends
	Cache    *Cache                      // nil: none
	NextID   func() (int64, error)       // implements store.Tx.NextID
	Append   func(registry.Change) error // implements store.Tx.Append
}

// NewUpdate returns a transaction on c that reads and writes.
func NewUpdate(c Conn, e WriteOptions) *Tx {
	return newTx(&Tx{conn: c, lockRows: e.LockRows, write: true, cache: e.Cache, nextID: e.NextID, log: e.Append})
}

func newTx(tx *Tx) *Tx {
	tx.registrars = table[registry.RegistrarID, registry.Registrar]{tableSpec: registrarSpec, tx: tx}
	tx.accounts = accounts{table[registry.AccountID, registry.Account]{tableSpec: accountSpec, tx: tx}}
	tx.users = users{table[registry.UserID, registry.User]{tableSpec: userSpec, tx: tx}}
	tx.tokens = tokens{table[string, registry.Token]{tableSpec: tokenSpec, tx: tx}}
	tx.domains = newDomains(tx)
	tx.contacts = contacts{table[registry.ContactID, registry.Contact]{tableSpec: contactSpec, tx: tx}}
	tx.hosts = newHosts(tx)
	tx.records = records{table[int64, registry.Record]{tableSpec: recordSpec, tx: tx}}
	tx.preorders = preorders{table[int64, registry.Preorder]{tableSpec: preorderSpec, tx: tx}}
	tx.transfers = transfers{table[int64, registry.Transfer]{tableSpec: transferSpec, tx: tx}}
	tx.messages = messages{table: table[int64, registry.Message]{tableSpec: messageSpec, tx: tx}}
	tx.balances = balances{tx}
	tx.invoices = invoices{table[int64, registry.Invoice]{tableSpec: invoiceSpec, tx: tx}}
	tx.certs = certificates{table[int64, registry.Certificate]{tableSpec: certificateSpec, tx: tx}}
	tx.responses = storedResponses{table[string, store.StoredResponse]{tableSpec: storedResponseSpec, tx: tx}}
	tx.settings = table[string, store.Setting]{tableSpec: settingSpec, tx: tx}
	tx.listings = listings{table[name.Name, namelist.Listing]{tableSpec: listingSpec, tx: tx}}
	tx.zoneKeys = table[string, registry.ZoneKey]{tableSpec: zoneKeySpec, tx: tx}
	return tx
}

// Wrote reports whether the transaction has written anything.
func (tx *Tx) Wrote() bool { return tx.wrote }

// Err returns the first error of the connection. If it is not nil, the
// transaction must be rolled back, whatever its function returned.
func (tx *Tx) Err() error { return tx.err }

// Registrars returns the table of registrars; the methods below are those of store.Tx too.
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
func (tx *Tx) Listings() store.Listings                        { return &tx.listings }
func (tx *Tx) Preorders() store.Preorders                      { return &tx.preorders }
func (tx *Tx) Transfers() store.Transfers                      { return &tx.transfers }
func (tx *Tx) Messages() store.Messages                        { return &tx.messages }
func (tx *Tx) Balances() store.Balances                        { return &tx.balances }
func (tx *Tx) Invoices() store.Invoices                        { return &tx.invoices }
func (tx *Tx) Certificates() store.Certificates                { return &tx.certs }
func (tx *Tx) Statistics() store.Statistics                    { return statistics{tx} }
func (tx *Tx) Responses() store.StoredResponses                { return &tx.responses }
func (tx *Tx) Settings() store.Table[string, store.Setting]    { return &tx.settings }
func (tx *Tx) Search() store.Search                            { return search{tx} }
func (tx *Tx) ZoneKeys() store.Table[string, registry.ZoneKey] { return &tx.zoneKeys }

// Append writes one line of the change log.
func (tx *Tx) Append(c registry.Change) error {
	if err := tx.checkWritable(); err != nil {
		return err
	}
	tx.wrote = true
	return tx.keepErr(tx.log(c))
}

// NextID returns a new, unique number.
func (tx *Tx) NextID() (int64, error) {
	if err := tx.checkWritable(); err != nil {
		return 0, err
	}
	id, err := tx.nextID()
	return id, tx.keepErr(err)
}

// checkWritable returns an error if the transaction must not write: it is
// read-only, or a statement has failed. SQLite may have rolled back by itself
// then, and later statements would commit on their own.
func (tx *Tx) checkWritable() error {
	if !tx.write {
		return ErrReadOnly
	}
	return tx.err
}

func (tx *Tx) exec(text string, args ...any) (int64, error) {
	if err := tx.checkWritable(); err != nil {
		return 0, err
	}
	n, err := tx.conn.Exec(text, args...)
	tx.wrote = tx.wrote || n > 0
	return n, tx.keepErr(err)
}

func (tx *Tx) send(text string, args ...any) error {
	if err := tx.checkWritable(); err != nil {
		return err
	}
	tx.wrote = true
	return tx.keepErr(tx.conn.Send(text, args...))
}

func (tx *Tx) keepErr(err error) error {
	if err != nil && tx.err == nil {
		tx.err = err
	}
	return err
}

// query calls row for every row of the result.
func (tx *Tx) query(row func(Rows) error, text string, args ...any) error {
	if tx.err != nil {
		return tx.err
	}
	rows, err := tx.conn.Query(text, args...)
	if err != nil {
		return tx.keepErr(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return tx.keepErr(err)
		}
	}
	return tx.keepErr(rows.Err())
}

// queryOne returns the only row of the result, or store.ErrNotFound.
func queryOne[V any](tx *Tx, scan func(Rows) (V, error), text string, args ...any) (V, error) {
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

// queryAll returns all rows of the result.
func queryAll[V any](tx *Tx, scan func(Rows) (V, error), text string, args ...any) ([]V, error) {
	var vs []V
	err := tx.query(func(r Rows) error {
		v, err := scan(r)
		vs = append(vs, v)
		return err
	}, text, args...)
	return vs, err
}

func scanInt(r Rows) (n int64, err error) { return n, r.Scan(&n) }

// toMicros returns an instant as it is stored: microseconds since 1970, 0 for
// the zero time.
func toMicros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// fromMicros is the inverse of toMicros.
func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// limitOrDefault returns limit, or 100 for zero.
func limitOrDefault(limit int) int64 {
	if limit <= 0 {
		return 100
	}
	return int64(limit)
}
