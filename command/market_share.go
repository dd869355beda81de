package command

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

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
func MarketShares(ctx context.Context, r *Runner, by registry.Actor, before time.Time) ([]MarketShare, error) {
	if !before.Before(r.Now()) {
		return Ask(ctx, r, by, currentShares{})
	}
	kept, err := Ask(ctx, r, by, savedShares{before})
	if err != nil || kept != nil {
		return kept, err
	}
	shares, err := Ask(ctx, r, by, pastShares{before})
	if err != nil {
		return nil, err
	}
	_, err = Do(ctx, r, by, saveShares{before, shares})
	return shares, err
}

type currentShares struct{}

func (currentShares) Answer(s *Snapshot) ([]MarketShare, error) {
	return s.countShares(func(r registry.RegistrarID) (int, error) {
		return s.st.Domains().Count(store.DomainQuery{Registrar: r})
	})
}

type pastShares struct{ before time.Time }

func (q pastShares) Answer(s *Snapshot) ([]MarketShare, error) {
	counts, err := s.st.Statistics().CountByRegistrar(q.before)
	if err != nil {
		return nil, err
	}
	return s.countShares(func(r registry.RegistrarID) (int, error) { return counts[r], nil })
}

func (s *Snapshot) countShares(count func(registry.RegistrarID) (int, error)) ([]MarketShare, error) {
	all := []MarketShare{}
	for r, err := range s.st.Registrars().All() {
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

func (q savedShares) Answer(s *Snapshot) (kept []MarketShare, err error) {
	setting, err := s.st.Settings().Get(sharesSettingKey(q.before))
	if exists, err := isFound(err); !exists || err != nil {
		return nil, err
	}
	return kept, json.Unmarshal([]byte(setting.Value), &kept)
}

type saveShares struct {
	before time.Time
	shares []MarketShare
}

func (c saveShares) Run(t *Tx) (struct{}, error) {
	doc, err := json.Marshal(c.shares)
	if err != nil {
		return struct{}{}, err
	}
	return struct{}{}, t.st.Settings().Put(store.Setting{Key: sharesSettingKey(c.before), Value: string(doc)})
}
