package registry

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
)

// CheckDomain returns the fault of a domain that a command is about to save, or
// nil. before is the zero Domain if after is being created. It does not check
// that the contacts and hosts exist; the command does.
func (p Policy) CheckDomain(before, after Domain) error {
	for _, check := range []func(before, after Domain) error{p.checkNameservers, p.checkContactCounts, p.checkDNSSEC, checkForward, checkText} {
		if err := check(before, after); err != nil {
			return err
		}
	}
	if p.CheckChange != nil {
		return p.CheckChange(before, after)
	}
	return nil
}

func (p Policy) checkNameservers(_, d Domain) error {
	n := len(d.Nameservers)
	switch {
	case n == 0 && p.RequireNS && d.Forward.URL == "",
		n > 0 && n < p.MinNS,
		p.MaxNS > 0 && n > p.MaxNS:
		return ErrNSCount.On("ns", strconv.Itoa(n))
	}
	var seen []name.Name
	for _, ns := range d.Nameservers {
		if slices.Contains(seen, ns.Host) {
			return ErrNSDuplicate.On("ns", string(ns.Host))
		}
		seen = append(seen, ns.Host)
		if !p.HostAttrs {
			continue
		}
		below, given := ns.Host.Within(d.Name), len(ns.Addrs) > 0
		if below != given && !(p.KeepExternalAddrs && given && !ns.Host.Under(p.TLD)) {
			return ErrGlue.On("ns", string(ns.Host))
		}
	}
	return nil
}

// checkContactCounts returns ErrMissing, ErrContactRequired, ErrContactCount or
// ErrContactDuplicate for the contacts of d, by role. A domain that had too few
// already, from before the policy asked for them, may keep its number.
func (p Policy) checkContactCounts(before, d Domain) error {
	if p.RequireRegistrant && d.Registrant == "" {
		return ErrMissing.On("registrant", "")
	}
	for _, c := range []struct {
		role     ContactRole
		old, ids []ContactID
		min, max int
	}{
		{ContactAdmin, before.Admin, d.Admin, p.MinAdmin, p.MaxAdmin},
		{ContactTech, before.Tech, d.Tech, p.MinTech, p.MaxTech},
		{ContactBilling, before.Billing, d.Billing, p.MinBilling, p.MaxBilling},
	} {
		switch n := len(c.ids); {
		case n < c.min && (before.Name == "" || n < len(c.old)):
			return ErrContactRequired.On(string(c.role), "at least "+strconv.Itoa(c.min))
		case c.max > 0 && n > c.max:
			return ErrContactCount.On(string(c.role), strconv.Itoa(n))
		}
		for i, id := range c.ids {
			if slices.Contains(c.ids[:i], id) {
				return ErrContactDuplicate.On(string(c.role), string(id))
			}
		}
	}
	return nil
}

// WithRequiredContacts returns d with its registrant in every role in which the
// policy requires a contact and d has none.
func (p Policy) WithRequiredContacts(d Domain) Domain {
	for _, r := range []struct {
		min int
		ids *[]ContactID
	}{{p.MinAdmin, &d.Admin}, {p.MinTech, &d.Tech}, {p.MinBilling, &d.Billing}} {
		if r.min > 0 && len(*r.ids) == 0 && d.Registrant != "" {
			*r.ids = []ContactID{d.Registrant}
		}
	}
	return d
}

func (p Policy) checkDNSSEC(before, d Domain) error {
	s := d.DNSSEC
	switch {
	case s.MaxSigLife < 0:
		return ErrRange.On("maxSigLife", strconv.Itoa(s.MaxSigLife))
	case len(s.DS)+len(s.Keys) == 0:
		return nil
	case p.MaxDS == 0, p.KeyData && len(s.DS) > 0, !p.KeyData && len(s.Keys) > 0:
		return ErrUnsupported.On("secDNS", "")
	case len(s.DS)+len(s.Keys) > p.MaxDS:
		return ErrDNSSEC.On("secDNS", strconv.Itoa(len(s.DS)+len(s.Keys)))
	}
	for i, ds := range s.DS {
		if err := ds.Check(); err != nil {
			return err
		}
		if err := p.checkNewDS(ds); err != nil && !slices.Contains(before.DNSSEC.DS, ds) {
			return err
		}
		if slices.Contains(s.DS[:i], ds) {
			return ErrDNSSEC.On("dsData", "given twice")
		}
	}
	for i, k := range s.Keys {
		if err := k.Check(); err != nil {
			return err
		}
		if err := p.checkAlgorithm(k.Algorithm); err != nil && !slices.Contains(before.DNSSEC.Keys, k) {
			return err
		}
		if slices.Contains(s.Keys[:i], k) {
			return ErrDNSSEC.On("keyData", "given twice")
		}
	}
	return nil
}

