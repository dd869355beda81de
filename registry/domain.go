package registry

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// A Domain is a registered name (RFC 5731), as it was last written down. What
// time has made of it since is At's answer.
type Domain struct {
	Name      name.Name   `json:"name"`
	ROID      string      `json:"roid"`
	Number    int64       `json:"number"`
	UUID      string      `json:"uuid"`
	Registrar RegistrarID `json:"registrar"`         // sponsoring registrar, clID
	Account   AccountID   `json:"account,omitempty"` // owner account; empty: the registrar sells it itself
	Plan      Plan        `json:"plan,omitempty"`

	Registrant ContactID   `json:"registrant,omitempty"`
	Admin      []ContactID `json:"admin,omitempty"`
	Tech       []ContactID `json:"tech,omitempty"`
	Billing    []ContactID `json:"billing,omitempty"`

	Nameservers []Nameserver `json:"ns,omitempty"`
	Hosted      bool         `json:"hosted,omitempty"` // Nameservers are the storefront's, which serves the zone's Records
	DNSSEC      DNSSEC       `json:"dnssec,omitzero"`
	Forward     Forward      `json:"forward,omitzero"`
	Shield      bool         `json:"shield,omitempty"` // the public sees the storefront's contact instead of the holder's

	Created     time.Time `json:"created"` // crDate
	CreatedBy   string    `json:"created_by,omitempty"`
	Updated     time.Time `json:"updated,omitzero"` // upDate
	UpdatedBy   string    `json:"updated_by,omitempty"`
	Transferred time.Time `json:"transferred,omitzero"` // trDate
	Expires     time.Time `json:"expires"`              // exDate
	Term        Term      `json:"term"`                 // bought last

	Phase      Phase     `json:"phase"`
	PhaseStart time.Time `json:"phase_start,omitzero"` // when Phase began; zero for Active
	PhaseEnds  time.Time `json:"phase_ends,omitzero"`  // when Phase ends by itself; zero for Active, which ends at Expires
	Redeemable time.Time `json:"redeemable,omitzero"`  // end of the redemption period that a restore request interrupts
	Graces     []Grace   `json:"graces,omitempty"`     // some may be over: ask RGP

	Statuses  []SetStatus `json:"statuses,omitempty"` // as set; the rest is derived by All
	AutoRenew bool        `json:"auto_renew,omitempty"`
	Label     string      `json:"label,omitempty"` // the owner's note
	Transfer  *Transfer   `json:"transfer,omitempty"`
	Pending   *Pending    `json:"pending,omitempty"`
	Lock      *Lock       `json:"lock,omitempty"`
	Force     *Force      `json:"force,omitempty"`
	Declared  *Report     `json:"report,omitempty"` // of the latest restore; nil: none came

	AuthInfo []byte `json:"-"` // sealed; nil: none, and no transfer. Never in the change log
}

// MaxLabel bounds a Domain's Label, in octets.
const MaxLabel = 255

// A Plan says how a name is paid for.
type Plan string

const (
	Paid Plan = ""
	Free Plan = "free" // by months, for nothing (tk, ml, cf, ga, gq)
)

// A Nameserver is one delegation. Addrs is empty where the TLD has host
// objects: then the Host says where it is.
type Nameserver struct {
	ID    int64        `json:"id,omitempty"` // for dialects that list delegations as rows
	Host  name.Name    `json:"host"`
	Addrs []netip.Addr `json:"addrs,omitempty"`
}

// DNSSEC is what a delegation is signed with (RFC 5910).
type DNSSEC struct {
	DS         []DS  `json:"ds,omitempty"`
	Keys       []Key `json:"keys,omitempty"`
	MaxSigLife int   `json:"max_sig_life,omitempty"` // seconds; 0: not said
}

// A DS is a delegation signer record (RFC 4034 section 5).
type DS struct {
	KeyTag     int    `json:"key_tag"`
	Algorithm  int    `json:"alg"`
	DigestType int    `json:"digest_type"`
	Digest     string `json:"digest"` // upper-case hex
	Key        Key    `json:"key,omitzero"`
}

