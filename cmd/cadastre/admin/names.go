package admin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/server"
)

// namesCmd manages the lists of names.
type namesCmd struct {
	Load        namesLoadCmd    `cmd:"" help:"Load a list of reserved, blocked or premium names from a CSV file."`
	LoadBuiltin namesBuiltinCmd `cmd:"" help:"Load the built-in list of a TLD; names that have an entry already are left as they are."`
	List        namesListCmd    `cmd:"" help:"Print what the lists say of the names of a TLD, as CSV."`
	Check       namesCheckCmd   `cmd:"" help:"Print the registered names above hosts that the registry or a storefront relies on, and that others hold; fail if there are any."`
	Release     namesReleaseCmd `cmd:"" help:"End what the lists say of a name: it is sold like any other from now on."`
}

type namesLoadCmd struct {
	target
	File   string `arg:"" help:"CSV file; -: standard input. The first line names the columns: name, class (reserved, blocked, premium), and any of reason, from, until, registrar, currency, create, renew, transfer, restore."`
	TLD    string `required:"" name:"tld" help:"TLD of the names."`
	DryRun bool   `help:"Report the lines that would be refused, and change nothing."`
}

func (c namesLoadCmd) Run(ctx context.Context, k *kong.Context, stdin io.Reader) error {
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	in := stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	load := nameLoader{ctx: ctx, env: e, out: k.Stdout, dryRun: c.DryRun}
	for line, err := range namelist.ReadCSV(in, name.Name(c.TLD)) {
		if err := load.add(line, err); err != nil {
			return fmt.Errorf("line %d: %w", line.Number, err)
		}
	}
	if err := load.flush(); err != nil {
		return err
	}
	fmt.Fprintf(k.Stdout, "%d lines loaded, %d refused\n", load.loaded, load.refused)
	if load.refused > 0 {
		return errors.New("some lines were refused")
	}
	return nil
}

// A nameLoader loads lines, many in a transaction, and reports those that are refused.
type nameLoader struct {
	ctx             context.Context
	env             *server.Environment
	out             io.Writer
	dryRun          bool
	lines           []namelist.Line
	loaded, refused int
}

// add adds one line, or reports its fault. It returns an error that ends the list.
func (l *nameLoader) add(line namelist.Line, err error) error {
	fault, refused := errors.AsType[*registry.Fault](err)
	switch {
	case refused:
		l.report(operator.LineFault{Number: line.Number, Fault: fault})
		return nil
	case err != nil:
		return err
	}
	if l.lines = append(l.lines, line); len(l.lines) == operator.MaxLines {
		return l.flush()
	}
	return nil
}

func (l *nameLoader) flush() error {
	var cmd command.Command[[]operator.LineFault] = operator.LoadNames{Lines: l.lines}
	if l.dryRun {
		cmd = command.DryRun(cmd)
	}
	faults, err := command.Do(l.ctx, l.env.Runner, server.Superuser("admin"), cmd)
	if err != nil {
		return err
	}
	for _, f := range faults {
		l.report(f)
	}
	l.loaded += len(l.lines) - len(faults)
	l.lines = l.lines[:0]
	return nil
}

func (l *nameLoader) report(f operator.LineFault) {
	l.refused++
	fmt.Fprintf(l.out, "line %d: %s\n", f.Number, f.Fault)
}

type namesBuiltinCmd struct {
	target
	TLD string `required:"" name:"tld" help:"TLD."`
}

func (c namesBuiltinCmd) Run(ctx context.Context, k *kong.Context) error {
	n, err := runCommand(ctx, c.target, operator.LoadBuiltinNames{TLD: c.TLD})
	if err == nil {
		fmt.Fprintf(k.Stdout, "%d names loaded\n", n)
	}
	return err
}

type namesListCmd struct {
	target
	TLD string `required:"" name:"tld" help:"TLD."`
}

func (c namesListCmd) Run(ctx context.Context, k *kong.Context) error {
	e, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	if err := namelist.WriteHeader(k.Stdout); err != nil {
		return err
	}
	for after := name.Name(""); ; {
		list, err := command.Ask(ctx, e.Runner, server.Superuser("admin"), operator.ListNames{TLD: c.TLD, After: after})
		if err != nil || len(list) == 0 {
			return err
		}
		for _, row := range list {
			if err := namelist.WriteCSV(k.Stdout, row); err != nil {
				return err
			}
			after = row.Name
		}
	}
}

type namesReleaseCmd struct {
	target
	Name  string         `arg:"" help:"Name, such as a.example, or a pattern, such as ??.example."`
	Class namelist.Class `help:"End only the entries of this class: reserved, blocked or premium."`
}

func (c namesReleaseCmd) Run(ctx context.Context, k *kong.Context) error {
	row, err := runCommand(ctx, c.target, operator.ReleaseName{Name: c.Name, Class: c.Class})
	switch {
	case err != nil:
		return err
	case c.Class == "":
		fmt.Fprintf(k.Stdout, "%s is released\n", row.Name)
	default:
		fmt.Fprintf(k.Stdout, "%s is no longer %s\n", row.Name, c.Class)
	}
	return nil
}

type namesCheckCmd struct{ target }

func (c namesCheckCmd) Run(ctx context.Context, k *kong.Context) error {
	exposed, err := runQuery(ctx, c.target, operator.ListExposedNames{})
	if err != nil {
		return err
	}
	for _, e := range exposed {
		holder, of := string(e.Registrar), "the registry"
		if e.Account != "" {
			holder += ", account " + string(e.Account)
		}
		if e.Of != "" {
			of = "the storefront of " + string(e.Of)
		}
		fmt.Fprintf(k.Stdout, "%s is held by %s, and %s relies on a host below it\n", e.Name, holder, of)
	}
	if len(exposed) > 0 {
		return fmt.Errorf("%d names are held by others", len(exposed))
	}
	return nil
}
