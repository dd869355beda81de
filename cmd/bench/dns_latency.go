package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view"
)

// benchLatency measures how long after a purchase is acknowledged DNS answers
// for the name: 1000 purchases one after another, each asked for over a socket
// until it is there.
func benchLatency(ctx context.Context, s settings) error {
	st, err := sqlite.Open(filepath.Join(s.dir, "latency.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	w, err := newWorld(ctx, st)
	if err != nil {
		return err
	}
	names := zonePicture()
	follower := &view.Follower{Store: st, Pictures: []view.Picture{names}}
	if err := follower.Load(ctx); err != nil {
		return err
	}
	following, stopFollowing := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { follower.Run(following); close(done) }()
	defer func() { stopFollowing(); <-done }()
	addr, stop, err := serveDNS(ctx, names)
	if err != nil {
		return err
	}
	defer stop()
	conn, err := mdns.Dial("udp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	r := result{}
	var all []time.Duration
	begun := time.Now()
	for i := 1; i <= 1000; i++ {
		if err := w.create(ctx, i); err != nil {
			return err
		}
		bought := time.Now()
		question := new(mdns.Msg).SetQuestion(nameOf(i)+".", mdns.TypeNS)
		for {
			if err := conn.WriteMsg(question); err != nil {
				return err
			}
			conn.SetReadDeadline(time.Now().Add(time.Second))
			a, err := conn.ReadMsg()
			if err != nil {
				return err
			}
			if len(a.Answer) > 0 {
				break
			}
			if time.Since(bought) > 10*time.Second {
				return fmt.Errorf("%s is not in DNS", nameOf(i))
			}
		}
		all = append(all, time.Since(bought))
	}
	slices.Sort(all)
	r.done, r.took, r.p50, r.p99 = len(all), time.Since(begun), all[len(all)/2], all[len(all)*99/100]
	r.print("from the purchase to the answer", 1)
	return nil
}
