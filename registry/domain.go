package registry

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// Domain is a registered name (RFC 5731) as it was last saved. Its state at a
// later instant is computed by At.
type Domain struct {
	Name      name.Name   `json:"name"`
	ROID      string      `json:"roid"`
	Number    int64       `json:"number"`
	UUID      string      `json:"uuid"`
	Registrar RegistrarID `json:"registrar"`         // sponsoring registrar, clID
	Account   AccountID   `json:"account,omitempty"` // account that holds it; empty: none
	Plan      Plan        `json:"plan,omitempty"`
	Premium   Premium     `json:"premium,omitempty"` // its own prices, as at its registration; nil: those of the TLD

	Registrant ContactID   `json:"registrant,omitempty"`
	Admin      []ContactID `json:"admin,omitempty"`
	Tech       []ContactID `json:"tech,omitempty"`
	Billing    []ContactID `json:"billing,omitempty"`

	Nameservers []Nameserver `json:"ns,omitempty"`
	Hosted      bool         `json:"hosted,omitempty"` // Nameservers are the storefront's, which serve the zone's Records
	DNSSEC      DNSSEC       `json:"dnssec,omitzero"`
	Forward     Forward      `json:"forward,omitzero"`
	Shield      bool         `json:"shield,omitempty"` // RDAP and WHOIS show the registrar's contact data instead of the holder's

	Created     time.Time `json:"created"` // crDate
	CreatedBy   Author    `json:"created_by,omitzero"`
	Updated     time.Time `json:"updated,omitzero"` // upDate
	UpdatedBy   Author    `json:"updated_by,omitzero"`
	Transferred time.Time `json:"transferred,omitzero"` // trDate
	Expires     time.Time `json:"expires"`              // exDate
	Term        Term      `json:"term"`                 // last term bought

	Phase          Phase     `json:"phase"`
	PhaseStart     time.Time `json:"phase_start,omitzero"` // when Phase began; zero for Active
	PhaseEnds      time.Time `json:"phase_ends,omitzero"`  // when Phase ends; zero for Active, which ends at Expires
	RedemptionEnds time.Time `json:"redeemable,omitzero"`  // in PendingRestore: end of the interrupted redemption period
	Graces         []Grace   `json:"graces,omitempty"`     // may contain expired ones; see RGP

	Statuses      []StatusEntry  `json:"statuses,omitempty"` // as set; AllStatuses adds the derived ones
	AutoRenew     bool           `json:"auto_renew,omitempty"`
	Label         string         `json:"label,omitempty"` // note of the holder
	Transfer      *Transfer      `json:"transfer,omitempty"`
	Pending       *Pending       `json:"pending,omitempty"`
	ServerCheck   *ServerCheck   `json:"server_check,omitempty"` // nil: the zone has Nameservers and DNSSEC
	Lock          *Lock          `json:"lock,omitempty"`
	Force         *Force         `json:"force,omitempty"`
	RestoreReport *RestoreReport `json:"report,omitempty"` // of the latest restore; nil: none

	AuthInfo []byte `json:"-"` // encrypted; nil: none, so no transfer is possible. Never in the change log
}

// MaxLabel is the maximum length of Domain.Label in octets.
const MaxLabel = 255

// Plan distinguishes paid registrations from free ones.
type Plan string

const (
	PlanPaid Plan = ""
	PlanFree Plan = "free" // free of charge, by months (tk, ml, cf, ga, gq)
)

// Nameserver is a name server of a domain. Addrs is empty where the TLD has host
// objects, which then hold the addresses.
type Nameserver struct {
	ID    int64        `json:"id,omitempty"` // for dialects that list name servers as rows
	Host  name.Name    `json:"host"`
	Addrs []netip.Addr `json:"addrs,omitempty"`
}

// DNSSEC is the DNSSEC data of a delegation (RFC 5910).
type DNSSEC struct {
	DS         []DS  `json:"ds,omitempty"`
	Keys       []Key `json:"keys,omitempty"`
	MaxSigLife int   `json:"max_sig_life,omitempty"` // seconds; 0: not given
}

// DS is a delegation signer record (RFC 4034 section 5).
type DS struct {
	KeyTag     int    `json:"key_tag"`
	Algorithm  int    `json:"alg"`
	DigestType int    `json:"digest_type"`
	Digest     string `json:"digest"` // upper-case hex
	Key        Key    `json:"key,omitzero"`
}

