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
