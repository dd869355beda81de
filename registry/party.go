package registry

import (
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// RegistrarID is a client identifier, clID: 3 to 16 characters (RFC 5730
// section 2.9.1.1; eppcom:clIDType).
type RegistrarID string

// AccountID identifies an account, a customer of one registrar. In an object it
// is empty if the registrar has no customer for it.
type AccountID string

// UserID identifies a user.
type UserID string

// Registrar is an accredited party that sponsors objects and pays for them from
// a prepaid deposit.
type Registrar struct {
	ID      RegistrarID `json:"id"`
	Number  int64       `json:"number"` // row id, for dialects with integer ids
	Name    string      `json:"name"`
	Email   string      `json:"email,omitempty"`
	Voice   string      `json:"voice,omitempty"`
	Website string      `json:"website,omitempty"`
	RegNo   string      `json:"reg_no,omitempty"` // number in a trade register
	VATNo   string      `json:"vat_no,omitempty"`
	Address Postal      `json:"address,omitzero"`
	IANA    int         `json:"iana,omitempty"` // IANA registrar ID; 0: none
	RDAP    string      `json:"rdap,omitempty"` // base URL of its own RDAP service

	Currency    string         `json:"currency"`              // of the deposit and of its accounts' wallets
	Nameservers []name.Name    `json:"nameservers,omitempty"` // of its storefront; they serve the hosted zones
	Allow       []netip.Prefix `json:"allow,omitempty"`       // client networks its users may connect from; empty: any
	LowBalance  int64          `json:"low_balance,omitempty"` // minor units; a poll message warns below it; 0: never
	Suspended   bool           `json:"suspended,omitempty"`   // its users and accounts cannot log in
	Created     time.Time      `json:"created"`
	Updated     time.Time      `json:"updated,omitzero"`

	BillingEmail string    `json:"billing_email,omitempty"` // address for invoices; empty: Email
	IBAN         string    `json:"iban,omitempty"`          // account that it pays from
	NoPDF        bool      `json:"no_pdf,omitempty"`        // invoices are mailed without a PDF
	Reload       *Reload   `json:"reload,omitempty"`        // automatic invoices; nil: none
	Accredited   time.Time `json:"accredited,omitzero"`     // when it passed the theory test of its accreditation; zero: never recorded

	Access []Access `json:"access,omitempty"` // networks that its own users entered; see WithAccess
}

// Reload has an invoice issued whenever the deposit falls below Threshold.
type Reload struct {
	Amount    int64 `json:"amount"`    // minor units, without VAT
	Threshold int64 `json:"threshold"` // minor units
}

// Account is a customer of one registrar: a KifDom user, a Freenom reseller, an
// Altravia client. It holds domains and has a wallet.
type Account struct {
	ID        AccountID   `json:"id"`
	Number    int64       `json:"number"`
	Registrar RegistrarID `json:"registrar"`
	Email     string      `json:"email"`
	First     string      `json:"first,omitempty"`
	Last      string      `json:"last,omitempty"`
	Org       string      `json:"org,omitempty"`
	Address   Postal      `json:"address,omitzero"`
	Voice     string      `json:"voice,omitempty"`
	Contact   ContactID   `json:"contact,omitempty"` // default registrant of its domains
	Suspended bool        `json:"suspended,omitempty"`
	Created   time.Time   `json:"created"`
	Updated   time.Time   `json:"updated,omitzero"`
}

// Role is a permission of a user beyond reading their own objects.
type Role string

const (
	RoleSuper    Role = "super"    // RoleEPP, RoleBilling, and the registrar's users, addresses, certificates
	RoleEPP      Role = "epp"      // objects: domains, contacts, hosts, poll
	RoleBilling  Role = "billing"  // invoices and balances
	RoleOperator Role = "operator" // the registry itself
)

// User is a login of an account, of a registrar, or (RoleOperator) of the
// registry.
type User struct {
	ID           UserID       `json:"id"`
	Number       int64        `json:"number"`
	Realm        string       `json:"realm"` // scope in which Login is unique: a dialect's name, or "registrar" for EPP and REPP
	Login        string       `json:"login"` // an e-mail address or a user name, lower case
	Registrar    RegistrarID  `json:"registrar,omitempty"`
	Account      AccountID    `json:"account,omitempty"`
	Roles        []Role       `json:"roles,omitempty"`
	Ident        Ident        `json:"ident,omitzero"` // of the person, where a dialect has it
	Name         string       `json:"name,omitempty"` // of the person
	Email        string       `json:"email,omitempty"`
	Subject      string       `json:"subject,omitempty"` // CN of the user's certificates; empty: Login
	Fingerprints []string     `json:"prints,omitempty"`  // SHA-256 of accepted client certificates, hex; empty: no certificate required; see NoFingerprint
	Disabled     bool         `json:"disabled,omitempty"`
	Created      time.Time    `json:"created"`
	CreatedBy    Author       `json:"created_by,omitzero"`
	Updated      time.Time    `json:"updated,omitzero"`
	UpdatedBy    Author       `json:"updated_by,omitzero"`
	Accredited   time.Time    `json:"passed,omitzero"` // in rows of before tests were recorded for registrars: when the user passed one
	Identity     Verification `json:"identity,omitzero"`

	PasswordHash string `json:"-"` // argon2id in PHC form; never in the change log
}

// May reports whether u has role r, or RoleSuper where that includes r.
func (u User) May(r Role) bool {
	return slices.Contains(u.Roles, r) ||
		slices.Contains(u.Roles, RoleSuper) && (r == RoleEPP || r == RoleBilling)
}

// Token is a bearer token of a user. Only its hash is stored.
type Token struct {
	Hash         string    `json:"hash"` // SHA-256 of the token, hex: the key
	User         UserID    `json:"user"`
	Kind         string    `json:"kind"` // dialect and purpose, such as "kifdom"
	Scopes       []string  `json:"scopes,omitempty"`
	Note         string    `json:"note,omitempty"`
	Issued       time.Time `json:"issued"`
	Expires      time.Time `json:"expires"`          // end of its validity
	RefreshUntil time.Time `json:"until,omitzero"`   // end of the time in which it may be refreshed; zero: Expires
	Retired      time.Time `json:"retired,omitzero"` // when it was refreshed or logged out; zero: in use
	SealedCopy   string    `json:"hint,omitempty"`   // encrypted token, where a dialect lists tokens to their owner
}

// Actor identifies the user, registrar, account and frontend that a command runs
// for. The zero Actor is unauthenticated and owns nothing.
type Actor struct {
	Registrar RegistrarID `json:"registrar,omitempty"`
	Account   AccountID   `json:"account,omitempty"`
	User      UserID      `json:"user,omitempty"`
	Roles     []Role      `json:"roles,omitempty"`
	Scheduled bool        `json:"scheduled,omitempty"` // time acts: a transition was due
	Frontend  string      `json:"face,omitempty"`      // "kifdom", "epp", …; for logs and the change log
	Request   string      `json:"request,omitempty"`   // server's request id (svTRID); unique
	Client    string      `json:"client,omitempty"`    // client's request id (clTRID)
	Address   string      `json:"address,omitempty"`   // network address of the client
}

// Operator reports whether a acts for the registry itself.
func (a Actor) Operator() bool { return slices.Contains(a.Roles, RoleOperator) }

// May reports whether a has role r, or RoleSuper where that includes r.
func (a Actor) May(r Role) bool { return User{Roles: a.Roles}.May(r) }

// Owns reports whether a owns an object of registrar and account: an account's
// actor owns the account's objects, a registrar's actor all that the registrar
// sponsors, an operator all objects.
func (a Actor) Owns(registrar RegistrarID, account AccountID) bool {
	switch {
	case a.Operator():
		return true
	case a.Registrar == "" || a.Registrar != registrar:
		return false
	}
	return a.Account == "" || a.Account == account
}

// Actor returns the actor of commands that u runs; Frontend, Request, Client and
// Address are left empty.
func (u User) Actor() Actor {
	return Actor{Registrar: u.Registrar, Account: u.Account, User: u.ID, Roles: u.Roles}
}
