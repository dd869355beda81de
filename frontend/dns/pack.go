package dns

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/view/zone"
)

// A packed answer is the part of an answer after the question, without the OPT
// record. Its names are compressed; the pointers depend on the offsets of the
// delegated name and of the zone's name in the question:
//
//	0  numbers of authority and additional records (two octets each)
//	4  numbers of pointers to the owner, to the zone's name, and into the body (one octet each)
//	7  offset of each of these pointers in the body (two octets each)
//	   the body
const packedHeaderSize = 7

// maxPackedBody bounds a packed answer: one that may not fit a datagram is not
// packed ahead.
const maxPackedBody = maxUDPSize - 12 - 255 - 4 - optSize

// PackReferral returns the packed referral to a delegation set; nil if it is too
// long, so that the library answers. It is called by the zone view.
func PackReferral(c *zone.DelegationSet) []byte {
	p := packer{zone: c.Zone.Key(), seen: map[string]int{}}
	for _, s := range c.Nameservers() {
		p.pointer(&p.owner)
		p.record(dns.TypeNS, zone.TTL)
		p.data(func() { p.name(string(s)) })
		p.authority++
	}
	for _, g := range c.Glue() {
		for _, addr := range g.Addrs {
			p.address(string(g.Host), addr)
		}
	}
	return p.packed()
}

// PackNegative returns the packed authority section of a name error: the zone's SOA,
// with serial 0, which fastPath replaces. It is called by the zone view.
func PackNegative(z *zone.Zone) []byte {
	p := packer{zone: z.Key(), seen: map[string]int{}}
	soa, ok := RR(z.SOA(), "").(*dns.SOA)
	if !ok {
		return nil
	}
	p.pointer(&p.ofZone)
	p.record(dns.TypeSOA, min(zone.TTL, soa.Minttl))
	p.data(func() {
		p.name(strings.TrimSuffix(soa.Ns, "."))
		mbox := make([]byte, 256)
		n, _ := dns.PackDomainName(soa.Mbox, mbox, 0, nil, false)
		p.body = append(p.body, mbox[:n]...)
		for _, v := range []uint32{0, soa.Refresh, soa.Retry, soa.Expire, soa.Minttl} {
			p.body = binary.BigEndian.AppendUint32(p.body, v)
		}
	})
	p.authority = 1
	return p.packed()
}

// serialFromEnd is the distance of the serial from the end of a packed SOA, in octets.
const serialFromEnd = 20

// A packer builds a packed answer.
type packer struct {
	body                  []byte
	authority, additional int
	owner, ofZone, within []int // offsets of pointers in body
	zone                  string
	seen                  map[string]int // offsets of names in body
}

func (p *packer) pointer(of *[]int) {
	*of = append(*of, len(p.body))
	p.body = append(p.body, 0xC0, 0)
}

func (p *packer) record(t uint16, ttl uint32) {
	p.body = binary.BigEndian.AppendUint16(p.body, t)
	p.body = binary.BigEndian.AppendUint16(p.body, dns.ClassINET)
	p.body = binary.BigEndian.AppendUint32(p.body, ttl)
}

func (p *packer) data(write func()) {
	at := len(p.body)
	p.body = append(p.body, 0, 0)
	write()
	binary.BigEndian.PutUint16(p.body[at:], uint16(len(p.body)-at-2))
}

// name writes a name, compressed by a pointer to the zone's name or to an earlier
// occurrence in the body.
func (p *packer) name(n string) {
	rest := wireName(dns.Fqdn(n))
	for rest[0] != 0 {
		if string(rest) == p.zone {
			p.pointer(&p.ofZone)
			return
		}
		if at, ok := p.seen[string(rest)]; ok {
			p.within = append(p.within, len(p.body))
			p.body = binary.BigEndian.AppendUint16(p.body, 0xC000|uint16(at))
			return
		}
		p.seen[string(rest)] = len(p.body)
		p.body = append(p.body, rest[:1+rest[0]]...)
		rest = rest[1+rest[0]:]
	}
	p.body = append(p.body, 0)
}

func (p *packer) address(host string, addr netip.Addr) {
	t := dns.TypeA
	if addr.Is6() {
		t = dns.TypeAAAA
	}
	p.name(host)
	p.record(t, zone.TTL)
	p.data(func() { p.body = append(p.body, addr.AsSlice()...) })
	p.additional++
}

func (p *packer) packed() []byte {
	pointers := len(p.owner) + len(p.ofZone) + len(p.within)
	if len(p.body) > maxPackedBody || pointers > 255 {
		return nil
	}
	b := make([]byte, 0, packedHeaderSize+2*pointers+len(p.body))
	b = binary.BigEndian.AppendUint16(b, uint16(p.authority))
	b = binary.BigEndian.AppendUint16(b, uint16(p.additional))
	b = append(b, byte(len(p.owner)), byte(len(p.ofZone)), byte(len(p.within)))
	for _, list := range [][]int{p.owner, p.ofZone, p.within} {
		for _, at := range list {
			b = binary.BigEndian.AppendUint16(b, uint16(at))
		}
	}
	return append(b, p.body...)
}

// appendPacked appends a packed answer to out, which holds a header and a question,
// and sets the section counts. Owner and zone are the offsets of those names in
// out.
func appendPacked(out, packed []byte, owner, zone int) []byte {
	copy(out[8:12], packed[:4])
	owners, zones, within := int(packed[4]), int(packed[5]), int(packed[6])
	offsets := packed[packedHeaderSize:]
	start := len(out)
	out = append(out, offsets[2*(owners+zones+within):]...)
	body := out[start:]
	for i := range owners + zones + within {
		at := binary.BigEndian.Uint16(offsets[2*i:])
		to := uint16(owner)
		switch {
		case i >= owners+zones:
			to = binary.BigEndian.Uint16(body[at:])&0x3fff + uint16(start)
		case i >= owners:
			to = uint16(zone)
		}
		binary.BigEndian.PutUint16(body[at:], 0xC000|to)
	}
	return out
}