// String returns ds as zone files have it.
func (ds DS) String() string {
	return fmt.Sprintf("%d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest)
}

// A Key is a DNSKEY record (RFC 4034 section 2).
type Key struct {
	Flags     int    `json:"flags"`
	Protocol  int    `json:"protocol"`
	Algorithm int    `json:"alg"`
	PublicKey string `json:"public_key"` // base64
}

// String returns k as zone files have it.
func (k Key) String() string {
	return fmt.Sprintf("%d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey)
}

// A Forward sends a name's visitors elsewhere.
type Forward struct {
	URL   string `json:"url,omitempty"`
	Cloak bool   `json:"cloak,omitempty"` // in a frame, instead of a redirect
}

// A Pending is a change that waits for somebody's word (EPP code 1001).
type Pending struct {
	Verb       string    `json:"verb"` // "update" (of the registrant) or "delete"
	Registrant ContactID `json:"registrant,omitempty"`
	By         Actor     `json:"by"`
	Asked      time.Time `json:"asked"`
	Ends       time.Time `json:"ends"`                 // then it is as if it had never been asked
	TokenHash  []byte    `json:"token_hash,omitempty"` // SHA-256 of the random token that decides
}

// A Lock is the registrant's own (.ee registry lock).
type Lock struct {
	Since  time.Time `json:"since"`
	Added  []Status  `json:"added"` // what unlocking takes away again
	Strict bool      `json:"strict,omitempty"`
}

// A Force is a deletion that the registry forces (.ee force delete).
type Force struct {
	Start  time.Time `json:"start,omitzero"`  // zero: when the name runs out
	Grace  time.Time `json:"grace,omitzero"`  // Start, until the registrar was told then
	Hold   time.Time `json:"hold,omitzero"`   // clientHold from then on; zero: done
	Delete time.Time `json:"delete,omitzero"` // zero: when the name runs out
	Added  []Status  `json:"added"`
	Reason string    `json:"reason,omitempty"`
}

// A Report is what a registrar declares about a name that it restored (RFC 3915
// section 4.2.5). It is kept as it came.
type Report struct {
	At         time.Time `json:"at"`        // when it came
	Before     string    `json:"pre_data"`  // registration data before the deletion
	After      string    `json:"post_data"` // and as it was restored
	Deleted    time.Time `json:"del_time"`
	Restored   time.Time `json:"res_time"`
	Reason     string    `json:"res_reason"`
	Statements []string  `json:"statements"`
	Other      string    `json:"other,omitempty"`
}

// A Phase is where a domain stands in its life (RFC 3915 section 3.1, and the
// .ee registry's own).
type Phase string

const (
	Active         Phase = "active"
	Expired        Phase = "expired"          // past exDate, delegated, renewable
	Outzone        Phase = "outzone"          // past exDate, not delegated, renewable
	Redemption     Phase = "redemptionPeriod" // deleted; its registrar may restore it
	PendingRestore Phase = "pendingRestore"   // restored, the report is missing
	PendingDelete  Phase = "pendingDelete"    // nobody can save it
	Candidate      Phase = "deleteCandidate"  // goes at a moment that nobody can predict
	Released       Phase = "released"         // free for anyone
)

// A Period is one of RFC 3915's grace periods: deleting within it gives the
// money back.
type Period string

const (
	AddPeriod       Period = "addPeriod"
	RenewPeriod     Period = "renewPeriod"
	AutoRenewPeriod Period = "autoRenewPeriod"
	TransferPeriod  Period = "transferPeriod"
)

// A Grace is one grace period of one purchase.
type Grace struct {
	Period    Period    `json:"period"`
	Ends      time.Time `json:"ends"`
	Term      Term      `json:"term"`                // what was bought, taken back with the money
	Retail    int64     `json:"retail,omitempty"`    // minor units that the account paid
	Wholesale int64     `json:"wholesale,omitempty"` // minor units that the registrar paid
	Currency  string    `json:"currency,omitempty"`
}

// Contacts returns every contact of d once, with no order promised.
func (d Domain) Contacts() []ContactID {
	all := slices.Concat([]ContactID{d.Registrant}, d.Admin, d.Tech, d.Billing)
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(c ContactID) bool { return c == "" })
}

// Clone returns a copy of d that shares no memory with it.
func (d Domain) Clone() Domain {
	d.Admin, d.Tech, d.Billing = slices.Clone(d.Admin), slices.Clone(d.Tech), slices.Clone(d.Billing)
	d.Nameservers, d.Graces, d.Statuses = slices.Clone(d.Nameservers), slices.Clone(d.Graces), slices.Clone(d.Statuses)
	for i := range d.Nameservers {
		d.Nameservers[i].Addrs = slices.Clone(d.Nameservers[i].Addrs)
	}
	d.DNSSEC.DS, d.DNSSEC.Keys = slices.Clone(d.DNSSEC.DS), slices.Clone(d.DNSSEC.Keys)
	d.AuthInfo = slices.Clone(d.AuthInfo)
	if d.Transfer != nil {
		tr := *d.Transfer
		d.Transfer = &tr
	}
	if d.Pending != nil {
		p := *d.Pending
		p.TokenHash, p.By.Roles = slices.Clone(p.TokenHash), slices.Clone(p.By.Roles)
		d.Pending = &p
	}
	if d.Lock != nil {
		l := *d.Lock
		l.Added = slices.Clone(l.Added)
		d.Lock = &l
	}
	if d.Declared != nil {
		r := *d.Declared
		r.Statements = slices.Clone(r.Statements)
		d.Declared = &r
	}
	if d.Force != nil {
		f := *d.Force
		f.Added = slices.Clone(f.Added)
		d.Force = &f
	}
	return d
}
