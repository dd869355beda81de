package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// newMaintenance returns zone transfers, NOTIFY and UPDATE for the environment's DNS
// server.
func (e *Environment) newMaintenance() (*dns.Maintenance, error) {
	secondaries, err := e.Config.secondaries()
	if err != nil {
		return nil, err
	}
	catalog, err := e.Config.catalog()
	if err != nil {
		return nil, err
	}
	x := &dns.Maintenance{
		Server: e.dns, Log: e.log, Keys: e.zoneKey, Owns: e.ownsZone, Apply: e.updateZone,
		AllowTransfer: e.Config.AllowTransfer, Secondaries: secondaries, Catalog: catalog,
	}
	x.Attach()
	return x, nil
}

// secondaries parses secondaries, each "ADDRESS:PORT KEY", the key being optional.
func (e EnvironmentConfig) secondaries() ([]dns.Secondary, error) {
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

// catalog parses the name of the catalog zone, which must be outside the TLDs.
func (e EnvironmentConfig) catalog() (name.Name, error) {
	if e.Catalog == "" {
		return "", nil
	}
	n, err := name.Parse(e.Catalog)
	if err != nil {
		return "", fmt.Errorf("catalog: %w", err)
	}
	for parent := n; parent != ""; parent = parent.Parent() {
		if _, ok := e.TLDs[string(parent)]; ok {
			return "", fmt.Errorf("catalog: %s is in a zone of the registry; use a name such as catalog.invalid", n)
		}
	}
	return n, nil
}

// zoneKey is the KeyRing of the DNS server.
func (e *Environment) zoneKey(ctx context.Context, n string) (registry.ZoneKey, []byte, error) {
	k, err := command.Ask(ctx, e.Runner, Superuser("dns"), zone.RevealZoneKey{Name: n})
	return k.Key, k.Secret, err
}

// ownsZone reports whether the actor may see the domain of a hosted zone.
func (e *Environment) ownsZone(ctx context.Context, by registry.Actor, zone name.Name) (bool, error) {
	_, err := command.Ask(ctx, e.Runner, by, object.DomainInfo{Name: string(zone)})
	if errors.Is(err, registry.ErrNoName) || errors.Is(err, registry.ErrNotYours) {
		return false, nil
	}
	return err == nil, err
}

// updateZone applies an UPDATE and waits, up to a second, until the zone view shows it,
// since clients often query the zone right afterwards.
func (e *Environment) updateZone(ctx context.Context, by registry.Actor, u dns.Update) error {
	by.Request = strings.ToLower(rand.Text()[:16])
	_, err := command.Do(ctx, e.Runner, by, zone.UpdateZone{Zone: string(u.Zone), Prerequisites: u.Prerequisites, Edits: u.Edits})
	if err != nil {
		return err
	}
	waitCtx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	e.follower.Wait(waitCtx, lastSeq(e.Runner.Store)) // after the timeout the update still counts as applied
	return nil
}
