package registry

import (
	"encoding/json"
	"time"
)

// Change is one entry of the change log: the new state of an object, the instant
// and the actor.
type Change struct {
	Seq   uint64          `json:"seq"` // commit order without gaps, assigned by the store
	At    time.Time       `json:"at"`
	By    Actor           `json:"by"`
	Verb  Verb            `json:"verb"`
	Kind  Kind            `json:"kind"`
	Key   string          `json:"key"`             // primary key of the object, as text
	After json.RawMessage `json:"after,omitempty"` // the object without its secrets; empty: it was deleted
}

// Kind is the type of the object that a change, a message or a link refers to.
type Kind string

const (
	KindDomain      Kind = "domain"
	KindContact     Kind = "contact"
	KindHost        Kind = "host"
	KindRecord      Kind = "record"
	KindListing     Kind = "listing" // what lists say of a name; see package namelist
	KindPreorder    Kind = "preorder"
	KindTransfer    Kind = "transfer"
	KindRegistrar   Kind = "registrar"
	KindAccount     Kind = "account"
	KindUser        Kind = "user"
	KindToken       Kind = "token"
	KindMessage     Kind = "message"
	KindMoney       Kind = "money"
	KindKey         Kind = "key"
	KindInvoice     Kind = "invoice"
	KindCertificate Kind = "certificate"
)

// Preorder is an account's request to register a name as soon as it drops,
// backed by money on hold.
type Preorder struct {
	ID        int64         `json:"id"` // position in the queue: lower is earlier
	Name      string        `json:"name"`
	Registrar RegistrarID   `json:"registrar"`
	Account   AccountID     `json:"account"`
	State     PreorderState `json:"state"`
	Held      int64         `json:"engaged"` // minor units on hold while State is PreorderWaiting
	Currency  string        `json:"currency"`
	Created   time.Time     `json:"created"`
	Updated   time.Time     `json:"updated"`
}

// PreorderState is the state of a preorder.
type PreorderState string

const (
	PreorderWaiting   PreorderState = "waiting"   // money is on hold
	PreorderCaught    PreorderState = "caught"    // the name was registered for the account
	PreorderMissed    PreorderState = "missed"    // another registration came first; hold released
	PreorderCancelled PreorderState = "cancelled" // cancelled by the account; hold released
	PreorderUnpaid    PreorderState = "unpaid"    // skipped, the account could not pay; hold released
)

// Message is a service message in a registrar's queue (EPP poll, RFC 5730
// section 2.9.2.3; REPP notifications).
type Message struct {
	ID        int64           `json:"id"`
	Registrar RegistrarID     `json:"registrar"`
	At        time.Time       `json:"at"`
	Text      string          `json:"text"`
	Kind      Kind            `json:"kind,omitempty"` // of the object in Key
	Key       string          `json:"key,omitempty"`
	Verb      Verb            `json:"verb,omitempty"`
	By        Actor           `json:"by,omitzero"`    // for changePoll (RFC 8590)
	Data      json.RawMessage `json:"data,omitempty"` // the object or the transfer as of At
	Acked     time.Time       `json:"acked,omitzero"` // zero: unread
}

// Transfer is a request to change the sponsoring registrar or account (RFC 5731 section 3.2.4).
type Transfer struct {
	ID              int64         `json:"id"`
	Kind            Kind          `json:"kind"` // KindDomain or KindContact
	Key             string        `json:"key"`
	State           TransferState `json:"state"`
	Gaining         RegistrarID   `json:"gaining"` // reID
	GainingAccount  AccountID     `json:"gain_account,omitempty"`
	NewRegistrant   ContactID     `json:"gain_contact,omitempty"` // new registrant, where the request names one
	ReplaceContacts bool          `json:"gain_roles,omitempty"`   // NewRegistrant also becomes every other contact
	Losing          RegistrarID   `json:"losing"`                 // acID
	LosingAccount   AccountID     `json:"lose_account,omitempty"`
	Term            Term          `json:"term,omitzero"`       // added to the registration on approval
	Price           int64         `json:"price,omitempty"`     // minor units paid by the gaining account
	Wholesale       int64         `json:"wholesale,omitempty"` // minor units paid by the gaining registrar
	Currency        string        `json:"currency,omitempty"`
	Reason          string        `json:"reason,omitempty"` // given with a rejection
	Requested       time.Time     `json:"requested"`        // reDate
	Acted           time.Time     `json:"acted"`            // acDate: time of the decision, or while pending of the automatic one
	Expires         time.Time     `json:"expires,omitzero"` // exDate after the transfer, or while pending after its approval; zero: not changed by it, or in rows before version 0.2
}

// Transfer is a transfer status (trStatusType of RFC 5730).
type TransferState string

const (
	TransferPending         TransferState = "pending"
	TransferClientApproved  TransferState = "clientApproved"
	TransferClientRejected  TransferState = "clientRejected"
	TransferClientCancelled TransferState = "clientCancelled"
	TransferServerApproved  TransferState = "serverApproved"
	TransferServerCancelled TransferState = "serverCancelled"
)