// String returns ds in the presentation form of zone files.
func (ds DS) String() string {
	return fmt.Sprintf("%d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest)
}

// Key is a DNSKEY record (RFC 4034 section 2).
type Key struct {
	Flags     int    `json:"flags"`
	Protocol  int    `json:"protocol"`
	Algorithm int    `json:"alg"`
	PublicKey string `json:"public_key"` // base64
}

// String returns k in the presentation form of zone files.
func (k Key) String() string {
	return fmt.Sprintf("%d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey)
}

// Forward is a web redirect of a domain to a URL.
type Forward struct {
	URL   string `json:"url,omitempty"`
	Cloak bool   `json:"cloak,omitempty"` // show the URL in a frame instead of redirecting
}

// Pending is a change that waits for the registrant's confirmation (EPP code 1001).
type Pending struct {
	Verb       Verb      `json:"verb"` // VerbUpdate (of the registrant) or VerbDelete
	Registrant ContactID `json:"registrant,omitempty"`
	By         Actor     `json:"by"`
	Requested  time.Time `json:"asked"`
	Ends       time.Time `json:"ends"`                 // the change is dropped without confirmation by then
	TokenHash  []byte    `json:"token_hash,omitempty"` // SHA-256 of the token that confirms or rejects it
}

// Lock is a registry lock set by the registrant (.ee).
type Lock struct {
	Since  time.Time `json:"since"`
	Added  []Status  `json:"added"` // statuses that the lock added
	Strict bool      `json:"strict,omitempty"`
}

// Force is the schedule of a forced deletion by the registry (.ee force delete).
// A time in it is zero once its transition is done.
type Force struct {
	Start    time.Time `json:"start,omitzero"`  // zero: at the end of the registration
	StartDue time.Time `json:"grace,omitzero"`  // Start, until the poll message of that instant is sent
	Hold     time.Time `json:"hold,omitzero"`   // clientHold is set then
	Delete   time.Time `json:"delete,omitzero"` // zero: at the end of the registration
	Added    []Status  `json:"added"`           // statuses that it added
	Reason   string    `json:"reason,omitempty"`
}

// RestoreReport is a registrar's report on a restored domain (RFC 3915 section
// 4.2.5), stored as received.
type RestoreReport struct {
	At         time.Time `json:"at"`        // when it was received
	Before     string    `json:"pre_data"`  // registration data before the deletion
	After      string    `json:"post_data"` // registration data as restored
	Deleted    time.Time `json:"del_time"`
	Restored   time.Time `json:"res_time"`
	Reason     string    `json:"res_reason"`
	Statements []string  `json:"statements"`
	Other      string    `json:"other,omitempty"`
}

// Phase is the lifecycle phase of a domain (RFC 3915 section 3.1 and the phases
// of .ee).
type Phase string

const (
	Active          Phase = "active"
	Expired         Phase = "expired"          // past exDate, delegated, renewable
	Outzone         Phase = "outzone"          // past exDate, not delegated, renewable
	Redemption      Phase = "redemptionPeriod" // deleted; its registrar may restore it
	PendingRestore  Phase = "pendingRestore"   // restored, waiting for the restore report
	PendingDelete   Phase = "pendingDelete"    // will be released; cannot be restored
	DeleteCandidate Phase = "deleteCandidate"  // will be released at an unpredictable time
	Released        Phase = "released"         // not registered any more
)

// Period is the kind of a grace period (RFC 3915 section 3.1), in which a delete
// refunds the purchase.
type Period string

const (
	AddPeriod       Period = "addPeriod"
	RenewPeriod     Period = "renewPeriod"
	AutoRenewPeriod Period = "autoRenewPeriod"
	TransferPeriod  Period = "transferPeriod"
)

// Grace is the grace period of one purchase.
type Grace struct {
	Period    Period    `json:"period"`
	Ends      time.Time `json:"ends"`
	Term      Term      `json:"term"`                // term bought, removed again by a refund
	Retail    int64     `json:"retail,omitempty"`    // minor units paid by the account
	Wholesale int64     `json:"wholesale,omitempty"` // minor units paid by the registrar
	Currency  string    `json:"currency,omitempty"`
}

// Contacts returns the handle of every contact of d once, sorted.
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
	d.AuthInfo, d.Premium = slices.Clone(d.AuthInfo), maps.Clone(d.Premium)
	if d.Transfer != nil {
		tr := *d.Transfer
		d.Transfer = &tr
	}
	if d.Pending != nil {
		p := *d.Pending
		p.TokenHash, p.By.Roles = slices.Clone(p.TokenHash), slices.Clone(p.By.Roles)
		d.Pending = &p
	}
	if d.ServerCheck != nil {
		c := *d.ServerCheck
		c.Before = c.Before.clone()
		d.ServerCheck = &c
	}
	if d.Lock != nil {
		l := *d.Lock
		l.Added = slices.Clone(l.Added)
		d.Lock = &l
	}
	if d.RestoreReport != nil {
		r := *d.RestoreReport
		r.Statements = slices.Clone(r.Statements)
		d.RestoreReport = &r
	}
	if d.Force != nil {
		f := *d.Force
		f.Added = slices.Clone(f.Added)
		d.Force = &f
	}
	return d
}
