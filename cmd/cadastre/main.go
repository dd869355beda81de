// Cadastre is a domain-name registry and registrar in one binary.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Demo     demoCmd     `cmd:"" help:"Start a whole registry on this machine, to try things out."`
	Serve    serveCmd    `cmd:"" help:"Serve what a configuration says."`
	Config   configCmd   `cmd:"" help:"Print a configuration with every key explained."`
	Operator operatorCmd `cmd:"" help:"Make an operator, and print its token once."`
	Admin    adminCmd    `cmd:"" help:"Make registrars, accounts and users, and book their money."`
	Audit    auditCmd    `cmd:"" help:"Say what is wrong with the books; fail if anything is."`
	Docs     docsCmd     `cmd:"" help:"Write the documents of the dialects into a folder."`
	Zone     zoneCmd     `cmd:"" help:"Hand over the zones, or check them."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// A terminal is where a command speaks.
type terminal struct{ out, err io.Writer }

func main() {
	os.Exit(run(os.Args[1:], terminal{os.Stdout, os.Stderr}))
}

// run runs a command line and returns the exit code: 0, 1 when it failed, 2
// when it could not be understood.
func run(args []string, t terminal) int {
	var c commands
	exit := -1
	parser := kong.Must(&c, kong.Name("cadastre"), kong.Description("A domain-name registry and registrar in one binary."),
		kong.Writers(t.out, t.err), kong.Exit(func(code int) { exit = code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	line, err := parser.Parse(args)
	switch {
	case exit >= 0: // --help has answered
		return exit
	case err != nil:
		fmt.Fprintf(t.err, "cadastre: %v (see cadastre --help)\n", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	line.BindTo(ctx, (*context.Context)(nil))
	line.Bind(t)
	line.BindTo(os.Stdin, (*io.Reader)(nil))
	if err := line.Run(); err != nil {
		fmt.Fprintf(t.err, "cadastre: %v\n", err)
		return 1
	}
	return 0
}
