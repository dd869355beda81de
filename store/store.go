// Package store declares the interfaces of a storage engine: Store opens transactions, and
// Tx has a table for each kind of object, with the queries that the use cases need. The
// engines sqlite and postgres are in folders below; they share the SQL of sqlstore, and an
// engine is complete when it passes the suite in storetest.
//
// Begin with this file. Package command is the caller of Update; views and command.Ask
// call View.
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var (
	// ErrNotFound reports that no row has the key.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict reports a race lost to another transaction: a unique key
	// violation, a deadlock, a serialization failure. The transaction can be
	// run again from the start; Update does so a few times.
	ErrConflict = errors.New("store: lost a race; run the transaction again")
	// ErrInsufficientFunds reports an entry that would have brought a balance
	// below zero. No balance was changed.
	ErrInsufficientFunds = errors.New("store: insufficient funds")
)

// A Store keeps one environment of one registry.
type Store interface {
	// Update runs fn in one transaction and commits it durably before it
	// returns. If fn returns an error or panics, the transaction is rolled
	// back and Update returns the error or panics. If fn returns
	// ErrConflict, it is run again. Since fn may run several times, and on
	// another goroutine, it must change nothing but its Tx and variables
	// that each run assigns afresh.
	Update(ctx context.Context, fn func(Tx) error) error

	// View runs fn in a read-only transaction on one snapshot. Writes fail.
	View(ctx context.Context, fn func(Tx) error) error

	// Changes yields the committed changes with a Seq above after, in commit
	// order and without gaps, and ends at the newest. It reads in batches and
	// holds no transaction while the caller's loop body runs.
	Changes(ctx context.Context, after uint64) iter.Seq2[registry.Change, error]

	// Committed returns a channel that is closed by the next commit after the
	// call: at once for a commit of this process, within a second for one of
	// another process.
	Committed() <-chan struct{}

	// Close ends running transactions and releases the store.
	Close() error
}

// A Tx is one transaction. Lookups of a missing row return ErrNotFound. A row
// that an Update reads by key cannot be changed by others until it ends.
type Tx interface {
	Registrars() Table[registry.RegistrarID, registry.Registrar]
	Accounts() Accounts
	Users() Users
	Tokens() Tokens
	Domains() Domains
	Contacts() Contacts
	Hosts() Hosts
	Records() Records
	Preorders() Preorders
	Transfers() Transfers
	Messages() Messages
	Balances() Balances
	Invoices() Invoices
	Certificates() Certificates
	Statistics() Statistics
	Responses() StoredResponses
	Settings() Table[string, Setting]
	ZoneKeys() Table[string, registry.ZoneKey] // by ZoneKey.Name
	Listings() Listings
	Search() Search

	// Append writes one line of the change log. The store assigns Change.Seq
	// at the commit.
	Append(registry.Change) error
	// LastZoneSeq returns the Seq of the newest change of a domain directly
	// below tld, of a host below tld, or of any registrar; 0: there is none.
	LastZoneSeq(tld name.Name) (uint64, error)
	// LastSeq returns the Seq of the newest change that the transaction sees;
	// 0: there is none.
	LastSeq() (uint64, error)

	// NextID returns a new, unique number. Numbers ascend within a process;
	// a roll-back or a restart leaves gaps.
	NextID() (int64, error)
}

// A Table holds values by key. Put inserts or replaces; ErrConflict means that
// another transaction inserted the key first. Delete of a missing key is no
// error.
type Table[K comparable, V any] interface {
	Get(K) (V, error)
	Put(V) error
	// PutLogged is Put and Append of c, with the row's document in c.After.
	PutLogged(V, registry.Change) error
	Delete(K) error
	// All yields every value in key order. It reads within the transaction.
	All() iter.Seq2[V, error]
}

// Accounts is keyed by Account.ID.
type Accounts interface {
	Table[registry.AccountID, registry.Account]
	// ByEmail returns a registrar's account by e-mail address, case-insensitive.
	ByEmail(registrar registry.RegistrarID, email string) (registry.Account, error)
}

