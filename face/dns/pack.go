package dns

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/view"
)

// What is packed ahead is the end of an answer: all that follows the question,
// but the OPT. Names in it are pointers, which depend on where the question has
// the name that is delegated, and the zone's:
//
//	0  authority records, additional records (two octets each)
//	4  how many pointers to the owner, to the zone's name, and within
//	7  where each of them stands in the body (two octets each)
//	   the body
const packedHead = 7

// maxBody bounds what is packed ahead: what may not fit a datagram is made when
// it is asked for.
const maxBody = ownSize - 12 - 255 - 4 - optSize

// Pack makes the referral to a cut ahead; nil: it is made when it is asked for.
// It is for view.Names.
func Pack(c *view.Cut) []byte {
	p := packer{zone: c.Zone.Key(), seen: map[string]int{}}
	for _, s := range c.Servers() {
		p.pointer(&p.owner)
		p.record(dns.TypeNS, view.TTL)
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

// PackSOA makes what says that there is nothing ahead; the serial is filled in
// later. It is for view.Names.
func PackSOA(z *view.Zone) []byte {
	p := packer{zone: z.Key(), seen: map[string]int{}}
	soa, ok := RR(z.SOA(), "").(*dns.SOA)
	if !ok {
		return nil
	}
	p.pointer(&p.ofZone)
	p.record(dns.TypeSOA, min(view.TTL, view.Negative))
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

// serialFromEnd is where the serial stands in what PackSOA makes.
const serialFromEnd = 20

type packer struct {
	body                  []byte
	authority, additional int
	owner, ofZone, within []int // where pointers stand
	zone                  string
	seen                  map[string]int // where names begin in the body
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

// name writes a name, as a pointer from where it was written before or is the
// zone's.
func (p *packer) name(n string) {
	rest := wireOf(dns.Fqdn(n))
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
	p.record(t, view.TTL)
	p.data(func() { p.body = append(p.body, addr.AsSlice()...) })
	p.additional++
}

func (p *packer) packed() []byte {
	pointers := len(p.owner) + len(p.ofZone) + len(p.within)
	if len(p.body) > maxBody || pointers > 255 {
		return nil
	}
	b := make([]byte, 0, packedHead+2*pointers+len(p.body))
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

// unpack appends what was packed ahead to an answer whose header and question
// are there, and fills in the counts. Owner and zone are where those names
// begin in it.
func unpack(out, packed []byte, owner, zone int) []byte {
	copy(out[8:12], packed[:4])
	owners, zones, within := int(packed[4]), int(packed[5]), int(packed[6])
	places := packed[packedHead:]
	start := len(out)
	out = append(out, places[2*(owners+zones+within):]...)
	body := out[start:]
	for i := range owners + zones + within {
		at := binary.BigEndian.Uint16(places[2*i:])
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
