// Package rdata reads and writes the data of DNS records in presentation form (RFC 1035
// section 5.1) and reads zone files. It knows which types a hosted zone may have, and
// what the data of each must be.
//
// Data is compared as text: Canonical and FromRR return one text for each RDATA, with
// names in lower case and absolute, and character-strings in quotes. The package knows
// nothing of ours; messages and text are those of the miekg/dns library.
package rdata

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// Types are the record types of a hosted zone, without its SOA.
var Types = []string{
	"A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "LOC", "MX", "NAPTR", "NS", "PTR", "SRV", "SSHFP", "SVCB", "TLSA", "TXT", "URI",
}

// MaxSize is the number of octets that the RDATA of a record, and all records of an RRset
// together, may have: they still fit a DNS message over TCP. It is a TXT of 64,000
// octets, with their lengths.
const MaxSize = 64_256

// ErrSyntax is wrapped by the errors of text that is not the data of its type.
var ErrSyntax = errors.New("not the data of this type")

// Supported reports whether recordType is one of Types.
func Supported(recordType string) bool { return slices.Contains(Types, recordType) }

// Canonical returns data in canonical form. Names without a final dot are absolute. The
// error wraps ErrSyntax.
func Canonical(recordType, data string) (string, error) {
	rr, err := parse(recordType, data)
	if err != nil {
		return "", err
	}
	return FromRR(rr)
}

// FromRR returns the data of rr, of any type, in canonical form. RDATA that its own text
// would not reproduce is written as RFC 3597 section 5 does. The error wraps ErrSyntax.
func FromRR(rr dns.RR) (string, error) {
	rr = dns.Copy(rr)
	received := int(rr.Header().Rdlength) // 0 for text
	names := namesIn(rr)
	for _, n := range names {
		if *n == "" {
			return "", fmt.Errorf("%w: it ends early", ErrSyntax)
		}
		*n = dns.CanonicalName(*n)
	}
	wire, err := pack(rr)
	switch {
	case err != nil:
		return "", err
	case received != 0 && received != len(wire) && names == nil: // the library fills up what ends early
		return "", fmt.Errorf("%w: it ends early", ErrSyntax)
	}
	h := dns.RR_Header{Name: ".", Rrtype: rr.Header().Rrtype, Class: dns.ClassINET, Rdlength: uint16(len(wire))}
	read, _, err := dns.UnpackRRWithHeader(h, wire, 0)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	text := strings.TrimPrefix(read.String(), read.Header().String())
	if again, err := parse(dns.Type(h.Rrtype).String(), text); err == nil {
		if same, err := pack(again); err == nil && bytes.Equal(same, wire) {
			return text, nil
		}
	}
	return fmt.Sprintf(`\# %d %s`, len(wire), hex.EncodeToString(wire)), nil
}

// RR returns the record with canonical data; nil if the data is not of the type. Owner
// has its final dot.
func RR(owner, recordType string, ttl uint32, data string) dns.RR {
	rr, err := parse(recordType, data)
	if err != nil {
		return nil
	}
	h := rr.Header()
	h.Name, h.Ttl = owner, ttl
	return rr
}

// Size returns the number of octets of canonical data in a message; 0 if it is not of
// the type.
func Size(recordType, data string) int {
	rr, err := parse(recordType, data)
	if err != nil {
		return 0
	}
	wire, err := pack(rr)
	if err != nil {
		return 0
	}
	return len(wire)
}

// parse reads data as it stands in a zone file after the type.
func parse(recordType, data string) (dns.RR, error) {
	if strings.ContainsAny(data, "\n\r\x00") {
		return nil, fmt.Errorf("%w: it has several lines", ErrSyntax)
	}
	for i := 0; i < len(data); i++ { // the library takes \256 for \000
		if data[i] == '\\' {
			n, _ := escape(data[i+1:])
			if n == 0 && !strings.HasPrefix(data, `\# `) {
				return nil, fmt.Errorf("%w: a backslash begins no octet", ErrSyntax)
			}
			i += n
		}
	}
	rr, err := dns.NewRR(". 0 IN " + recordType + " " + data)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	case rr == nil || dns.Type(rr.Header().Rrtype).String() != recordType:
		return nil, fmt.Errorf("%w: it is empty", ErrSyntax)
	}
	return rr, nil
}

// pack returns the RDATA of rr without compression.
func pack(rr dns.RR) ([]byte, error) {
	const header = 11 // of a record whose owner is the root
	h := rr.Header()
	owner := h.Name
	h.Name = "."
	defer func() { h.Name = owner }()
	b := make([]byte, header+dns.Len(rr))
	end, err := dns.PackRR(rr, b, 0, nil, false)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrSyntax, err)
	case end == header:
		return nil, fmt.Errorf("%w: it is empty", ErrSyntax)
	case end-header > MaxSize:
		return nil, fmt.Errorf("%w: it has more than %d octets", ErrSyntax, MaxSize)
	}
	return b[header:end], nil
}

// namesIn returns the names in rr's data.
func namesIn(rr dns.RR) []*string {
	switch rr := rr.(type) {
	case *dns.CNAME:
		return []*string{&rr.Target}
	case *dns.NS:
		return []*string{&rr.Ns}
	case *dns.PTR:
		return []*string{&rr.Ptr}
	case *dns.MX:
		return []*string{&rr.Mx}
	case *dns.SRV:
		return []*string{&rr.Target}
	case *dns.NAPTR:
		return []*string{&rr.Replacement}
	case *dns.SVCB:
		return []*string{&rr.Target}
	case *dns.HTTPS:
		return []*string{&rr.Target}
	case *dns.SOA:
		return []*string{&rr.Ns, &rr.Mbox}
	}
	return nil
}
