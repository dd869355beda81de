package registry

import (
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// A RegistrarID is a client identifier, clID: 3 to 16 characters (RFC 5730
// section 2.9.1.1; eppcom:clIDType).
type RegistrarID string

// An AccountID names a customer of one registrar. The empty AccountID means
// that the registrar acts for itself.
type AccountID string

// A UserID names one who logs in.
type UserID string

// A Registrar is an accredited party that sponsors objects and pays for them
// from a prepaid deposit.
type Registrar struct {
	ID      RegistrarID `json:"id"`
	Number  int64       `json:"number"` // row id, for dialects whose ids are integers
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
	Nameservers []name.Name    `json:"nameservers,omitempty"` // its storefront's own; they serve the hosted zones
	Allow       []netip.Prefix `json:"allow,omitempty"`       // where its users may come from; empty: anywhere
	LowBalance  int64          `json:"low_balance,omitempty"` // minor units below which a poll message warns; 0: never
	Suspended   bool           `json:"suspended,omitempty"`   // its users and accounts cannot come in
	Created     time.Time      `json:"created"`
	Updated     time.Time      `json:"updated,omitzero"`

	BillingEmail string   `json:"billing_email,omitempty"` // where invoices go; empty: Email
	IBAN         string   `json:"iban,omitempty"`          // it pays from there
	NoPDF        bool     `json:"no_pdf,omitempty"`        // it wants its invoices by e-mail without a PDF
	Reload       *Reload  `json:"reload,omitempty"`        // nil: it looks after its deposit itself
	Access       []Access `json:"access,omitempty"`        // what its own users have put on the list: those for AccessAPI stand in Allow, too
}

// A Reload asks for an invoice whenever the deposit falls below a threshold.
type Reload struct {
	Amount    int64 `json:"amount"`    // minor units, without VAT
	Threshold int64 `json:"threshold"` // minor units
}

// An Account is a customer of one registrar: a KifDom user, a Freenom
// reseller, an Altravia client. It holds names and has a wallet.
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
	Contact   ContactID   `json:"contact,omitempty"` // registrant of names bought without naming one
	Suspended bool        `json:"suspended,omitempty"`
	Created   time.Time   `json:"created"`
	Updated   time.Time   `json:"updated,omitzero"`
}

// A Role is something that a user may do beyond looking at what is theirs.
type Role string

const (
	RoleSuper    Role = "super"    // RoleEPP, RoleBilling, and the registrar's users, addresses, certificates
	RoleEPP      Role = "epp"      // objects: domains, contacts, hosts, poll
	RoleBilling  Role = "billing"  // invoices and balances
	RoleOperator Role = "operator" // the registry itself
)

// A User is one who logs in: for an account, for a registrar, or (RoleOperator)
// for the registry.
type User struct {
	ID        UserID      `json:"id"`
	Number    int64       `json:"number"`
	Realm     string      `json:"realm"` // where the login is unique: a dialect's name, or "registrar" for EPP and REPP
	Login     string      `json:"login"` // an e-mail address or a user name, lower case
	Registrar RegistrarID `json:"registrar,omitempty"`
	Account   AccountID   `json:"account,omitempty"`
	Roles     []Role      `json:"roles,omitempty"`
	Ident     Ident       `json:"ident,omitzero"` // the person, where a dialect knows one
	Name      string      `json:"name,omitempty"` // the person's
	Email     string      `json:"email,omitempty"`
	Subject   string      `json:"subject,omitempty"` // what the user's certificates must be issued to
	Prints    []string    `json:"prints,omitempty"`  // SHA-256 of accepted client certificates, hex; empty: none demanded; see NoPrint
	Disabled  bool        `json:"disabled,omitempty"`
	Created   time.Time   `json:"created"`
	CreatedBy string      `json:"created_by,omitempty"`
	Updated   time.Time   `json:"updated,omitzero"`
	UpdatedBy string      `json:"updated_by,omitempty"`
	Passed    time.Time   `json:"passed,omitzero"` // when the accreditation test was passed; zero: not
	Identity  Identity    `json:"identity,omitzero"`

	Secret string `json:"-"` // argon2id in PHC form; never in the change log
}

// May reports whether u has role r, or the role that includes it.
func (u User) May(r Role) bool {
	return slices.Contains(u.Roles, r) ||
		slices.Contains(u.Roles, RoleSuper) && (r == RoleEPP || r == RoleBilling)
}

// A Token is what a user shows instead of a password. Only its hash is kept.
type Token struct {
	Hash    string    `json:"hash"` // SHA-256 of the token, hex: the key
	User    UserID    `json:"user"`
	Kind    string    `json:"kind"` // which dialect and purpose, such as "kifdom"
	Scopes  []string  `json:"scopes,omitempty"`
	Note    string    `json:"note,omitempty"`
	Issued  time.Time `json:"issued"`
	Expires time.Time `json:"expires"`          // no longer opens anything
	Until   time.Time `json:"until,omitzero"`   // may be exchanged for a new one; zero: as long as it is valid
	Retired time.Time `json:"retired,omitzero"` // refreshed or logged out; zero: still good
	Hint    string    `json:"hint,omitempty"`   // sealed copy where a dialect lists tokens to their owner
}

// An Actor is on whose behalf a command runs. The zero Actor is nobody and
// owns nothing.
type Actor struct {
	Registrar RegistrarID `json:"registrar,omitempty"`
	Account   AccountID   `json:"account,omitempty"`
	User      UserID      `json:"user,omitempty"`
	Roles     []Role      `json:"roles,omitempty"`
	Face      string      `json:"face,omitempty"`    // which way in: "kifdom", "epp", "clock", …
	Request   string      `json:"request,omitempty"` // server's request id (svTRID); unique
	Client    string      `json:"client,omitempty"`  // client's request id (clTRID)
	Address   string      `json:"address,omitempty"` // network address it came from
}

// Operator reports whether a acts for the registry itself.
func (a Actor) Operator() bool { return slices.Contains(a.Roles, RoleOperator) }

// May reports whether a has role r, or one that includes it.
func (a Actor) May(r Role) bool { return User{Roles: a.Roles}.May(r) }

// Owns reports whether an object of registrar and account is a's own: an
// account's actor owns what is the account's, a registrar's actor all that the
// registrar sponsors, an operator everything.
func (a Actor) Owns(registrar RegistrarID, account AccountID) bool {
	switch {
	case a.Operator():
		return true
	case a.Registrar == "" || a.Registrar != registrar:
		return false
	}
	return a.Account == "" || a.Account == account
}

// Acting returns who acts when u logs in.
func (u User) Acting() Actor {
	return Actor{Registrar: u.Registrar, Account: u.Account, User: u.ID, Roles: u.Roles}
}