// Users is keyed by User.ID.
type Users interface {
	Table[registry.UserID, registry.User]
	// ByLogin returns the user with a login name, which is unique in its realm.
	ByLogin(realm, login string) (registry.User, error)
	// ByAccount yields the users of an account; account "" means the
	// registrar's own users.
	ByAccount(registrar registry.RegistrarID, account registry.AccountID) iter.Seq2[registry.User, error]
}

// Tokens is keyed by Token.Hash.
type Tokens interface {
	Table[string, registry.Token]
	// ByUser yields a user's tokens.
	ByUser(user registry.UserID) iter.Seq2[registry.Token, error]
	// PurgeExpired deletes at most limit tokens whose Expires and Until are both
	// before t, and returns how many.
	PurgeExpired(t time.Time, limit int) (int, error)
}

// Domains is keyed by name. Delete releases the name.
type Domains interface {
	Table[name.Name, registry.Domain]
	// ByNumber returns the domain with a Domain.Number.
	ByNumber(int64) (registry.Domain, error)
	// ByUUID returns the domain with a Domain.UUID.
	ByUUID(string) (registry.Domain, error)
	// Due returns at most limit names whose Domain.Due is not after now, the
	// longest overdue first.
	Due(now time.Time, limit int) ([]name.Name, error)
	// DueFor is Due for the names of one account, or of one registrar when
	// account is empty.
	DueFor(registrar registry.RegistrarID, account registry.AccountID, now time.Time, limit int) ([]name.Name, error)
	// ForEachDocument calls f with the JSON document of every domain, in no
	// order, for callers that need little of each.
	ForEachDocument(f func(doc string) error) error
	// List returns the domains that match q, in its Order.
	List(q DomainQuery) ([]registry.Domain, error)
	// Count returns how many domains match q, ignoring After, Offset and Limit.
	Count(q DomainQuery) (int, error)
	// NamesByContact returns the names that have one of the contacts in one of
	// the roles, sorted, without duplicates.
	NamesByContact(contacts []registry.ContactID, roles ...registry.ContactRole) ([]name.Name, error)
}

// Contacts is keyed by handle.
type Contacts interface {
	Table[registry.ContactID, registry.Contact]
	// ByUUID returns the contact with a Contact.UUID.
	ByUUID(string) (registry.Contact, error)
	// List returns at most limit contacts with a handle greater than after, in
	// handle order. An empty registrar or account means all.
	List(registrar registry.RegistrarID, account registry.AccountID, after registry.ContactID, limit int) ([]registry.Contact, error)
	// Page returns the contacts that match q, in handle order.
	Page(q ContactQuery) ([]registry.Contact, error)
	// Count returns how many contacts match q, ignoring Offset and Limit.
	Count(q ContactQuery) (int, error)
	// ByIdent returns at most limit contacts with an ident code of a country.
	ByIdent(country, code string, limit int) ([]registry.Contact, error)
}

// Hosts is keyed by name.
type Hosts interface {
	Table[name.Name, registry.Host]
	// SubordinateTo returns the subordinate hosts of a domain (RFC 5732).
	SubordinateTo(domain name.Name) ([]registry.Host, error)
	// Within returns at most limit hosts at or below n, of any registrar.
	Within(n name.Name, limit int) ([]registry.Host, error)
	// List returns at most limit hosts with a name greater than after, in name
	// order. An empty registrar or account means all.
	List(registrar registry.RegistrarID, account registry.AccountID, after name.Name, limit int) ([]registry.Host, error)
}

// Records is keyed by Record.ID.
type Records interface {
	Table[int64, registry.Record]
	// ByZone returns a zone's records in the order of their IDs.
	ByZone(zone name.Name) ([]registry.Record, error)
	// DeleteZone deletes all records of a zone and returns how many.
	DeleteZone(zone name.Name) (int, error)
}

// Preorders is keyed by Preorder.ID.
type Preorders interface {
	Table[int64, registry.Preorder]
	// Waiting returns the waiting preorders of a name, the oldest first.
	Waiting(n name.Name) ([]registry.Preorder, error)
	// ByAccount returns at most limit preorders of an account with an ID above
	// after, in the order of their IDs.
	ByAccount(account registry.AccountID, after int64, limit int) ([]registry.Preorder, error)
}

