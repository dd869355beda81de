package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/rdap"
	"github.com/cadastre-registry/cadastre/frontend/whois"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view/lookup"
	"github.com/cadastre-registry/cadastre/view/zone"
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
	names := newZoneView()
	follower := &zone.Follower{Store: st, Consumers: []zone.Consumer{names}}
	if err := follower.Load(ctx); err != nil {
		return err
	}
	followCtx, stopFollowing := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { follower.Run(followCtx); close(done) }()
	defer func() { stopFollowing(); <-done }()
	addr, stop, err := serveDNS(ctx, names)
	if err != nil {
		return err
	}
	defer stop()
	lookup := lookup.Reader{Store: st, Policies: w.Policies, Now: w.Now}
	web := httptest.NewServer(&rdap.Server{Path: "/rdap", Lookup: lookup})
	defer web.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer l.Close()
	ended := make(chan error, 1)
	whoisCtx, stopWHOIS := context.WithCancel(ctx)
	go func() { ended <- (&whois.Server{Lookup: lookup, WallClock: time.Now}).Serve(whoisCtx, l) }()
	defer func() { stopWHOIS(); <-ended }()
	conn, err := mdns.Dial("udp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()

	count := 0
	for _, frontend := range []struct {
		name  string
		shows func(name string) (bool, error)
	}{
		{"DNS", func(name string) (bool, error) {
			if err := conn.WriteMsg(new(mdns.Msg).SetQuestion(name+".", mdns.TypeNS)); err != nil {
				return false, err
			}
			conn.SetReadDeadline(time.Now().Add(time.Second))
			a, err := conn.ReadMsg()
			return err == nil && len(a.Answer) > 0, err
		}},
		{"RDAP", func(name string) (bool, error) {
			a, err := http.Get(web.URL + "/rdap/domain/" + name)
			if err != nil {
				return false, err
			}
			defer a.Body.Close()
			_, err = io.Copy(io.Discard, a.Body)
			return a.StatusCode == http.StatusOK, err
		}},
		{"WHOIS", func(name string) (bool, error) {
			c, err := net.Dial("tcp", l.Addr().String())
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
	} {
		r, all := result{}, make([]time.Duration, 0, 1000)
		begun := time.Now()
		for range cap(all) {
			count++
			if err := w.create(ctx, count); err != nil {
				return err
			}
			since := time.Now()
			for {
				shown, err := frontend.shows(nameOf(count))
				if err != nil {
					return err
				}
				if shown {
					break
				}
				if time.Since(since) > 10*time.Second {
					return fmt.Errorf("%s is not in %s", nameOf(count), frontend.name)
				}
			}
			all = append(all, time.Since(since))
		}
		slices.Sort(all)
		r.done, r.took, r.p50, r.p99 = len(all), time.Since(begun), all[len(all)/2], all[len(all)*99/100]
		r.print("from create to answer, "+frontend.name, 1)
	}
	return nil
}
