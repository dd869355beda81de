package rdata

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"github.com/miekg/dns"
)

// Check returns an error that wraps ErrSyntax if canonical data cannot be what its type
// says: a target that is an address, a digest of the wrong length, a null MX with a
// preference (RFC 7505 section 3).
func Check(recordType, data string) error {
	rr, err := parse(recordType, data)
	if err != nil {
		return err
	}
	switch rr := rr.(type) {
	case *dns.AAAA:
		if strings.Contains(data, ".") { // IPv4-mapped
			return wrong("the address is one of IPv4")
		}
	case *dns.CNAME:
		return checkTarget(rr.Target)
	case *dns.NS:
		return checkTarget(rr.Ns)
	case *dns.PTR:
		return checkTarget(rr.Ptr)
	case *dns.MX:
		if rr.Mx == "." && rr.Preference == 0 {
			return nil
		}
		return checkTarget(rr.Mx)
	case *dns.SRV:
		if rr.Target == "." { // the service is not offered (RFC 2782)
			return nil
		}
		return checkTarget(rr.Target)
	case *dns.LOC:
		if rr.Version != 0 {
			return wrong("the version is not 0")
		}
	case *dns.CAA:
		return checkTag(rr.Tag)
	case *dns.SSHFP:
		return checkDigest(rr.FingerPrint, map[uint8]int{1: 20, 2: 32}[rr.Type])
	case *dns.DS:
		return checkDigest(rr.Digest, map[uint8]int{1: 20, 2: 32, 4: 48}[rr.DigestType])
	case *dns.TLSA:
		return checkDigest(rr.Certificate, map[uint8]int{1: 32, 2: 64}[rr.MatchingType])
	}
	return nil
}

// checkTarget refuses the root and names that are IPv4 addresses: nothing can be there.
func checkTarget(target string) error {
	if _, err := netip.ParseAddr(strings.TrimSuffix(target, ".")); err == nil || target == "." {
		return wrong("the target is not a host name")
	}
	return nil
}

// checkTag refuses a CAA tag with other characters than letters and digits (RFC 8659
// section 4.1).
func checkTag(tag string) error {
	notAlnum := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}
	if tag == "" || strings.ContainsFunc(tag, notAlnum) {
		return wrong("the tag has other characters than letters and digits")
	}
	return nil
}

// checkDigest refuses an empty digest, and one that has not the octets of its type; 0:
// they are not known.
func checkDigest(text string, octets int) error {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) == 0 || octets != 0 && len(b) != octets {
		return wrong("the digest has the wrong length")
	}
	return nil
}

func wrong(why string) error { return fmt.Errorf("%w: %s", ErrSyntax, why) }
