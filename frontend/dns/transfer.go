package dns

import (
	"context"
	"iter"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// messageSize is the approximate size of the messages of a transfer, in octets
// before name compression.
const messageSize = 16 << 10

// transfer answers AXFR and IXFR.
func (x *Maintenance) transfer(ctx context.Context, r *Request, s *signature) {
	q := r.Msg.Question[0]
	zone, err := name.ParseReference(q.Name)
	if err != nil || q.Qclass != dns.ClassINET {
		x.answer(r, s, dns.RcodeRefused)
		return
	}
	if rcode := x.authorizeTransfer(ctx, r, s, zone); rcode != dns.RcodeSuccess {
		x.answer(r, s, rcode)
		return
	}
	soa, ok := x.soaOf(zone)
	if !ok {
		x.answer(r, s, dns.RcodeNotAuth)
		return
	}
	clientSerial, incremental := serialOf(r.Msg, q)
	switch {
	case q.Qtype == dns.TypeIXFR && !incremental, q.Qtype == dns.TypeAXFR && !r.TCP:
		x.answer(r, s, dns.RcodeFormatError)
		return
	case incremental && (!r.TCP || !newer(soa.Serial, clientSerial)): // over UDP only the current SOA is sent (RFC 1995 section 2)
		x.stream(r, s, singleRecord(soa))
		return
	case incremental:
		if steps, ok := x.journal.since(zone, clientSerial); ok && x.preferIncremental(steps) {
			x.stream(r, s, incrementalTransfer(steps, soa))
			return
		}
	}
	if c, ok := x.zoneCopy(zone); ok {
		x.stream(r, s, fullTransfer(c))
		return
	}
	x.answer(r, s, dns.RcodeNotAuth)
}

// authorizeTransfer returns RcodeRefused if the client may not transfer the zone.
func (x *Maintenance) authorizeTransfer(ctx context.Context, r *Request, s *signature, zone name.Name) int {
	switch allowed, err := x.mayTransfer(ctx, r, s, zone); {
	case err != nil:
		x.Log.Error("zone owner lookup failed", "zone", zone, "error", err)
		return dns.RcodeServerFailure
	case !allowed:
		return dns.RcodeRefused
	}
	return dns.RcodeSuccess
}

// serialOf returns the serial of the client's copy, from an IXFR query.
func serialOf(m *dns.Msg, q dns.Question) (uint32, bool) {
	if q.Qtype != dns.TypeIXFR || len(m.Ns) != 1 {
		return 0, false
	}
	soa, ok := m.Ns[0].(*dns.SOA)
	if !ok {
		return 0, false
	}
	return soa.Serial, true
}

// newer reports whether serial a is newer than b (RFC 1982).
func newer(a, b uint32) bool { return int32(a-b) > 0 }

// zoneCopy returns the content of a zone, which may be the catalog.
func (x *Maintenance) zoneCopy(zone name.Name) (zone.Snapshot, bool) {
	if zone == x.Catalog && zone != "" {
		return x.catalog.copy(x.Server.Names, zone), true
	}
	return x.Server.Names.Snapshot(zone)
}

// preferIncremental reports whether changes are less to send than the whole zone.
func (x *Maintenance) preferIncremental(steps []zone.Diff) bool {
	n := 0
	for _, s := range steps {
		n += recordCount(s)
	}
	return n < 1000 || n < x.Server.Names.Len()
}

func singleRecord(rr dns.RR) iter.Seq[dns.RR] { return func(yield func(dns.RR) bool) { yield(rr) } }

// fullTransfer returns the records of a zone between two copies of its SOA (RFC 5936
// section 2.2).
func fullTransfer(c zone.Snapshot) iter.Seq[dns.RR] {
	return func(yield func(dns.RR) bool) {
		if !yield(RR(c.SOA, "")) {
			return
		}
		for rr := range c.All {
			if !yield(RR(rr, "")) {
				return
			}
		}
		yield(RR(c.SOA, ""))
	}
}

// incrementalTransfer returns the difference sequences of changes (RFC 1995 section
// 4).
func incrementalTransfer(steps []zone.Diff, soa *dns.SOA) iter.Seq[dns.RR] {
	at := func(serial uint32) dns.RR {
		rr := *soa
		rr.Serial = serial
		return &rr
	}
	newest := at(steps[len(steps)-1].To)
	return func(yield func(dns.RR) bool) {
		if !yield(newest) {
			return
		}
		for _, s := range steps {
			for _, part := range []struct {
				serial uint32
				rrs    []zone.RR
			}{{s.From, s.Removed}, {s.To, s.Added}} {
				if !yield(at(part.serial)) {
					return
				}
				for _, rr := range part.rrs {
					if !yield(RR(rr, "")) {
						return
					}
				}
			}
		}
		yield(newest)
	}
}

// stream sends records in as many messages as needed. Only the first repeats the
// question (RFC 5936 section 2.2.1).
func (x *Maintenance) stream(r *Request, s *signature, rrs iter.Seq[dns.RR]) {
	var m *dns.Msg
	size, further := 0, false
	flush := func() bool {
		wire, err := s.pack(m, further)
		if err == nil {
			err = r.Reply(wire)
		}
		if err != nil {
			x.Log.Debug("transfer aborted", "zone", r.Msg.Question[0].Name, "to", r.From, "error", err)
		}
		m, size, further = nil, 0, true
		return err == nil
	}
	x.Server.count(dns.RcodeSuccess)
	for rr := range rrs {
		n := dns.Len(rr)
		if m != nil && size+n > messageSize && !flush() {
			return
		}
		if m == nil {
			m = new(dns.Msg)
			m.SetReply(r.Msg)
			m.Authoritative, m.Compress = true, true
			if further {
				m.Question = nil
			}
		}
		m.Answer, size = append(m.Answer, rr), size+n
	}
	if m != nil {
		flush()
	}
}
