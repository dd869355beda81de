package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// newExchange is what the environment's DNS server has to do with others: its
// secondaries, and the holders of hosted zones.
func (e *environment) newExchange() (*dns.Exchange, error) {
	secondaries, err := e.config.secondaries()
	if err != nil {
		return nil, err
	}
	catalog, err := e.config.catalog()
	if err != nil {
		return nil, err
	}
	x := &dns.Exchange{
		Face: e.dns, Log: e.log, Keys: e.zoneKey, Owns: e.ownsZone, Apply: e.updateZone,
		Copiers: e.config.Copiers, Secondaries: secondaries, Catalog: catalog,
	}
	x.Prepare()
	return x, nil
}

// secondaries reads "192.0.2.53:53 key-name".
func (e environmentConfig) secondaries() ([]dns.Secondary, error) {
	var all []dns.Secondary
	for _, text := range e.Secondaries {
		address, key, _ := strings.Cut(text, " ")
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return nil, fmt.Errorf(`secondaries: %q is not "ADDRESS:PORT KEY": %w`, text, err)
		}
		all = append(all, dns.Secondary{Addr: at, Key: strings.TrimSpace(key)})
	}
	return all, nil
}

func (e environmentConfig) catalog() (name.Name, error) {
	if e.Catalog == "" {
		return "", nil
	}
	n, err := name.Parse(e.Catalog)
	if err != nil {
		return "", fmt.Errorf("catalog: %w", err)
	}
	for up := n; up != ""; up = up.Parent() {
		if _, sold := e.TLDs[string(up)]; sold {
			return "", fmt.Errorf("catalog: %s is in a zone of the registry: choose one such as catalog.invalid", n)
		}
	}
	return n, nil
}

func (e *environment) zoneKey(ctx context.Context, n string) (registry.ZoneKey, []byte, error) {
	k, err := command.Ask(ctx, e.runner, founder("dns"), command.OpenZoneKey{Name: n})
	return k.Key, k.Secret, err
}

func (e *environment) ownsZone(ctx context.Context, by registry.Actor, zone name.Name) (bool, error) {
	_, err := command.Ask(ctx, e.runner, by, command.DomainInfo{Name: string(zone)})
	if errors.Is(err, registry.ErrNoName) || errors.Is(err, registry.ErrNotYours) {
		return false, nil
	}
	return err == nil, err
}

// updateZone changes a zone, and returns once our own DNS shows it: who updates
// a zone often asks right afterwards.
func (e *environment) updateZone(ctx context.Context, by registry.Actor, u dns.Update) error {
	by.Request = strings.ToLower(rand.Text()[:16])
	_, err := command.Do(ctx, e.runner, by, command.UpdateZone{Zone: string(u.Zone), Needs: u.Needs, Edits: u.Edits})
	if err != nil {
		return err
	}
	shown, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	e.follower.Wait(shown, last(e.runner.Store)) // late is better than not at all
	return nil
}
