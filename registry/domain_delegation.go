package registry

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// Resolves reports whether d may be published in DNS: it has neither clientHold
// nor serverHold, and its phase permits it. See also Delegated.
func (d Domain) Resolves() bool {
	if d.Has(ClientHold, ServerHold) {
		return false
	}
	switch d.Phase {
	case Active, Expired:
		return true
	case Outzone:
		return d.Has(ServerManualInzone)
	}
	return false
}

// A Delegation is what a zone says of a domain.
type Delegation struct {
	Nameservers []Nameserver `json:"ns,omitempty"`
	Hosted      bool         `json:"hosted,omitempty"` // see Domain.Hosted
	DNSSEC      DNSSEC       `json:"dnssec,omitzero"`
}

// A ServerCheck is the wait of a domain for its name servers: the zone has its former
// delegation until all of them answer for the domain. Its status is dnsHold for a domain
// without a former delegation, else pendingUpdate.
type ServerCheck struct {
	Since   time.Time  `json:"since"`
	Ends    time.Time  `json:"ends,omitzero"`     // when the attempts end; zero: they have ended without success
	Before  Delegation `json:"before,omitzero"`   // what the zone has meanwhile; zero: nothing
	Failure string     `json:"failure,omitempty"` // what the latest attempt found, in English; "": there was none
}

// Delegation returns what the zone says of d where it Resolves: its name servers, or the
// former ones during a ServerCheck.
func (d Domain) Delegation() Delegation {
	if d.ServerCheck != nil {
		return d.ServerCheck.Before
	}
	return d.registeredDelegation()
}

func (d Domain) registeredDelegation() Delegation {
	return Delegation{d.Nameservers, d.Hosted, d.DNSSEC}
}

func (c Delegation) equal(o Delegation) bool {
	return c.Hosted == o.Hosted &&
		slices.EqualFunc(c.Nameservers, o.Nameservers, func(a, b Nameserver) bool {
			return a.Host == b.Host && slices.Equal(a.Addrs, b.Addrs)
		}) &&
		slices.Equal(c.DNSSEC.DS, o.DNSSEC.DS) && slices.Equal(c.DNSSEC.Keys, o.DNSSEC.Keys)
}

func (c Delegation) clone() Delegation {
	c.Nameservers = slices.Clone(c.Nameservers)
	for i := range c.Nameservers {
		c.Nameservers[i].Addrs = slices.Clone(c.Nameservers[i].Addrs)
	}
	c.DNSSEC.DS, c.DNSSEC.Keys = slices.Clone(c.DNSSEC.DS), slices.Clone(c.DNSSEC.Keys)
	return c
}

// AwaitServers returns d, into which a command changed before (the zero Domain for a new
// one), with a ServerCheck where the policy has one and the delegation is another. The
// storefront's name servers, which are the registry's own, are not waited for.
func (d Domain) AwaitServers(before Domain, now time.Time, p Policy) Domain {
	wanted, served := d.registeredDelegation(), before.Delegation()
	if p.ServerCheck == 0 || wanted.equal(before.registeredDelegation()) {
		return d
	}
	d.ServerCheck = nil
	if len(wanted.Nameservers) == 0 || wanted.Hosted || wanted.equal(served) {
		return d
	}
	wait := p.ServerCheck
	if len(served.Nameservers) > 0 {
		wait = p.ServerChangeCheck
	}
	d.ServerCheck = &ServerCheck{Since: now, Ends: now.Add(wait), Before: served.clone()}
	return d
}

// endServerCheck returns d after the time of its ServerCheck: with its former delegation
// again, or, if it had none, on hold until its name servers are changed.
func (d Domain) endServerCheck() Domain {
	if before := d.ServerCheck.Before; len(before.Nameservers) > 0 {
		d.Nameservers, d.Hosted, d.DNSSEC, d.ServerCheck = before.Nameservers, before.Hosted, before.DNSSEC, nil
		return d
	}
	d.ServerCheck.Ends = time.Time{}
	return d
}

// DS returns the DS record of k as a key of zone, with a SHA-256 digest (RFC 4034
// section 5.1.4, RFC 4509), and false if k is not a zone key or not decodable.
func (k Key) DS(zone name.Name) (DS, bool) {
	public, err := base64.StdEncoding.DecodeString(k.PublicKey)
	if err != nil || k.Flags&0x0100 == 0 || k.Protocol != 3 {
		return DS{}, false
	}
	data := binary.BigEndian.AppendUint16(nil, uint16(k.Flags))
	data = append(append(data, byte(k.Protocol), byte(k.Algorithm)), public...)
	var owner []byte
	for label := range strings.SplitSeq(string(zone), ".") {
		owner = append(append(owner, byte(len(label))), label...)
	}
	digest := sha256.Sum256(append(append(owner, 0), data...))
	return DS{
		KeyTag: keyTag(data), Algorithm: k.Algorithm, DigestType: 2, Digest: strings.ToUpper(hex.EncodeToString(digest[:])),
	}, true
}

// keyTag returns the key tag of a DNSKEY's RDATA (RFC 4034 appendix B).
func keyTag(data []byte) int {
	sum := uint32(0)
	for i, b := range data {
		if i%2 == 0 {
			sum += uint32(b) << 8
		} else {
			sum += uint32(b)
		}
	}
	return int((sum + sum>>16) & 0xffff)
}
