// Package store is what the registry asks of a storage engine. Engines live in
// the folders below; storetest holds the suite that each of them passes.
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
	// ErrNotFound reports a key that a table does not have.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict reports a race that another transaction won: a unique key
	// that was free a moment ago, a deadlock, a serialization failure. Run
	// again from the start; Update does so a few times by itself.
	ErrConflict = errors.New("store: lost a race; run the transaction again")
	// ErrShort reports a purse that a movement would have brought below zero.
	// Nothing was moved.
	ErrShort = errors.New("store: purse is short")
)

// A Store keeps one environment of one registry.
type Store interface {
	// Update runs fn in one transaction and commits it durably before it
	// returns, unless fn returns an error or panics: then nothing of it
	// remains and Update returns that error. Fn may run more than once, and
	// on another goroutine, so it touches only its Tx and what it assigns
	// anew each time. Errors of fn that are ErrConflict make it run again.
	Update(ctx context.Context, fn func(Tx) error) error

	// View runs fn in one read-only transaction: all that it reads is of one
	// instant. Writes in it fail.
	View(ctx context.Context, fn func(Tx) error) error

	// Changes yields the committed changes with a sequence above after, in
	// commit order and without gaps, and ends at the newest. It reads in
	// portions and holds no transaction while the caller works.
	Changes(ctx context.Context, after uint64) iter.Seq2[registry.Change, error]

	// Committed returns a channel that is closed when something was committed
	// after the call: by this process at once, by another one within a second.
	Committed() <-chan struct{}

	Close() error
}

// A Tx is one transaction. Lookups return ErrNotFound. What an Update reads by
// key stays as read until it ends.
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
	Purses() Purses
	Replies() Replies
	Settings() Table[string, Setting]

	// Append writes one line of the change log. Change.Seq is the store's to
	// assign; it is known after the commit.
	Append(registry.Change) error
	// Last returns the sequence of the newest change that the transaction
	// sees; 0 when there is none.
	Last() (uint64, error)

	// NextID returns a number that no other object has. Numbers ascend within
	// a process; a roll-back or a restart leaves gaps.
	NextID() (int64, error)
}

// A Table holds values by key. Put inserts or replaces; inserting a key that
// another transaction has just taken is ErrConflict.
type Table[K comparable, V any] interface {
	Get(K) (V, error)
	Put(V) error
	Delete(K) error
	// All yields every value in key order. The sequence is read within the
	// transaction.
	All() iter.Seq2[V, error]
}

// Accounts also finds an account by the registrar's own word for it.
type Accounts interface {
	Table[registry.AccountID, registry.Account]
	ByEmail(registrar registry.RegistrarID, email string) (registry.Account, error)
}

// Users also finds one by how it logs in.
type Users interface {
	Table[registry.UserID, registry.User]
	ByLogin(realm, login string) (registry.User, error)
	Of(registrar registry.RegistrarID, account registry.AccountID) iter.Seq2[registry.User, error]
}

// Tokens is keyed by Token.Hash.
type Tokens interface {
	Table[string, registry.Token]
	Of(user registry.UserID) iter.Seq2[registry.Token, error]
	// Purge deletes at most limit tokens that expired, and may no longer be
	// exchanged, before t. It returns how many.
	Purge(t time.Time, limit int) (int, error)
}

// Domains is keyed by name. Delete releases the name.
type Domains interface {
	Table[name.Name, registry.Domain]
	ByNumber(int64) (registry.Domain, error)
	ByUUID(string) (registry.Domain, error)
	// Due returns at most limit names whose Domain.Due is not after now, the
	// longest overdue first.
	Due(now time.Time, limit int) ([]name.Name, error)
	// DueOf is Due for the names of one account, or of one registrar when
	// account is empty.
	DueOf(registrar registry.RegistrarID, account registry.AccountID, now time.Time, limit int) ([]name.Name, error)
	// List returns the domains that q asks for, in name order.
	List(q DomainQuery) ([]registry.Domain, error)
	// Count returns how many domains q asks for, whatever its After, Offset and
	// Limit.
	Count(q DomainQuery) (int, error)
}

// A DomainQuery picks domains. Empty fields pick all.
type DomainQuery struct {
	Registrar registry.RegistrarID
	Account   registry.AccountID
	TLD       name.Name          // directly below it
	Contact   registry.ContactID // in the given role, or in any
	Role      string             // "registrant", "admin", "tech", "billing"
	Host      name.Name          // delegated to it
	After     name.Name          // names after this one
	Offset    int                // without the first so many
	Limit     int                // at most so many; zero: 100
}

