package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// benchLatency measures the delay from an acknowledged create until DNS, RDAP and WHOIS
// show the domain: 1000 sequential creates for each, polled over a socket.
func benchLatency(ctx context.Context, s settings) error {
	st, err := sqlite.Open(filepath.Join(s.dir, "latency.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	w, err := newFixture(ctx, st)
	if err != nil {
		return err
	}
	server, err := serve(ctx, w.Runner)
	if err != nil {
		return err
	}
	defer server.close()
	conn, err := mdns.Dial("udp", server.addr("dns"))
	if err != nil {
		return err
	}
	defer conn.Close()
	count := 0
	for _, p := range latencyProbes(server, conn) {
		if err := w.measureLatency(ctx, p, &count); err != nil {
			return err
		}
	}
	return nil
}

// A probe reports whether a frontend shows a domain.
type probe struct {
	frontend string
	shows    func(name string) (bool, error)
}

// latencyProbes returns the probes of DNS, over conn, RDAP and WHOIS.
func latencyProbes(server *running, conn *mdns.Conn) []probe {
	return []probe{
		{"DNS", func(name string) (bool, error) {
			if err := conn.WriteMsg(new(mdns.Msg).SetQuestion(name+".", mdns.TypeNS)); err != nil {
				return false, err
			}
			conn.SetReadDeadline(time.Now().Add(time.Second))
			a, err := conn.ReadMsg()
			return err == nil && len(a.Answer) > 0, err
		}},
		{"RDAP", func(name string) (bool, error) {
			a, err := http.Get("http://" + server.addr("http") + "/rdap/domain/" + name)
			if err != nil {
				return false, err
			}
			defer a.Body.Close()
			_, err = io.Copy(io.Discard, a.Body)
			return a.StatusCode == http.StatusOK, err
		}},
		{"WHOIS", func(name string) (bool, error) {
			c, err := net.Dial("tcp", server.addr("whois"))
			if err != nil {
				return false, err
			}
			defer c.Close()
			if _, err := fmt.Fprintf(c, "%s\r\n", name); err != nil {
				return false, err
			}
			page, err := io.ReadAll(c)
			return bytes.Contains(page, []byte("Registry Domain ID:")), err
		}},
	}
}

// measureLatency creates 1000 domains and prints how long each took to be shown. count
// is the number of domains that were created before.
func (f fixture) measureLatency(ctx context.Context, p probe, count *int) error {
	r, all := result{}, make([]time.Duration, 0, 1000)
	begun := time.Now()
	for range cap(all) {
		*count++
		if err := f.create(ctx, *count); err != nil {
			return err
		}
		took, err := p.await(nameOf(*count))
		if err != nil {
			return err
		}
		all = append(all, took)
	}
	slices.Sort(all)
	r.done, r.took, r.p50, r.p99 = len(all), time.Since(begun), all[len(all)/2], all[len(all)*99/100]
	r.print("from create to answer, "+p.frontend, 1)
	return nil
}

// await asks until the frontend shows a domain, and returns how long that took.
func (p probe) await(name string) (time.Duration, error) {
	for begun := time.Now(); ; {
		switch shown, err := p.shows(name); {
		case err != nil:
			return 0, err
		case shown:
			return time.Since(begun), nil
		case time.Since(begun) > 10*time.Second:
			return 0, fmt.Errorf("%s is not in %s", name, p.frontend)
		}
	}
}
