package dns_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// smallServer returns a server with a few names of every kind.
func smallServer(t testing.TB) *dns.Server {
	t.Helper()
	st, err := sqlite.Open(t.TempDir()+"/a.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	ns := func(hosts ...name.Name) (all []registry.Nameserver) {
		for _, h := range hosts {
			all = append(all, registry.Nameserver{Host: h})
		}
		return all
	}
	var many []name.Name
	for i := range 30 {
		many = append(many, name.Name(fmt.Sprintf("ns%d.%s.many.fr", i, strings.Repeat("x", 50))))
	}
	err = st.Update(t.Context(), func(tx store.Tx) error {
		for i, d := range []registry.Domain{
			{Name: "a.fr", Nameservers: ns("ns1.a.fr", "ns1.b.test")},
			{Name: "many.fr", Nameservers: ns(many...)},
			{Name: "hosted.fr", Nameservers: ns("ns1.kifdom.example"), Hosted: true},
			{Name: "forward.tk", Forward: registry.Forward{URL: "http://a.example/"}},
		} {
			d.ROID, d.Phase, d.Number = string(d.Name), registry.Active, int64(i+1)
			if err := tx.Domains().Put(d); err != nil {
				return err
			}
		}
		for _, h := range append(many, "ns1.a.fr") {
			if err := tx.Hosts().Put(registry.Host{Name: h, Addrs: []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")}}); err != nil {
				return err
			}
		}
		for i, r := range []registry.Record{
			{Label: "*", Type: "A", Data: "192.0.2.3"}, {Label: "c", Type: "CNAME", Data: "x.hosted.fr."},
			{Label: "t", Type: "TXT", Data: rdata.Split(strings.Repeat("t", 9000))},
		} {
			r.ID, r.Zone, r.TTL = int64(i+1), "hosted.fr", 60
			if err := tx.Records().Put(r); err != nil {
				return err
			}
		}
		return tx.Append(registry.Change{Kind: registry.KindDomain, Key: "a.fr"})
	})
	if err != nil {
		t.Fatal(err)
	}
	names := newZoneView()
	if err := (&zone.Follower{Store: st, Consumers: []zone.Consumer{names}}).Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &dns.Server{Names: names, WallClock: time.Now}
}

func question(owner string, qtype uint16, more ...func(*mdns.Msg)) []byte {
	q := new(mdns.Msg).SetQuestion(owner, qtype)
	q.Id = 4711
	for _, f := range more {
		f(q)
	}
	b, err := q.Pack()
	if err != nil {
		panic(err)
	}
	return b
}

func edns(size uint16) func(*mdns.Msg) { return func(m *mdns.Msg) { m.SetEdns0(size, false) } }

func TestEveryBadQuestionGetsItsOwnAnswer(t *testing.T) {
	f := smallServer(t)
	with := func(b []byte, change func([]byte)) []byte {
		b = bytes.Clone(b)
		change(b)
		return b
	}
	good := question("a.fr.", mdns.TypeA)
	long := strings.Repeat(strings.Repeat("x", 63)+".", 3)
	for _, row := range []struct {
		what  string
		wire  []byte
		rcode int // -1: no answer
	}{
		{"nothing", nil, -1},
		{"a header alone", make([]byte, 12), mdns.RcodeFormatError},
		{"half a header", make([]byte, 11), -1},
		{"an answer", with(good, func(b []byte) { b[2] |= 0x80 }), -1},
		{"two questions", with(append(bytes.Clone(good), good[12:]...), func(b []byte) { b[5] = 2 }), mdns.RcodeFormatError},
		{"two questions, of which one is there", with(good, func(b []byte) { b[5] = 2 }), mdns.RcodeFormatError},
		{"no question", with(good, func(b []byte) { b[5] = 0 }), mdns.RcodeFormatError},
		{"a name that points at itself", with(good, func(b []byte) { b[12], b[13] = 0xC0, 12 }), mdns.RcodeFormatError},
		{"a name that points forward", with(good, func(b []byte) { b[12], b[13] = 0xC0, 14 }), mdns.RcodeFormatError},
		{"a label that is too long", with(good, func(b []byte) { b[12] = 0x7f }), mdns.RcodeFormatError},
		{"opcode IQUERY", with(good, func(b []byte) { b[2] |= 1 << 3 }), mdns.RcodeNotImplemented},
		{"opcode 15", with(good, func(b []byte) { b[2] |= 15 << 3 }), mdns.RcodeNotImplemented},
		{"opcode NOTIFY", with(good, func(b []byte) { b[2] |= 4 << 3 }), mdns.RcodeNotImplemented},
		{"class CHAOS", with(question("version.bind.", mdns.TypeTXT), func(b []byte) { b[len(b)-1] = 3 }), mdns.RcodeRefused},
		{"class ANY", with(good, func(b []byte) { b[len(b)-1] = 255 }), mdns.RcodeRefused},
		{"type OPT", question("a.fr.", mdns.TypeOPT), mdns.RcodeFormatError},
		{"type 0", question("a.fr.", 0), mdns.RcodeNotImplemented},
		{"type MAILA", question("a.fr.", mdns.TypeMAILA), mdns.RcodeNotImplemented},
		{"a transfer", question("fr.", mdns.TypeAXFR), mdns.RcodeRefused},
		{"a zone of others", question("a.test.", mdns.TypeA), mdns.RcodeRefused},
		{"the root", question(".", mdns.TypeNS), mdns.RcodeRefused},
		{"OPT version 1", question("a.fr.", mdns.TypeA, edns(1232), func(m *mdns.Msg) { m.IsEdns0().SetVersion(1) }), mdns.RcodeBadVers},
		{"two OPT", question("a.fr.", mdns.TypeA, edns(1232), edns(1232)), mdns.RcodeFormatError},
		{"an OPT that has an owner", question("a.fr.", mdns.TypeA, edns(1232), func(m *mdns.Msg) { m.IsEdns0().Hdr.Name = "a.fr." }), mdns.RcodeFormatError},
		{"an option that is cut off", append(with(question("a.fr.", mdns.TypeA, edns(1232)), func(b []byte) { b[len(b)-1] = 3 }), 0, 3, 0), mdns.RcodeFormatError},
		{"a name of 255 octets", question(long+strings.Repeat("x", 58)+".fr.", mdns.TypeA), mdns.RcodeNameError},
		{"more after the question", append(bytes.Clone(good), 0), mdns.RcodeFormatError},
		{"an ordinary one", good, mdns.RcodeSuccess},
		{"with a cookie", question("a.fr.", mdns.TypeA, edns(1232), func(m *mdns.Msg) {
			m.IsEdns0().Option = []mdns.EDNS0{&mdns.EDNS0_COOKIE{Code: mdns.EDNS0COOKIE, Cookie: "0102030405060708"}}
		}), mdns.RcodeSuccess},
	} {
		answer := dns.Reply(f, row.wire, false)
		if row.rcode < 0 {
			if answer != nil {
				t.Errorf("%s: answered % x", row.what, answer)
			}
			continue
		}
		a := new(mdns.Msg)
		if err := a.Unpack(answer); err != nil || a.Rcode != row.rcode || !a.Response || a.Id != binary.BigEndian.Uint16(row.wire) {
			t.Errorf("%s: %v %v\nwant %s", row.what, err, a, mdns.RcodeToString[row.rcode])
		}
	}
}

func TestTruncatedQueriesAreFormatErrors(t *testing.T) {
	f := smallServer(t)
	for _, whole := range [][]byte{question("www.a.fr.", mdns.TypeA, edns(1232)), question("x.hosted.fr.", mdns.TypeA, edns(4096))} {
		for n := range whole {
			for _, tcp := range []bool{false, true} {
				a := new(mdns.Msg)
				switch answer := dns.Reply(f, whole[:n], tcp); {
				case answer == nil && n < 12:
				case answer == nil || a.Unpack(answer) != nil || a.Rcode != mdns.RcodeFormatError:
					t.Errorf("cut at %d: % x", n, answer)
				}
			}
		}
	}
}

func TestLongAnswersAreTruncated(t *testing.T) {
	f := smallServer(t)
	for _, row := range []struct {
		owner string
		qtype uint16
		size  uint16
		most  int
		cut   bool
	}{
		{"many.fr.", mdns.TypeA, 0, 512, true},
		{"many.fr.", mdns.TypeA, 100, 512, true}, // RFC 6891 section 6.2.3
		{"many.fr.", mdns.TypeA, 65000, 1232, true},
		{"t.hosted.fr.", mdns.TypeTXT, 1232, 1232, true},
		{"a.fr.", mdns.TypeA, 0, 512, false},
		{"c.hosted.fr.", mdns.TypeA, 0, 512, false},
	} {
		wire := question(row.owner, row.qtype)
		if row.size > 0 {
			wire = question(row.owner, row.qtype, edns(row.size))
		}
		answer := dns.Reply(f, wire, false)
		a := new(mdns.Msg)
		if err := a.Unpack(answer); err != nil || a.Truncated != row.cut || len(answer) > row.most || row.size > 0 && a.IsEdns0() == nil {
			t.Errorf("%s over UDP, %d: %d octets, %v\n%v", row.owner, row.size, len(answer), err, a)
		}
		answer = dns.Reply(f, wire, true)
		if err := a.Unpack(answer); err != nil || a.Truncated || a.Rcode != mdns.RcodeSuccess {
			t.Errorf("%s over TCP: %d octets, %v", row.owner, len(answer), err)
		}
	}
}

// FuzzQuestion sends arbitrary messages: the server does not panic, responses are well
// formed and of bounded size, and the fast path agrees with the library.
func FuzzQuestion(f *testing.F) {
	server := smallServer(f)
	for _, owner := range []string{"a.fr.", "WWW.a.Fr.", "no.fr.", "fr.", "many.fr.", "x.hosted.fr.", "c.hosted.fr.", "t.hosted.fr.", "forward.tk.", "ns1.nic.it.", `a\.b.fr.`} {
		for _, qtype := range []uint16{mdns.TypeA, mdns.TypeNS, mdns.TypeDS, mdns.TypeSOA, mdns.TypeANY, mdns.TypeTXT} {
			f.Add(question(owner, qtype), false)
			f.Add(question(owner, qtype, edns(4096)), true)
		}
	}
	f.Add([]byte("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\x01\x00\x01"), false)
	f.Fuzz(func(t *testing.T, wire []byte, tcp bool) {
		if len(wire) > 65535 {
			return
		}
		answer := dns.Reply(server, wire, tcp)
		if answer == nil {
			return
		}
		a := new(mdns.Msg)
		if err := a.Unpack(answer); err != nil || !tcp && len(answer) > 1232 {
			t.Fatalf("%d octets, %v: % x", len(answer), err, answer)
		}
		fast, ok := dns.FastPath(server, wire)
		if !ok {
			return
		}
		q, slow := new(mdns.Msg), new(mdns.Msg)
		if err := slow.Unpack(fast); err != nil {
			t.Fatal(err)
		}
		if err := q.Unpack(wire); err != nil {
			t.Fatalf("the library does not read what was answered: %v", err)
		}
		want := server.Answer(q)
		if !strings.EqualFold(summary(slow), summary(want)) || slow.IsEdns0() == nil != (want.IsEdns0() == nil) {
			t.Fatalf("fast path:\n%v\nthe library:\n%v", slow, want)
		}
	})
}

func TestTheFastPathAllocatesNothing(t *testing.T) {
	f := smallServer(t)
	for _, owner := range []string{"www.a.fr.", "no.fr."} {
		wire := question(owner, mdns.TypeA, edns(1232))
		ask := dns.FastPathFunc(f)
		if n := testing.AllocsPerRun(100, func() { ask(wire) }); n != 0 {
			t.Errorf("%s: %v allocations", owner, n)
		}
	}
}

// TestTenThousandHalfOpenConnections opens many connections that send nothing or half a
// message: queries are still answered, and few connections are kept.
func TestTenThousandHalfOpenConnections(t *testing.T) {
	total := 10_000
	if testing.Short() {
		total = 1000
	}
	f := smallServer(t)
	f.MaxConnections = 50
	addr := serve(t, f)
	var silent []net.Conn
	defer func() {
		for _, c := range silent {
			c.Close()
		}
	}()
	for i := range total {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			c.Write([]byte{0, 40, 1, 2})
		}
		if silent = append(silent, c); len(silent) > 400 { // below the limit of open files
			silent[0].Close()
			silent = silent[1:]
		}
	}
	// Silent connections that the kernel completes late may still displace the one that
	// asks; a resolver that is cut off asks again.
	a, err := (*mdns.Msg)(nil), error(nil)
	for range 5 {
		if a, _, err = (&mdns.Client{Net: "tcp", Timeout: 5 * time.Second}).Exchange(new(mdns.Msg).SetQuestion("a.fr.", mdns.TypeNS), addr); err == nil {
			break
		}
		t.Logf("cut off: %v", err)
	}
	if err != nil || len(a.Ns) != 2 {
		t.Fatalf("%v %v", a, err)
	}
	open := 0
	for _, c := range silent {
		c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		if _, err := c.Read(make([]byte, 1)); err != nil && !isClosed(err) {
			open++
		}
	}
	if open > 50 {
		t.Errorf("%d are open, at most 50 may be", open)
	}
}