// Contacts is keyed by handle.
type Contacts interface {
	Table[registry.ContactID, registry.Contact]
	ByUUID(string) (registry.Contact, error)
	// List returns contacts in handle order, at most limit, after a handle.
	List(registrar registry.RegistrarID, account registry.AccountID, after registry.ContactID, limit int) ([]registry.Contact, error)
	Count(registrar registry.RegistrarID, account registry.AccountID) (int, error)
	// ByIdent returns the contacts of a person or company, at most limit.
	ByIdent(country, code string, limit int) ([]registry.Contact, error)
}

// Hosts is keyed by name.
type Hosts interface {
	Table[name.Name, registry.Host]
	// Below returns the subordinate hosts of a domain.
	Below(domain name.Name) ([]registry.Host, error)
	// List returns hosts in name order, at most limit, after a name.
	List(registrar registry.RegistrarID, account registry.AccountID, after name.Name, limit int) ([]registry.Host, error)
}

// Records is keyed by Record.ID.
type Records interface {
	Table[int64, registry.Record]
	// Of returns a zone's records in the order of their IDs.
	Of(zone name.Name) ([]registry.Record, error)
	// DeleteZone deletes all records of a zone and returns how many.
	DeleteZone(zone name.Name) (int, error)
}

// Preorders is keyed by Preorder.ID.
type Preorders interface {
	Table[int64, registry.Preorder]
	// Line returns those that wait for a name, first come first.
	Line(n name.Name) ([]registry.Preorder, error)
	// Of returns an account's preorders in the order of their IDs, at most
	// limit after an ID.
	Of(account registry.AccountID, after int64, limit int) ([]registry.Preorder, error)
}

// Transfers is keyed by Transfer.ID.
type Transfers interface {
	Table[int64, registry.Transfer]
	// Of returns the transfers in which a registrar (and, if given, its
	// account) gains or loses, acted on at since or later or still pending,
	// newest first, at most limit.
	Of(registrar registry.RegistrarID, account registry.AccountID, since time.Time, limit int) ([]registry.Transfer, error)
}

// Messages is keyed by Message.ID.
type Messages interface {
	Table[int64, registry.Message]
	// Unread returns a registrar's oldest unread message and how many there
	// are; ErrNotFound when there is none.
	Unread(registrar registry.RegistrarID) (registry.Message, int, error)
	// List returns a registrar's messages, newest first.
	List(registrar registry.RegistrarID, unread bool, offset, limit int) ([]registry.Message, error)
}

// A Purse is the running total of one owner's money and names: what the
// postings to its books, and its domains, add up to.
type Purse struct {
	Owner    string // "account:<id>" or "registrar:<id>"
	Currency string
	Balance  int64 // minor units free to spend; never below zero
	Held     int64 // minor units on hold for preorders; never below zero
	Names    int64 // domains held
}

// Purses keeps the ledger.
type Purses interface {
	Get(owner string) (Purse, error)
	// Open makes an empty purse unless the owner has one.
	Open(owner, currency string) error
	// Post writes a balanced entry, assigns its ID, and moves the purses that
	// its postings name: Wallet(a) and Hold(a) are the balance and the held
	// sum of "account:a", Deposit(r) is the balance of "registrar:r"; other
	// books have no purse. ErrShort when one would fall below zero.
	Post(money.Entry) (money.Entry, error)
	// Count adds n to the owner's Names.
	Count(owner string, n int) error
	// Entries returns entries with a posting to book, newest first, at most
	// limit, before an ID (0: from the newest).
	Entries(book money.Book, before int64, limit int) ([]money.Entry, error)
	// Audit returns what is wrong with the ledger, in sentences: entries that
	// do not sum to zero, purses that differ from their postings or from
	// their number of domains, purses below zero. Nil: nothing.
	Audit() ([]string, error)
}

// AccountPurse returns the owner key of an account's purse.
func AccountPurse(a registry.AccountID) string { return "account:" + string(a) }

// RegistrarPurse returns the owner key of a registrar's purse.
func RegistrarPurse(r registry.RegistrarID) string { return "registrar:" + string(r) }

// A Setting is a fact about the environment itself, such as how far its clock
// was moved.
type Setting struct{ Key, Value string }

// A Reply remembers the answer to a request for a while.
type Reply struct {
	Key   string
	Until time.Time
	Body  []byte // sealed by who puts it
}

// Replies is keyed by Reply.Key.
type Replies interface {
	Get(key string) (Reply, error)
	Put(Reply) error
	Purge(t time.Time, limit int) (int, error)
}
