package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// benchDNS measures the time and memory to load a zone, the queries per second, in
// comparison with NSD serving the same zone, and the delay from a change to an answer.
func benchDNS(ctx context.Context, s settings) error {
	path := filepath.Join(s.dir, "dns.db")
	if err := fillZone(path, s.names); err != nil {
		return err
	}
	debug.FreeOSMemory()
	before := residentMiB()
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	printHeader("DNS")
	begun, cpuBefore := time.Now(), cpuTime()
	server, err := serve(ctx, zoneRunner(st))
	if err != nil {
		return err
	}
	defer server.close()
	names := server.Environments[environment].Zones()
	took, used := time.Since(begun), cpuTime()-cpuBefore
	peak := residentMiB()
	debug.FreeOSMemory()
	fmt.Printf("%-44s %8d names: %s, %s of CPU, %d M resident (%d M before, %d M at the peak)\n", "load", names.Len(), took.Round(time.Millisecond), used.Round(time.Millisecond), residentMiB(), before, peak)

	if err := benchQueries(ctx, s, names, server.addr("dns")); err != nil {
		return err
	}
	return benchLatency(ctx, s)
}

// zoneRunner returns a runner of .fr alone.
func zoneRunner(st store.Store) *command.Runner {
	return &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"fr": fr.Policy(fr.DefaultPrices())}}
}