func isClosed(err error) bool {
	timeout, ok := err.(net.Error)
	return err == io.EOF || !ok || !timeout.Timeout()
}

func TestManyQuestionsOverOneConnection(t *testing.T) {
	f := smallServer(t)
	conn, err := mdns.Dial("tcp", serve(t, f))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for i := range 20 {
		if err := conn.WriteMsg(new(mdns.Msg).SetQuestion(fmt.Sprintf("x%d.hosted.fr.", i), mdns.TypeA)); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		if a, err := conn.ReadMsg(); err != nil || len(a.Answer) != 1 {
			t.Fatalf("%v %v", a, err)
		}
	}
}

// TestAnAddressOfBothFamilies listens on [::] and queries over IPv4 and IPv6.
func TestAnAddressOfBothFamilies(t *testing.T) {
	probe, err := net.ListenPacket("udp", "[::1]:0")
	if err != nil {
		t.Skip("there is no IPv6 here")
	}
	probe.Close()
	_, port, _ := net.SplitHostPort(serveAt(t, smallServer(t), "[::]:0"))
	for _, host := range []string{"127.0.0.1", "::1"} {
		for _, network := range []string{"udp", "tcp"} {
			a, _, err := (&mdns.Client{Net: network, Timeout: 5 * time.Second}).Exchange(new(mdns.Msg).SetQuestion("a.fr.", mdns.TypeNS), net.JoinHostPort(host, port))
			if err != nil || len(a.Ns) != 2 {
				t.Errorf("%s at %s: %v %v", network, host, a, err)
			}
		}
	}
}

