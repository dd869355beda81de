package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

type zoneCmd struct {
	Export zoneExportCmd `cmd:"" help:"Write the zone of a TLD as a zone file, for any other server."`
	Check  zoneCheckCmd  `cmd:"" help:"Say what would not resolve in the zones, and fail if anything would not."`
}

// A zoneSource is where zones are read from: the store, whether a server runs
// on it or not.
type zoneSource struct {
	Config string `required:"" placeholder:"FILE" help:"The configuration of the server. A store in a file is read while the server is down."`
	Env    string `placeholder:"NAME" help:"Which environment, if there are several."`
}

// names reads the picture of the given TLDs, of all when none is given.
func (c zoneSource) names(ctx context.Context, tlds ...string) (*view.Names, error) {
	conf, err := readConfig(c.Config)
	if err != nil {
		return nil, err
	}
	n, e, err := conf.only(c.Env)
	if err != nil {
		return nil, err
	}
	policies, err := e.policies([32]byte{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	names, err := e.names(policies)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	names.Pack, names.PackSOA = nil, nil
	for _, text := range tlds {
		tld, err := name.Parse(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names.TLDs, tld) {
			return nil, fmt.Errorf("%s: no such TLD, only %v", tld, names.TLDs)
		}
	}
	st, err := openStore(ctx, e)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n, err)
	}
	f := view.Follower{Store: st, Pictures: []view.Picture{names}}
	return names, errors.Join(f.Load(ctx), st.Close())
}

type zoneExportCmd struct {
	zoneSource
	TLD string `arg:"" help:"The TLD, or the name of a hosted zone."`
	Out string `placeholder:"FILE" help:"Where to; standard output if it is not given."`
}

func (c zoneExportCmd) Run(ctx context.Context, t terminal) error {
	zone, err := name.Parse(c.TLD)
	if err != nil {
		return err
	}
	names, err := c.names(ctx)
	if err != nil {
		return err
	}
	z, ok := names.Copy(zone)
	if !ok {
		return fmt.Errorf("%s: no such zone", zone)
	}
	if c.Out == "" {
		_, err := z.WriteTo(t.out)
		return err
	}
	return replaceFile(c.Out, func(w io.Writer) error {
		_, err := z.WriteTo(w)
		return err
	})
}

// replaceFile writes a file beside the one that is there, and puts it in its
// place when it is whole.
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
	TLD string `arg:"" optional:"" help:"One TLD; all of them if it is not given."`
}

func (c zoneCheckCmd) Run(ctx context.Context, t terminal) error {
	var only []string
	if c.TLD != "" {
		only = []string{c.TLD}
	}
	names, err := c.names(ctx, only...)
	if err != nil {
		return err
	}
	wrong := 0
	for _, tld := range names.TLDs {
		if c.TLD != "" && string(tld) != c.TLD {
			continue
		}
		z, _ := names.Copy(tld)
		count, found := z.Check()
		for _, sentence := range found {
			fmt.Fprintf(t.out, "%s: %s\n", tld, sentence)
		}
		wrong += len(found)
		fmt.Fprintf(t.out, "%s: serial %d, %d delegations, %d things are wrong\n", tld, z.Serial, count, len(found))
	}
	if wrong > 0 {
		return fmt.Errorf("%d things are wrong in the zones", wrong)
	}
	return nil
}
