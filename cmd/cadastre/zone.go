package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/admin"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/server"
	"github.com/cadastre-registry/cadastre/view/zone"
)

type zoneCmd struct {
	Export zoneExportCmd           `cmd:"" help:"Write a zone as a zone file (RFC 1035 section 5)."`
	Import admin.ZoneImportCommand `cmd:"" help:"Replace the records of a hosted zone by those of a zone file."`
	Check  zoneCheckCmd            `cmd:"" help:"Check the zones for names that would not resolve; fail if there are any."`
}

// A zoneSource selects the environment whose zones are read from the store.
type zoneSource struct {
	Config string `required:"" placeholder:"FILE" help:"Configuration file of the server. An SQLite store cannot be read while the server runs."`
	Env    string `placeholder:"NAME" help:"Environment, if the configuration has several."`
}

// loadZones loads the zone view of the environment, after checking that it has the
// given TLDs.
func (c zoneSource) loadZones(ctx context.Context, tlds ...string) (*zone.View, error) {
	conf, err := server.ReadConfig(c.Config)
	if err != nil {
		return nil, err
	}
	n, e, err := conf.SelectEnvironment(c.Env)
	if err != nil {
		return nil, err
	}
	policies, err := e.Policies([32]byte{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	names, err := e.NewZoneView(policies)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	names.PackReferral, names.PackNegative = nil, nil
	for _, text := range tlds {
		tld, err := name.ParseLookup(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names.TLDs, tld) {
			return nil, fmt.Errorf("%s: no such TLD, only %v", tld, names.TLDs)
		}
	}
	st, err := server.OpenStore(ctx, e)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	f := zone.Follower{Store: st, Consumers: []zone.Consumer{names}}
	return names, errors.Join(f.Load(ctx), st.Close())
}

type zoneExportCmd struct {
	zoneSource
	TLD string `arg:"" help:"TLD, or name of a hosted zone."`
	Out string `placeholder:"FILE" help:"Output file; default: standard output."`
}

func (c zoneExportCmd) Run(ctx context.Context, k *kong.Context) error {
	zone, err := name.ParseLookup(c.TLD)
	if err != nil {
		return err
	}
	names, err := c.loadZones(ctx)
	if err != nil {
		return err
	}
	z, ok := names.Snapshot(zone)
	if !ok {
		return fmt.Errorf("%s: no such zone", zone)
	}
	if c.Out == "" {
		_, err := z.WriteTo(k.Stdout)
		return err
	}
	return replaceFile(c.Out, func(w io.Writer) error {
		_, err := z.WriteTo(w)
		return err
	})
}

// replaceFile atomically replaces the file at path with what write writes.
func replaceFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".zone-")
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Sync(), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

type zoneCheckCmd struct {
	zoneSource
	TLD string `arg:"" optional:"" help:"TLD; default: all."`
}

func (c zoneCheckCmd) Run(ctx context.Context, k *kong.Context) error {
	var only []string
	if c.TLD != "" {
		only = []string{c.TLD}
	}
	names, err := c.loadZones(ctx, only...)
	if err != nil {
		return err
	}
	total := 0
	for _, tld := range names.TLDs {
		if c.TLD != "" && string(tld) != c.TLD {
			continue
		}
		z, _ := names.Snapshot(tld)
		count, problems := z.Check()
		for _, problem := range problems {
			fmt.Fprintf(k.Stdout, "%s: %s\n", tld, problem)
		}
		total += len(problems)
		fmt.Fprintf(k.Stdout, "%s: serial %d, %d delegations, %d things are wrong\n", tld, z.Serial, count, len(problems))
	}
	if total > 0 {
		return fmt.Errorf("%d things are wrong in the zones", total)
	}
	return nil
}