// fillZone creates a store with n delegated domains: one in twenty with subordinate
// hosts and glue, one in twenty signed, the rest with one of 2000 sets of name servers.
// It writes the tables directly, since registering a million domains takes longer than
// the measurement.
func fillZone(path string, n int) error {
	if _, err := os.Stat(path); err == nil { // from an earlier run in the same folder
		return nil
	}
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return err
	}
	if err := st.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	domain, err := tx.Prepare(`INSERT INTO domains (name, number, roid, uuid, registrar, account, tld, due, expires, doc) VALUES ($1, $2, $3, $3, 'kifdom', '', 'fr', $4, $4, $5)`)
	if err != nil {
		return err
	}
	host, err := tx.Prepare(`INSERT INTO hosts (name, registrar, account, parent, doc) VALUES ($1, 'kifdom', '', $2, $3)`)
	if err != nil {
		return err
	}
	created := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := 1; i <= n; i++ {
		d := registry.Domain{
			Name: name.Name(nameOf(i)), ROID: strconv.Itoa(i) + "-CAD", Number: int64(i), UUID: fmt.Sprintf("01900000-0000-7000-8000-%012d", i),
			Registrar: "kifdom", Registrant: "C-0000001", Admin: []registry.ContactID{"C-0000001"}, Tech: []registry.ContactID{"C-0000002"},
			Created: created, Expires: created.AddDate(1, 0, 0), Term: registry.Years(1), Phase: registry.Active, AutoRenew: true,
			Graces: []registry.Grace{{Period: registry.AddPeriod, Ends: created.AddDate(0, 0, 5), Term: registry.Years(1), Retail: 800, Wholesale: 680, Currency: "EUR"}},
		}
		for j := 1; j <= 2; j++ {
			ns := registry.Nameserver{ID: int64(2*n + 2*i + j), Host: name.Name(fmt.Sprintf("ns%d.host-%d.example", j, i%2000))}
			if i%20 == 1 {
				ns.Host = name.Name(fmt.Sprintf("ns%d.%s", j, d.Name))
				h := registry.Host{Name: ns.Host, ROID: ns.Host.String(), Registrar: "kifdom", Parent: d.Name, Created: created,
					Addrs: []netip.Addr{netip.AddrFrom4([4]byte{192, 0, 2, byte(j)})}}
				doc, _ := json.Marshal(h)
				if _, err := host.Exec(string(h.Name), string(h.Parent), string(doc)); err != nil {
					return err
				}
			}
			d.Nameservers = append(d.Nameservers, ns)
		}
		if i%20 == 2 {
			d.DNSSEC.DS = []registry.DS{{KeyTag: i & 0xffff, Algorithm: 13, DigestType: 2, Digest: fmt.Sprintf("%064X", i)}}
		}
		doc, _ := json.Marshal(d)
		if _, err := domain.Exec(string(d.Name), i, d.ROID, d.Expires.UnixMicro(), string(doc)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// benchQueries runs dnsperf with queries for the zone's names; nine in ten exist.
func benchQueries(ctx context.Context, s settings, names *zone.View, addr string) error {
	if _, err := exec.LookPath("dnsperf"); err != nil {
		fmt.Println("    dnsperf is not installed: no queries per second")
		return nil
	}
	queries := filepath.Join(s.dir, "queries")
	var text strings.Builder
	for i := range min(s.names, 100_000) {
		n := 1 + i*7919%s.names
		switch {
		case i%10 == 9:
			fmt.Fprintf(&text, "no-%s A\n", nameOf(n))
		case i%2 == 0:
			fmt.Fprintf(&text, "www.%s A\n", nameOf(n))
		default:
			fmt.Fprintf(&text, "%s AAAA\n", nameOf(n))
		}
	}
	if err := os.WriteFile(queries, []byte(text.String()), 0o600); err != nil {
		return err
	}
	nsd, stop, err := serveNSD(ctx, s, names)
	if err != nil {
		return err
	}
	defer stop()
	var ours, theirs []float64
	for range 3 { // alternating, because the machine is shared
		rate, cpu, err := dnsperf(ctx, s, addr, queries)
		if err != nil {
			return err
		}
		ours = append(ours, rate)
		fmt.Printf("%-44s %8d %10.0f %33.1f us of CPU per query\n", "queries, UDP", 8, rate, cpu)
		if nsd == "" {
			continue
		}
		if rate, _, err = dnsperf(ctx, s, nsd, queries); err != nil {
			return err
		}
		theirs = append(theirs, rate)
		fmt.Printf("%-44s %8d %10.0f\n", "reference: NSD with the same zone", 8, rate)
	}
	if nsd == "" {
		fmt.Println("    NSD is not installed: no reference")
		return nil
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	fmt.Printf("%-44s %19.2f of NSD\n", "median", ours[1]/theirs[1])
	return nil
}

var perSecond = regexp.MustCompile(`Queries per second:\s+([0-9.]+)`)

// dnsperf returns the queries per second of a server, and this process's microseconds
// of processor time per query.
func dnsperf(ctx context.Context, s settings, addr, queries string) (rate, cpu float64, err error) {
	host, port, _ := net.SplitHostPort(addr)
	before := cpuTime()
	begun := time.Now()
	out, err := exec.CommandContext(ctx, "dnsperf", "-s", host, "-p", port, "-d", queries, "-l", strconv.Itoa(max(int(s.duration.Seconds()), 1)),
		"-c", "8", "-T", "1", "-q", "400", "-e").CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("dnsperf: %w: %s", err, out)
	}
	used := cpuTime() - before
	found := perSecond.FindSubmatch(out)
	if found == nil {
		return 0, 0, fmt.Errorf("dnsperf: %s", out)
	}
	rate, err = strconv.ParseFloat(string(found[1]), 64)
	return rate, used.Seconds() * 1e6 / (rate * time.Since(begun).Seconds()), err
}

// serveNSD starts NSD with the zone; addr is "" if NSD is not installed.
func serveNSD(ctx context.Context, s settings, names *zone.View) (addr string, stop func(), err error) {
	stop = func() {}
	program := "/usr/sbin/nsd"
	if _, err := os.Stat(program); err != nil {
		return "", stop, nil
	}
	zone, _ := names.Snapshot("fr")
	f, err := os.Create(filepath.Join(s.dir, "fr.zone"))
	if err != nil {
		return "", stop, err
	}
	_, err = zone.WriteTo(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", stop, err
	}
	l, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		return "", stop, err
	}
	addr = l.LocalAddr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	conf := filepath.Join(s.dir, "nsd.conf")
	text := fmt.Sprintf("server:\n ip-address: 127.0.0.1@%s\n port: %s\n server-count: 2\n username: \"\"\n chroot: \"\"\n zonesdir: %q\n database: \"\"\n pidfile: \"\"\n xfrdfile: \"\"\n zonelistfile: %q\n rrl-ratelimit: 0\n"+
		"remote-control:\n control-enable: no\nzone:\n name: fr\n zonefile: fr.zone\n", port, port, s.dir, filepath.Join(s.dir, "zone.list"))
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		return "", stop, err
	}
	cmd := exec.Command(program, "-d", "-c", conf)
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		return "", stop, err
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	stop = func() { cmd.Process.Signal(syscall.SIGTERM); <-exited }
	question := new(mdns.Msg).SetQuestion("fr.", mdns.TypeSOA)
	for range 600 {
		select {
		case err := <-exited:
			exited <- err
			return "", stop, fmt.Errorf("nsd: %w: %s", err, log.String())
		case <-time.After(50 * time.Millisecond):
		}
		if a, err := mdns.Exchange(question, addr); err == nil && a.Authoritative {
			return addr, stop, nil
		}
	}
	stop()
	return "", func() {}, fmt.Errorf("nsd does not answer: %s", log.String())
}
