package registry

import (
	"encoding/json"
	"time"
)

// A Change is one line of the change log: what an object became, when, and by
// whose command.
type Change struct {
	Seq   uint64          `json:"seq"` // commit order, without gaps; the store assigns it
	At    time.Time       `json:"at"`
	By    Actor           `json:"by"`
	Verb  string          `json:"verb"` // "create", "renew", "expire", …
	Kind  Kind            `json:"kind"`
	Key   string          `json:"key"`             // the object's key in its table, as text
	After json.RawMessage `json:"after,omitempty"` // the object now, secrets left out; empty: it is gone
}

// A Kind says what sort of object a change, a message or a link is about.
type Kind string

const (
	KindDomain      Kind = "domain"
	KindContact     Kind = "contact"
	KindHost        Kind = "host"
	KindRecord      Kind = "record"
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

// A Preorder is an account's wish to have a name when it drops, backed by
// money on hold.
type Preorder struct {
	ID        int64         `json:"id"` // its place in the line: lower is earlier
	Name      string        `json:"name"`
	Registrar RegistrarID   `json:"registrar"`
	Account   AccountID     `json:"account"`
	State     PreorderState `json:"state"`
	Engaged   int64         `json:"engaged"` // minor units on hold while it waits
	Currency  string        `json:"currency"`
	Created   time.Time     `json:"created"`
	Updated   time.Time     `json:"updated"`
}

// A PreorderState is how far a preorder has come.
type PreorderState string

const (
	PreorderWaiting   PreorderState = "waiting"   // money is on hold
	PreorderCaught    PreorderState = "caught"    // the account holds the name
	PreorderMissed    PreorderState = "missed"    // somebody earlier in line got it; hold released
	PreorderCancelled PreorderState = "cancelled" // taken back; hold released
	PreorderUnpaid    PreorderState = "unpaid"    // passed over: the account could not pay; hold released
)

// A Message waits for a registrar until it acknowledges it (EPP poll, RFC
// 5730 section 2.9.2.3; REPP notifications).
type Message struct {
	ID        int64           `json:"id"`
	Registrar RegistrarID     `json:"registrar"`
	At        time.Time       `json:"at"`
	Text      string          `json:"text"`
	Kind      Kind            `json:"kind,omitempty"` // of the object it is about
	Key       string          `json:"key,omitempty"`
	Verb      string          `json:"verb,omitempty"`
	By        Actor           `json:"by,omitzero"`    // for changePoll (RFC 8590)
	Data      json.RawMessage `json:"data,omitempty"` // the object or the transfer, as it was then
	Acked     time.Time       `json:"acked,omitzero"` // zero: unread
}

// A Transfer is a request to change sponsors (RFC 5731 section 3.2.4).
type Transfer struct {
	ID          int64         `json:"id"`
	Kind        Kind          `json:"kind"` // KindDomain or KindContact
	Key         string        `json:"key"`
	State       TransferState `json:"state"`
	Gaining     RegistrarID   `json:"gaining"` // reID
	GainAccount AccountID     `json:"gain_account,omitempty"`
	GainContact ContactID     `json:"gain_contact,omitempty"` // registrant to be, where the request names one
	GainRoles   bool          `json:"gain_roles,omitempty"`   // who is to be every other contact as well
	Losing      RegistrarID   `json:"losing"`                 // acID
	LoseAccount AccountID     `json:"lose_account,omitempty"`
	Term        Term          `json:"term,omitzero"`       // added to the registration when it succeeds
	Price       int64         `json:"price,omitempty"`     // minor units that the gaining account paid
	Wholesale   int64         `json:"wholesale,omitempty"` // minor units that the gaining registrar paid
	Currency    string        `json:"currency,omitempty"`
	Reason      string        `json:"reason,omitempty"` // given with a refusal
	Requested   time.Time     `json:"requested"`        // reDate
	Acted       time.Time     `json:"acted"`            // acDate: when it was, or while pending when it will be, decided
}

// A TransferState is RFC 5730's trStatusType.
type TransferState string

const (
	TransferPending         TransferState = "pending"
	TransferClientApproved  TransferState = "clientApproved"
	TransferClientRejected  TransferState = "clientRejected"
	TransferClientCancelled TransferState = "clientCancelled"
	TransferServerApproved  TransferState = "serverApproved"
	TransferServerCancelled TransferState = "serverCancelled"
)
