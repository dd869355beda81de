package admin

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/registry"
)

// ZoneImportCommand replaces the records of a hosted zone by those of a zone file.
type ZoneImportCommand struct {
	target
	Zone   string `arg:"" help:"Name of the hosted zone."`
	File   string `arg:"" help:"Zone file; - for standard input."`
	DryRun bool   `help:"Print what would change, and change nothing."`
}

func (c ZoneImportCommand) Run(ctx context.Context, k *kong.Context, stdin io.Reader) error {
	text, err := c.readFile(stdin)
	if err != nil {
		return err
	}
	var cmd command.Command[zone.ImportedZone] = zone.ImportZone{Domain: c.Zone, Text: text}
	done := "imported"
	if c.DryRun {
		cmd, done = command.DryRun(cmd), "nothing is changed (dry run)"
	}
	result, err := runCommand(ctx, c.target, cmd)
	if err != nil {
		return err
	}
	printRecords(k.Stdout, "-", result.Removed)
	printRecords(k.Stdout, "+", result.Added)
	fmt.Fprintf(k.Stdout, "%s: %d records added, %d removed, %d of the apex ignored: %s\n", c.Zone, len(result.Added), len(result.Removed), result.Ignored, done)
	return nil
}

func printRecords(w io.Writer, sign string, list []registry.Record) {
	for _, r := range list {
		fmt.Fprintf(w, "%s %s. %d IN %s %s\n", sign, r.Owner(), r.TTL, r.Type, r.Data)
	}
}

// readFile returns the zone file, of which it reads one octet more than ImportZone takes.
func (c ZoneImportCommand) readFile(stdin io.Reader) (string, error) {
	in := stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, zone.MaxZoneFile+1))
	return string(b), err
}
