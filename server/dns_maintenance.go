package server

import (
	"context"
	"crypto/rand"
	"errors"
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
	x := &dns.Maintenance{Server: e.dns, Log: e.log, Keys: e.zoneKey, Owns: e.ownsZone, Apply: e.updateZone, CatchUp: e.awaitZoneView}
	if err := e.Config.DNS.Configure(x); err != nil {
		return nil, err
	}
	x.Attach()
	return x, nil
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

// updateZone applies an UPDATE.
func (e *Environment) updateZone(ctx context.Context, by registry.Actor, u dns.Update) error {
	by.Request = strings.ToLower(rand.Text()[:16])
	_, err := command.Do(ctx, e.Runner, by, zone.UpdateZoneSigned{
		UpdateZone: zone.UpdateZone{Zone: string(u.Zone), Update: u.ZoneUpdate}, Key: u.Key, Signed: u.Signed, MAC: u.MAC,
	})
	return err
}

// awaitZoneView waits, up to a second, until the zone view shows what is in the store.
func (e *Environment) awaitZoneView(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	seq, err := e.lastSeq(ctx)
	if err == nil {
		err = e.follower.Wait(ctx, seq)
	}
	if err != nil {
		e.log.Warn("the zone view is behind the store", "error", err)
	}
}
