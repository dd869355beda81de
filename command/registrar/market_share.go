package registrar

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// MarketShare is the number of domains that a registrar sponsors.
type MarketShare struct {
	Registrar registry.RegistrarID
	Name      string
	Domains   int
}

// MarketShares returns the number of domains that each registrar sponsored just
// before an instant, largest first, without registrars that had none. The numbers
// of a past instant are computed from the change log once, and stored.
func MarketShares(ctx context.Context, r *command.Runner, by registry.Actor, before time.Time) ([]MarketShare, error) {
	if !before.Before(r.Now()) {
		return command.Ask(ctx, r, by, currentShares{})
	}
	kept, err := command.Ask(ctx, r, by, savedShares{before})
	if err != nil || kept != nil {
		return kept, err
	}
	shares, err := command.Ask(ctx, r, by, pastShares{before})
	if err != nil {
		return nil, err
	}
	_, err = command.Do(ctx, r, by, saveShares{before, shares})
	return shares, err
}

type currentShares struct{}

func (currentShares) Answer(s *command.Snapshot) ([]MarketShare, error) {
	return countShares(s, func(r registry.RegistrarID) (int, error) {
		return s.Store.Domains().Count(store.DomainQuery{Registrar: r})
	})
}

type pastShares struct{ before time.Time }

func (q pastShares) Answer(s *command.Snapshot) ([]MarketShare, error) {
	counts, err := s.Store.Statistics().CountByRegistrar(q.before)
	if err != nil {
		return nil, err
	}
	return countShares(s, func(r registry.RegistrarID) (int, error) { return counts[r], nil })
}

func countShares(s *command.Snapshot, count func(registry.RegistrarID) (int, error)) ([]MarketShare, error) {
	all := []MarketShare{}
	for r, err := range s.Store.Registrars().All() {
		if err != nil {
			return nil, err
		}
		n, err := count(r.ID)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			all = append(all, MarketShare{r.ID, r.Name, n})
		}
	}
	slices.SortStableFunc(all, func(a, b MarketShare) int { return cmp.Compare(b.Domains, a.Domains) })
	return all, nil
}

// sharesSettingKey is the key of the Setting that stores the shares of an instant.
func sharesSettingKey(before time.Time) string { return "shares " + before.UTC().Format(time.RFC3339) }

type savedShares struct{ before time.Time }

func (q savedShares) Answer(s *command.Snapshot) (kept []MarketShare, err error) {
	setting, err := s.Store.Settings().Get(sharesSettingKey(q.before))
	if exists, err := command.IsFound(err); !exists || err != nil {
		return nil, err
	}
	if strings.HasPrefix(setting.Value, "[") { // version 0
		return kept, json.Unmarshal([]byte(setting.Value), &kept)
	}
	var doc keptShares
	err = registry.DecodeDocument([]byte(setting.Value), &doc)
	return doc.Shares, err
}

// keptShares is the document of shares in a Setting.
type keptShares struct {
	Shares []MarketShare `json:"shares"`
}

type saveShares struct {
	before time.Time
	shares []MarketShare
}

func (c saveShares) Run(t *command.Tx) (struct{}, error) {
	doc, err := registry.EncodeDocument(keptShares{c.shares})
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, t.Store.Settings().Put(store.Setting{Key: sharesSettingKey(c.before), Value: string(doc)})
}