// checkNewDS returns ErrDNSSEC if the policy does not accept a valid DS record.
func (p Policy) checkNewDS(ds DS) error {
	if p.DigestTypes != nil && !slices.Contains(p.DigestTypes, ds.DigestType) {
		return ErrDNSSEC.On("digestType", strconv.Itoa(ds.DigestType))
	}
	return p.checkAlgorithm(ds.Algorithm)
}

// checkAlgorithm returns ErrDNSSEC if the policy does not accept a valid algorithm.
func (p Policy) checkAlgorithm(algorithm int) error {
	if p.DNSSECAlgorithms != nil && !slices.Contains(p.DNSSECAlgorithms, algorithm) {
		return ErrDNSSEC.On("alg", strconv.Itoa(algorithm))
	}
	return nil
}

// digestSizes maps a DS digest type to the octets of its digest (IANA registry of DS
// digest algorithms).
var digestSizes = map[int]int{1: 20, 2: 32, 4: 48}

// algorithms are the DNSSEC algorithms for zone signing (IANA registry).
var algorithms = []int{3, 5, 6, 7, 8, 10, 13, 14, 15, 16}

// Check returns ErrDNSSEC if ds is not a valid DS record (RFC 4034 section 5).
func (ds DS) Check() error {
	digest, err := hex.DecodeString(ds.Digest)
	size, known := digestSizes[ds.DigestType]
	switch {
	case ds.KeyTag < 0 || ds.KeyTag > 65535:
		return ErrDNSSEC.On("keyTag", strconv.Itoa(ds.KeyTag))
	case !slices.Contains(algorithms, ds.Algorithm):
		return ErrDNSSEC.On("alg", strconv.Itoa(ds.Algorithm))
	case !known:
		return ErrDNSSEC.On("digestType", strconv.Itoa(ds.DigestType))
	case err != nil || len(digest) != size:
		return ErrDNSSEC.On("digest", Truncate(ds.Digest))
	case ds.Key != (Key{}):
		return ds.Key.Check()
	}
	return nil
}

// Check returns ErrDNSSEC if k is not a valid DNSKEY (RFC 4034 section 2; RFC
// 5910 section 4.2).
func (k Key) Check() error {
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(k.PublicKey), ""))
	switch {
	case k.Flags != 0 && k.Flags != 256 && k.Flags != 257:
		return ErrDNSSEC.On("flags", strconv.Itoa(k.Flags))
	case k.Protocol != 3:
		return ErrDNSSEC.On("protocol", strconv.Itoa(k.Protocol))
	case !slices.Contains(algorithms, k.Algorithm):
		return ErrDNSSEC.On("alg", strconv.Itoa(k.Algorithm))
	case err != nil || len(raw) < 32 || len(raw) > 1024:
		return ErrDNSSEC.On("pubKey", "")
	}
	return nil
}

func checkForward(_, d Domain) error {
	if d.Forward.URL != "" && len(d.Nameservers) > 0 && !d.Hosted {
		return ErrForward.On("forward", "a name with name servers of its own does not forward")
	}
	return d.Forward.CheckFor(d.Name)
}

func checkText(before, d Domain) error {
	switch {
	case d.Label == before.Label:
		return nil
	case len(d.Label) > MaxLabel:
		return ErrRange.On("label", fmt.Sprintf("at most %d octets", MaxLabel))
	}
	return CheckLine("label", d.Label, MaxLabel)
}