// TestATLDBelowAnotherIsDelegatedByIt queries names of both zones.
func TestATLDBelowAnotherIsDelegatedByIt(t *testing.T) {
	names := newZoneView()
	names.TLDs = append(names.TLDs, "co.fr")
	st, err := sqlite.Open(t.TempDir()+"/a.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := (&zone.Follower{Store: st, Consumers: []zone.Consumer{names}}).Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	f := &dns.Server{Names: names, WallClock: time.Now}
	for _, row := range []struct {
		owner string
		qtype uint16
		soa   string
	}{
		{"co.fr.", mdns.TypeDS, "fr."}, {"co.fr.", mdns.TypeA, "co.fr."}, {"a.co.fr.", mdns.TypeA, "co.fr."}, {"a.fr.", mdns.TypeA, "fr."}, {"fr.", mdns.TypeDS, "fr."},
	} {
		a := new(mdns.Msg)
		if err := a.Unpack(dns.Reply(f, question(row.owner, row.qtype), false)); err != nil || len(a.Ns) != 1 || a.Ns[0].Header().Name != row.soa {
			t.Errorf("%s %s: %v %v", row.owner, mdns.TypeToString[row.qtype], err, a)
		}
	}
	if rrs, _ := zoneRecords(names, "fr"); !strings.Contains(strings.Join(rrs, "\n"), "co.fr NS 3600 ns1.nic.co.fr.") {
		t.Errorf("the zone above: %q", rrs)
	}
	if taken, known := names.IsRegistered("co.fr"); !taken || !known {
		t.Error("its name is free above")
	}
}

// TestTheLimitSlipsAndDropsAnswers exceeds the rate limit: half of the answers above it
// are truncated, the rest dropped.
func TestTheLimitSlipsAndDropsAnswers(t *testing.T) {
	f := smallServer(t)
	f.Limit = dns.Limit{PerSecond: 10, Exempt: []netip.Prefix{}}
	addr := serve(t, f)
	conn, err := net.Dial("udp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	wire := question("www.a.fr.", mdns.TypeA, edns(1232))
	for range 200 {
		if _, err := conn.Write(wire); err != nil {
			t.Fatal(err)
		}
	}
	whole, cut := 0, 0
	buf := make([]byte, 4096)
	for {
		conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		n, err := conn.Read(buf)
		if err != nil {
			break
		}
		a := new(mdns.Msg)
		if err := a.Unpack(buf[:n]); err != nil {
			t.Fatal(err)
		}
		if a.Truncated {
			cut++
		} else {
			whole++
		}
	}
	if whole < 10 || whole > 40 || cut < 60 || cut > 100 { // the test may cross the end of a second
		t.Errorf("%d whole, %d cut", whole, cut)
	}
	if a, _, err := (&mdns.Client{Net: "tcp"}).Exchange(new(mdns.Msg).SetQuestion("www.a.fr.", mdns.TypeA), addr); err != nil || len(a.Ns) != 2 {
		t.Errorf("over TCP: %v %v", a, err)
	}
}

// TestReadersAndAWriterTogether queries while domains are created and deleted: a domain
// that stays is always answered.
func TestReadersAndAWriterTogether(t *testing.T) {
	names := newZoneView()
	st, err := sqlite.Open(t.TempDir()+"/a.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := (&zone.Follower{Store: st, Consumers: []zone.Consumer{names}}).Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	domain := func(n name.Name, seq uint64, hosts ...name.Name) registry.Change {
		d := registry.Domain{Name: n, Phase: registry.Active}
		for _, h := range hosts {
			d.Nameservers = append(d.Nameservers, registry.Nameserver{Host: h})
		}
		return registry.Change{Seq: seq, Kind: registry.KindDomain, Key: string(n), After: jsonOf(d)}
	}
	names.Apply(domain("stays.fr", 1, "ns1.b.test"))
	names.Publish(1)
	f := &dns.Server{Names: names, WallClock: time.Now}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			ask := dns.FastPathFunc(f)
			wire := question("www.stays.fr.", mdns.TypeA)
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				a := new(mdns.Msg)
				if err := a.Unpack(ask(wire)); err != nil || len(a.Ns) != 1 || !strings.HasPrefix(a.Ns[0].(*mdns.NS).Ns, "ns") {
					t.Errorf("%v %v", a, err)
					return
				}
				dns.Reply(f, question(fmt.Sprintf("n%d.fr.", i%500), mdns.TypeNS), false)
				if i%100 == 0 {
					names.Snapshot("fr")
				}
			}
		})
	}
	seq, rounds := uint64(1), 3000
	if testing.Short() {
		rounds = 800
	}
	for i := range rounds {
		seq++
		n := name.Name(fmt.Sprintf("n%d.fr", i%500))
		if i%3 == 2 {
			names.Apply(registry.Change{Seq: seq, Kind: registry.KindDomain, Key: string(n)})
		} else {
			names.Apply(domain(n, seq, name.Name(fmt.Sprintf("x%d.b.test", i%7)), "ns1."+n))
		}
		seq++
		names.Apply(domain("stays.fr", seq, name.Name(fmt.Sprintf("ns%d.b.test", i%3))))
		names.Publish(seq)
	}
	close(stop)
	readers.Wait()
}