// Transfers is keyed by Transfer.ID.
type Transfers interface {
	Table[int64, registry.Transfer]
	// BySide returns at most limit transfers that have a registrar (and, if not
	// empty, its account) on the gaining or losing side and that are pending or
	// have an Acted of since or later, newest first.
	BySide(registrar registry.RegistrarID, account registry.AccountID, since time.Time, limit int) ([]registry.Transfer, error)
	// Due returns at most limit pending transfers of objects of a kind whose
	// Acted is not after now, the longest overdue first.
	Due(kind registry.Kind, now time.Time, limit int) ([]registry.Transfer, error)
}

// Messages is keyed by Message.ID.
type Messages interface {
	Table[int64, registry.Message]
	// Unread returns a registrar's oldest unread message and the number of
	// unread messages; ErrNotFound when there is none.
	Unread(registrar registry.RegistrarID) (registry.Message, int, error)
	// List returns a registrar's messages, or the unread ones only, newest
	// first.
	List(registrar registry.RegistrarID, unread bool, offset, limit int) ([]registry.Message, error)
}

// A Balance holds the running totals of one owner: the sums of the postings to
// its books, and the number of its domains. The JSON names are those of stored
// responses.
type Balance struct {
	Owner     string // "account:<id>" or "registrar:<id>"
	Currency  string
	Available int64 `json:"Balance"` // minor units free to spend; never below zero
	OnHold    int64 `json:"Held"`    // minor units on hold for preorders; never below zero
	Domains   int64 `json:"Names"`   // domains
}

// Balances stores the ledger: entries, and the balances derived from them.
type Balances interface {
	// Get returns the balance of an owner (see AccountOwner, RegistrarOwner).
	Get(owner string) (Balance, error)
	// AccountFunds and RegistrarFunds return the Available of an owner, the
	// zero Amount without a balance. They make Balances a registry.Funds.
	AccountFunds(registry.AccountID) (money.Amount, error)
	RegistrarFunds(registry.RegistrarID) (money.Amount, error)
	// Open creates a zero balance unless the owner has one.
	Open(owner, currency string) error
	// Post writes a balanced entry, assigns its ID, and updates the balances
	// of its books: Wallet(a) and Hold(a) are Available and OnHold of
	// "account:a", Deposit(r) is Available of "registrar:r"; other books have
	// no balance. ErrInsufficientFunds when one would fall below zero.
	Post(money.Entry) (money.Entry, error)
	// AddDomains adds n to the owner's Domains; ErrNotFound without a balance.
	AddDomains(owner string, n int) error
	// CountDomains returns how many domains a registrar and its accounts have.
	CountDomains(registrar registry.RegistrarID) (int, error)
	// Entries returns at most limit entries with a posting to book and an ID
	// below before (0: no bound), newest first.
	Entries(book money.Book, before int64, limit int) ([]money.Entry, error)
	// Statement returns the statement lines that match q, newest first, and
	// their number without q's Offset and Limit.
	Statement(q StatementQuery) ([]StatementLine, int, error)
	// Audit returns one sentence for each error in the ledger: entries that do
	// not sum to zero, balances that differ from their postings or from their
	// number of domains, balances below zero. Nil: there is none.
	Audit() ([]string, error)
}

// AccountOwner returns the Balance.Owner of an account.
func AccountOwner(a registry.AccountID) string { return "account:" + string(a) }

// RegistrarOwner returns the Balance.Owner of a registrar.
func RegistrarOwner(r registry.RegistrarID) string { return "registrar:" + string(r) }

// A Setting is one setting of the environment, such as the offset of its clock.
type Setting struct{ Key, Value string }

// A StoredResponse is the result of a command with an idempotency key, kept to
// be returned to a repeated request.
type StoredResponse struct {
	Key     string
	Expires time.Time // when it may be deleted
	Body    []byte    // encrypted by the caller
}

// StoredResponses is keyed by StoredResponse.Key.
type StoredResponses interface {
	Get(key string) (StoredResponse, error)
	Put(StoredResponse) error
	// PurgeExpired deletes at most limit responses that expired before t, and
	// returns how many.
	PurgeExpired(t time.Time, limit int) (int, error)
}
